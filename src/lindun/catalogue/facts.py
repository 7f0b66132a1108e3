"""What the gate asks about purposes and items."""

from __future__ import annotations

from collections.abc import Sequence

from lindun.core.policy import Item, Purpose, Way
from lindun.gate.asking import Question, Row

PURPOSE = """
SELECT n.item_id AS item, n.way FROM catalogue_purpose p LEFT JOIN catalogue_need n ON n.purpose_id = p.code
WHERE p.code = %(purpose)s
"""
ITEMS = "SELECT code, level FROM catalogue_dataitem WHERE code = ANY(string_to_array(%(items)s, ','))"


def _read_purpose(rows: Sequence[Row], code: str) -> Purpose | None:
    if not rows:
        return None
    return Purpose(code, {row["item"]: Way(row["way"]) for row in rows if row["item"]})


def _read_items(rows: Sequence[Row], _codes: Sequence[str]) -> list[Item]:
    return [Item(row["code"], row["level"]) for row in rows]


purpose = Question(PURPOSE, lambda code: {"purpose": code}, _read_purpose)
items = Question(ITEMS, lambda codes: {"items": ",".join(codes)}, _read_items)
