import django.db.models.deletion
from django.db import migrations, models

from lindun.scope.operations import GuardFacts

# Serves the filters of the ledger page and the list of events; entries of one action, one outcome, by time.
INDEX = """
CREATE INDEX oversight_entries_by_action ON ledger_entry (action, ((body::jsonb) -> 'outcome'), id);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("ledger", "0001_initial"),
        ("organisation", "0001_initial"),
        ("scope", "0001_scope_functions"),
    ]
    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("entry", models.UUIDField(primary_key=True, serialize=False)),
                ("reviewed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.staff"
                    ),
                ),
            ],
        ),
        GuardFacts("oversight_review", actions=("oversight.event.review",)),
        migrations.RunSQL(INDEX, "DROP INDEX oversight_entries_by_action;"),
    ]
