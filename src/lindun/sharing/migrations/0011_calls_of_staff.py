from django.db import migrations

from lindun.scope.operations import AdmitDeed


class Migration(migrations.Migration):
    """Whoever holds a task calls too, by a deed of her own."""

    dependencies = [("sharing", "0010_ways_of_use")]
    operations = [AdmitDeed("sharing_call", action="sharing.call.make")]
