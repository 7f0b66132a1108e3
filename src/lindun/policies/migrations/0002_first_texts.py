"""The first versions of rules, pledge and duties: what the house asks for from the start has words to it."""

from typing import Any

from django.db import migrations
from django.utils import timezone

from lindun.policies.clauses import digest, tidy
from lindun.policies.material import shipped


def enter(apps: Any, schema_editor: Any) -> None:
    now = timezone.now()
    for kind, role, typed, translated in shipped():
        chinese, english = tidy(typed), tidy(translated)
        apps.get_model("policies", "Text").objects.using(schema_editor.connection.alias).create(
            kind=kind, role=role, number=1, chinese=chinese, english=english,
            digest=digest(chinese, english), state="published", proposed_at=now, decided_at=now,
        )  # fmt: skip


def forget(apps: Any, schema_editor: Any) -> None:
    apps.get_model("policies", "Text").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [migrations.RunPython(enter, forget)]
