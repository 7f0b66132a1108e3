"""What a message says, read strictly: every field a text within its length, none unknown, none doubled."""

from __future__ import annotations

import json

from lindun.orders.finding import Where
from lindun.orders.keeping import Order
from lindun.orders.words import BadOrder

LONGEST = {
    "number": 40,
    "state": 10,
    "kind": 60,
    "community": 60,
    "building": 12,
    "unit": 12,
    "room": 24,
    "assignee": 60,
    "summary": 500,
}
NEEDED = {"open": ("number", "kind", "room", "building", "assignee", "summary"), "closed": ("number",)}


def read(body: bytes) -> Order:
    """The order of a message. Raises BadOrder, naming the field."""
    said = _object(body)
    for field, value in said.items():
        if field not in LONGEST:
            raise BadOrder("field_unknown", "message")
        if not isinstance(value, str) or len(value) > LONGEST[field] or not value.isprintable():
            raise BadOrder("field_unfit", field)
    texts = {field: str(said.get(field, "")).strip() for field in LONGEST}
    if texts["state"] not in NEEDED:
        raise BadOrder("state_unknown", "state")
    for field in NEEDED[texts["state"]]:
        if not texts[field]:
            raise BadOrder("field_missing", field)
    return Order(
        number=texts["number"],
        kind=texts["kind"],
        where=Where(texts["community"], texts["building"], texts["unit"], texts["room"]),
        what=texts["summary"],
        assignee=texts["assignee"],
        over=texts["state"] == "closed",
    )


def _object(body: bytes) -> dict[str, object]:
    try:
        said = json.loads(body.decode("utf-8"), object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise BadOrder("not_json", "message") from None
    if not isinstance(said, dict):
        raise BadOrder("not_json", "message")
    return said


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a field that stands twice nobody knows which is meant."""
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a field stands twice")
    return said
