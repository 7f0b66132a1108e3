from django.db import migrations

from lindun.scope.operations import GuardFacts

IMPORTING = ("residents.roster.import",)


class Migration(migrations.Migration):
    """Where a resident lives decides which tasks open her values; jobs act as whoever started an import."""

    dependencies = [("residents", "0003_rosterimport_findings"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("residents_resident", actions=IMPORTING),
        GuardFacts("residents_rosterimport", actions=IMPORTING),
        GuardFacts("residents_rosterrow", actions=IMPORTING),
    ]
