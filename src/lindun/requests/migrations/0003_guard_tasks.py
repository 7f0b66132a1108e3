from django.db import migrations

from lindun.scope.operations import GuardFacts


class Migration(migrations.Migration):
    """Whose a task is, for what and until when are facts that reveals are decided by."""

    dependencies = [("requests", "0002_row_scope")]
    operations = [GuardFacts("requests_task", actions=("requests.task.open", "requests.task.close"))]
