from django.db import migrations

from lindun.scope.operations import GuardFacts

ACTIONS = ("organisation.account.change", "organisation.staff.change", "organisation.company.found")


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_guard_facts"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [
        GuardFacts("auth_user", actions=ACTIONS, columns=("username", "password", "is_active")),
        GuardFacts("mfa_authenticator", actions=ACTIONS),
    ]
