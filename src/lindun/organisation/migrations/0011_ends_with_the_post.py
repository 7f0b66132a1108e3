"""Rights end in this app's tables too when somebody goes, or goes to another post."""

from django.db import migrations

from lindun.scope.operations import AdmitDeed

DEEDS = ("leaving.exit.record",)


class Migration(migrations.Migration):
    dependencies = [("organisation", "0010_passwords_and_desks")]
    operations = [
        AdmitDeed(table, action=deed)
        for table in (
            "organisation_staff",
            "organisation_assignment",
        )
        for deed in DEEDS
    ]
