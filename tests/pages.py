"""Using the pages as a browser does, and reading what the ledger says of it."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import cast

HTMX = {"HX-Request": "true"}


def text(response: Any) -> str:
    return str(response.content.decode())


def entry_count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        return int(cursor.fetchone()[0])


def entries(action: str | None = None, *, after: int = 0) -> list[dict[str, Any]]:
    """Ledger entries as written, oldest first; after the first so many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry ORDER BY id OFFSET %s", [after])
        found = [json.loads(body) for (body,) in cursor.fetchall()]
    return [entry for entry in found if action is None or entry["action"] == action]


def household(client: Client, person: cast.Character = cast.OWNER) -> HttpResponse:
    return client.get(reverse("residents:household", args=[cast.dwelling(person)]))


def choose(client: Client, choice: str, person: cast.Character = cast.OWNER) -> HttpResponse:
    url = reverse("residents:purpose", args=[cast.dwelling(person)])
    return client.post(url, {"choice": choice}, headers=HTMX)


def reveal_url(item: str, person: cast.Character = cast.OWNER, ordinal: int = 0) -> str:
    return reverse("residents:reveal", args=[cast.resident(person), item, ordinal])


def reveal(client: Client, item: str, person: cast.Character = cast.OWNER, ordinal: int = 0) -> HttpResponse:
    return client.post(reveal_url(item, person, ordinal), headers=HTMX)


def search(client: Client, typed: str, **more: str) -> HttpResponse:
    return client.post(reverse("residents:search"), {"q": typed, **more}, headers=HTMX)


def open_repair(
    client: Client, person: cast.Character = cast.OWNER, summary: str = "厨房漏水"
) -> HttpResponse:
    url = reverse("requests:task_new_at", args=[cast.dwelling(person)])
    return client.post(url, {"purpose": "repair", "summary": summary})


def community(code: str = cast.HOME_COMMUNITY[0]) -> int:
    from lindun.estates.models import Community

    return Community.objects.values_list("pk", flat=True).get(code=code)
