"""What the gate asks about purposes and items."""

from __future__ import annotations

from collections.abc import Sequence

from lindun.core.policy import Item, Purpose, Way
from lindun.gate.asking import Question, Row

PURPOSE = """
SELECT n.item_id, n.way FROM catalogue_purpose p LEFT JOIN catalogue_need n ON n.purpose_id = p.code
WHERE p.code = %s
"""
ITEMS = "SELECT code, level FROM catalogue_dataitem WHERE code = ANY(%s)"


def _read_purpose(rows: Sequence[Row], code: str) -> Purpose | None:
    if not rows:
        return None
    return Purpose(code, {item: Way(way) for item, way in rows if item is not None})


def _read_items(rows: Sequence[Row], _codes: Sequence[str]) -> list[Item]:
    return [Item(code, level) for code, level in rows]


purpose = Question(PURPOSE, lambda code: [code], _read_purpose)
items = Question(ITEMS, lambda codes: [list(codes)], _read_items)
