from django.db import migrations, models

from lindun.scope.operations import GuardFacts

ACTIONS = ("notifications.robot.change",)
COLUMNS = ("id", "kind", "name", "address", "secret", "kinds", "active")


class Migration(migrations.Migration):
    """A robot may pass on every kind there is, however many kinds the product grows.

    PostgreSQL changes no column that a trigger names: the guard steps aside within this one transaction.
    """

    dependencies = [("notifications", "0004_guard_robots")]
    operations = [
        migrations.RunSQL("DROP TRIGGER passage_only ON notifications_robot;", migrations.RunSQL.noop),
        migrations.AlterField("robot", "kinds", models.TextField(blank=True)),
        GuardFacts("notifications_robot", actions=ACTIONS, columns=COLUMNS),
    ]
