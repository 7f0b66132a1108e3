from django.db import migrations

from lindun.scope.operations import GuardFacts

ACTIONS = ("organisation.staff.change", "organisation.company.found")


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_alter_company_level_scheme"), ("scope", "0001_scope_functions")]
    operations = [
        GuardFacts("organisation_staff", actions=ACTIONS, columns=("user_id", "role", "clearance", "status")),
        GuardFacts("organisation_assignment", actions=ACTIONS),
    ]
