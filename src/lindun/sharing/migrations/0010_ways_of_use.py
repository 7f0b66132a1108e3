import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("estates", "0003_one_key_for_a_place"),
        ("organisation", "0012_reminders_of_passwords"),
        ("requests", "0008_ends_with_the_post"),
        ("residents", "0005_one_key_for_a_place"),
        ("sharing", "0009_ends_with_the_post"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="staff",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.staff",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="task",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="requests.task"
            ),
        ),
        migrations.AlterField(
            model_name="call",
            name="link",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calls",
                to="sharing.link",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "over"), _negated=True),
                fields=("task", "staff", "resident"),
                name="sharing_one_call_of_staff_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("link__isnull", False), ("staff", None), ("task", None)),
                    models.Q(("link", None), ("staff__isnull", False), ("task__isnull", False)),
                    _connector="OR",
                ),
                name="sharing_a_call_is_by_a_link_or_by_staff",
            ),
        ),
    ]
