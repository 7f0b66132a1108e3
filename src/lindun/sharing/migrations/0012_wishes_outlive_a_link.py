from django.db import migrations

from lindun.scope.operations import AdmitDeed


class Migration(migrations.Migration):
    """Who waits for the desk waits on under a new link to the same person."""

    dependencies = [("sharing", "0011_calls_of_staff")]
    operations = [AdmitDeed("sharing_call", action="sharing.link.make")]
