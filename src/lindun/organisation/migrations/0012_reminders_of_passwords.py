from django.db import migrations

from lindun.scope.operations import GuardFacts

ACTIONS = (
    "organisation.account.change",
    "organisation.staff.change",
    "organisation.company.found",
    "organisation.password.remind",
)


class Migration(migrations.Migration):
    """Reminding notes that it did; who chose a password and when stays with the pages for that."""

    dependencies = [("organisation", "0011_ends_with_the_post")]
    operations = [GuardFacts("organisation_password", actions=ACTIONS)]
