"""Rights end in this app's tables too when somebody goes, or goes to another post."""

from django.db import migrations

from lindun.scope.operations import AdmitDeed

DEEDS = ("leaving.exit.record", "leaving.transfer.record")


class Migration(migrations.Migration):
    dependencies = [("requests", "0007_tasks_of_other_systems")]
    operations = [
        AdmitDeed(table, action=deed)
        for table in (
            "requests_task",
            "requests_accessrequest",
            "requests_grant",
            "requests_deputy",
        )
        for deed in DEEDS
    ]
