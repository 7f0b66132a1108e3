"""Rights end in this app's tables too when somebody goes, or goes to another post."""

from django.db import migrations

from lindun.scope.operations import AdmitDeed

DEEDS = ("leaving.exit.record", "leaving.transfer.record")


class Migration(migrations.Migration):
    dependencies = [("exits", "0002_frozen")]
    operations = [AdmitDeed(table, action=deed) for table in ("exits_exitpermit",) for deed in DEEDS]
