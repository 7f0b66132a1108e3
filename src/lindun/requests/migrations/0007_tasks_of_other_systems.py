from django.db import migrations

from lindun.scope.operations import GuardFacts


class Migration(migrations.Migration):
    """Work orders of other systems open, change and close tasks too, by deeds of their own."""

    dependencies = [("requests", "0006_deputies_end")]
    operations = [
        GuardFacts(
            "requests_task",
            actions=(
                "requests.task.open",
                "requests.task.close",
                "orders.order.keep",
                "orders.order.assign",
            ),
        )
    ]
