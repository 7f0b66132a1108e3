from django.db import migrations

from lindun.scope.operations import GuardFacts

POSTS = ("organisation.staff.change", "organisation.company.found")
ACCOUNTS = ("organisation.account.change", *POSTS)


class Migration(migrations.Migration):
    """Ids too: two people whose ids are exchanged act as each other, and so as a second person."""

    dependencies = [("organisation", "0004_guard_accounts")]
    operations = [
        GuardFacts(
            "organisation_staff", actions=POSTS, columns=("id", "user_id", "role", "clearance", "status")
        ),
        GuardFacts(
            "auth_user", actions=ACCOUNTS, columns=("id", "username", "password", "is_active", "email")
        ),
    ]
