"""Rights end in this app's tables too when somebody goes, or goes to another post."""

from django.db import migrations

from lindun.scope.operations import AdmitDeed

DEEDS = ("leaving.exit.record", "leaving.transfer.record")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0008_links_for_partners")]
    operations = [AdmitDeed(table, action=deed) for table in ("sharing_linkstate",) for deed in DEEDS]
