import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from lindun.scope.operations import GuardFacts

ACTIONS = ("organisation.staff.change", "organisation.staff.confirm", "organisation.company.found")
COLUMNS = ("id", "user_id", "role", "clearance", "status", "raised_by_id")


class Migration(migrations.Migration):
    """A sensitive post waits for a second person; who raised somebody is a fact the gate decides by."""

    dependencies = [("organisation", "0005_guard_identities")]
    operations = [
        migrations.AddField(
            model_name="staff",
            name="raised_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.staff",
            ),
        ),
        migrations.AlterField(
            model_name="staff",
            name="status",
            field=models.CharField(
                choices=[
                    ("active", "In post"),
                    ("waiting", "Waiting for a second person"),
                    ("suspended", "Suspended"),
                    ("left", "Left"),
                ],
                default="active",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=Q(status="waiting", raised_by__isnull=False)
                | (~Q(status="waiting") & Q(raised_by=None)),
                name="organisation_waiting_names_its_proposer",
            ),
        ),
        migrations.AddConstraint(
            model_name="staff",
            constraint=models.CheckConstraint(
                condition=Q(raised_by=None) | ~Q(raised_by=F("id")),
                name="organisation_nobody_raises_herself",
            ),
        ),
        GuardFacts("organisation_staff", actions=ACTIONS, columns=COLUMNS),
    ]
