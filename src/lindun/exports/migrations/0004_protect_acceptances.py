from django.db import migrations

from lindun.scope.operations import GuardFacts, ProtectTable


class Migration(migrations.Migration):
    """Acceptances lie where their files lie, and come into being by accepting alone."""

    dependencies = [("exports", "0003_acceptance"), ("scope", "0001_scope_functions")]
    operations = [
        ProtectTable("exports_acceptance"),
        GuardFacts("exports_acceptance", actions=("sharing.export.accept",)),
    ]
