import django.db.models.deletion
from django.db import migrations, models

from lindun.scope.operations import GuardFacts


class Migration(migrations.Migration):
    """Who goes on with a leaver's tasks is named, and handed over, by the deed that records her exit."""

    dependencies = [
        ("leaving", "0003_last_days"),
        ("organisation", "0012_reminders_of_passwords"),
        ("requests", "0008_ends_with_the_post"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named_at", models.DateTimeField()),
                ("handed_at", models.DateTimeField(null=True)),
                (
                    "departure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="leaving.departure",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.staff"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.task"
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.staff"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("departure", "task"), name="leaving_a_task_is_handed_once"
                    )
                ],
            },
        ),
        GuardFacts("leaving_handover", actions=("leaving.exit.record",)),
    ]
