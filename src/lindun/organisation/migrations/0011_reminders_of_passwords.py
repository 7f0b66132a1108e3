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

    dependencies = [("organisation", "0010_passwords_and_desks")]
    operations = [GuardFacts("organisation_password", actions=ACTIONS)]
