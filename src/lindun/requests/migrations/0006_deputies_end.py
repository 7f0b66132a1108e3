from django.db import migrations, models

from lindun.scope.operations import GuardFacts

ACTIONS = ("requests.deputy.name", "requests.deputy.end", "organisation.company.found")

FROZEN = """
CREATE TRIGGER frozen BEFORE UPDATE ON requests_deputy FOR EACH ROW
    EXECUTE FUNCTION scope.keep_frozen('id', 'person_id', 'deputy_id', 'begins', 'ends');
"""


class Migration(migrations.Migration):
    """A deputy's time can be ended early and is otherwise as it was named."""

    dependencies = [
        ("organisation", "0007_one_person_two_accounts"),
        ("requests", "0005_protect_requests"),
    ]
    operations = [
        migrations.AddField(model_name="deputy", name="ended_at", field=models.DateTimeField(null=True)),
        GuardFacts("requests_deputy", actions=ACTIONS),
        migrations.RunSQL(FROZEN, "DROP TRIGGER frozen ON requests_deputy;"),
    ]
