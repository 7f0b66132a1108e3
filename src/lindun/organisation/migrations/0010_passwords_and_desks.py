import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from lindun.scope.operations import GuardFacts

ACCOUNTS = ("organisation.account.change", "organisation.staff.change", "organisation.company.found")
RULES = ("organisation.rules.change", "organisation.company.found")
EXISTING = """
INSERT INTO organisation_password (staff_id, set_at, earlier) SELECT id, now(), '[]' FROM organisation_staff;
INSERT INTO organisation_desk (staff_id, seen_at, ended) SELECT id, now(), '' FROM organisation_staff;
"""


class Migration(migrations.Migration):
    """How old a password is and whether a screen is locked are facts that admission decides by."""

    dependencies = [("organisation", "0009_everybody_has_a_post")]
    operations = [
        migrations.AddField("company", "password_days", models.PositiveSmallIntegerField(default=90)),
        migrations.AddField("company", "lock_minutes", models.PositiveSmallIntegerField(default=3)),
        migrations.AddConstraint(
            "company",
            models.CheckConstraint(
                condition=Q(password_days__range=(30, 180)), name="organisation_passwords_run_out"
            ),
        ),
        migrations.AddConstraint(
            "company",
            models.CheckConstraint(
                condition=Q(lock_minutes__range=(1, 15)), name="organisation_screens_lock"
            ),
        ),
        migrations.CreateModel(
            name="Password",
            fields=[
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="password",
                        serialize=False,
                        to="organisation.staff",
                    ),
                ),
                ("set_at", models.DateTimeField(null=True)),
                ("earlier", models.JSONField(default=list)),
                ("reminded", models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="desk",
                        serialize=False,
                        to="organisation.staff",
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("replaced", "You signed in elsewhere, so this session was ended."),
                            (
                                "other_account",
                                "You signed in with your other account, so this session was ended.",
                            ),
                            ("signed_out", "You signed out. Please sign in again."),
                            (
                                "disclosed",
                                "Your password stood in a text you saved. It was taken out and the session "
                                "ended: sign in and choose a new one.",
                            ),
                            (
                                "known",
                                "Your password stood in a text of somebody else, so it opens nothing any more: "
                                "ask personnel for a new one.",
                            ),
                            ("reset", "Personnel gave you a new password, so this session was ended."),
                        ],
                        max_length=16,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(EXISTING, migrations.RunSQL.noop),
        GuardFacts("organisation_password", actions=ACCOUNTS),
        GuardFacts("organisation_desk", actions=ACCOUNTS),
        GuardFacts("organisation_company", actions=RULES, columns=("password_days", "lock_minutes")),
    ]
