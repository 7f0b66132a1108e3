from django.db import migrations

from lindun.scope.operations import GuardFacts


class Migration(migrations.Migration):
    """Who proposed a change is a fact: the second person is told apart by it."""

    dependencies = [("catalogue", "0002_guard_facts")]
    operations = [
        GuardFacts("catalogue_change", actions=("catalogue.change.propose", "catalogue.change.decide"))
    ]
