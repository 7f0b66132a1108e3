"""What the gate asks about purposes and items."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from lindun.core.policy import Item, Purpose, Way

PURPOSE = """
SELECT n.item_id, n.way FROM catalogue_purpose p LEFT JOIN catalogue_need n ON n.purpose_id = p.code
WHERE p.code = %s
"""
ITEMS = "SELECT code, level FROM catalogue_dataitem WHERE code = ANY(%s)"


def purpose(code: str) -> Purpose | None:
    with connection.cursor() as cursor:
        cursor.execute(PURPOSE, [code])
        rows = cursor.fetchall()
    if not rows:
        return None
    return Purpose(code, {item: Way(way) for item, way in rows if item is not None})


def items(codes: Sequence[str]) -> list[Item]:
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, [list(codes)])
        return [Item(code, level) for code, level in cursor.fetchall()]
