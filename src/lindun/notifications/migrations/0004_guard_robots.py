from django.db import migrations

from lindun.scope.operations import GuardFacts

ACTIONS = ("notifications.robot.change",)
COLUMNS = ("id", "kind", "name", "address", "secret", "kinds", "active")


class Migration(migrations.Migration):
    """Where messages go is the officer's to say; how the last one went is not guarded."""

    dependencies = [("notifications", "0003_robots"), ("scope", "0001_scope_functions")]
    operations = [GuardFacts("notifications_robot", actions=ACTIONS, columns=COLUMNS)]
