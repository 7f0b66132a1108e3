"""Every read of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from lindun.catalogue.models import (
    Change,
    ChangeState,
    ClassificationTask,
    DataItem,
    Entry,
    Need,
    Purpose,
    spoken,
)
from lindun.gate import asking
from lindun.gate.asking import Question


@dataclass(frozen=True)
class Cell:
    item: DataItem
    way: str  # "" when the purpose does not need the item
    pending: Change | None


@dataclass(frozen=True)
class Row:
    purpose: Purpose
    cells: list[Cell]


@dataclass(frozen=True)
class AtCell:
    """One cell with its purpose and item; `way` is "" when the item is not needed."""

    purpose: Purpose
    item: DataItem
    way: str


@dataclass(frozen=True)
class Used:
    """A data item and the needs that name it."""

    item: DataItem
    needs: list[Need]


class Named(NamedTuple):
    """A purpose or data item by code and by its name in the language of the page."""

    code: str
    name: str


def _named(rows: Sequence[asking.Row]) -> list[Named]:
    return [Named(row["code"], spoken(row["name_zh"], row["name_en"])) for row in rows]


# Questions, so that a list asks for its purpose, columns and choices in one statement.
purpose_names = Question(
    "SELECT code, name_zh, name_en FROM catalogue_purpose ORDER BY position, code", dict, _named
)
item_names = Question(
    "SELECT code, name_zh, name_en FROM catalogue_dataitem ORDER BY position, code", dict, _named
)


def items() -> list[DataItem]:
    return list(DataItem.objects.all())


def purposes() -> list[Purpose]:
    return list(Purpose.objects.all())


def matrix() -> list[Row]:
    """Purposes by data items, with the proposals that wait on a cell."""
    needs = {(need.purpose_id, need.item_id): need.way for need in Need.objects.all()}
    pending = {(change.purpose_id, change.item_id): change for change in open_changes()}
    catalogue = items()
    return [
        Row(
            purpose,
            [
                Cell(item, needs.get((purpose.code, item.code), ""), pending.get((purpose.code, item.code)))
                for item in catalogue
            ],
        )
        for purpose in purposes()
    ]


def cell(purpose: str, item: str) -> AtCell | None:
    """One cell of the matrix; None when the catalogue has no such purpose or item."""
    row = Purpose.objects.filter(pk=purpose).first()
    column = DataItem.objects.filter(pk=item).first()
    if row is None or column is None:
        return None
    way = Need.objects.filter(purpose=row, item=column).values_list("way", flat=True).first()
    return AtCell(row, column, way or "")


def items_with_use() -> list[Used]:
    """Every data item with the purposes that use it."""
    used: dict[str, list[Need]] = {}
    for need in Need.objects.select_related("purpose").order_by("purpose__position"):
        used.setdefault(need.item_id, []).append(need)
    return [Used(item, used.get(item.code, [])) for item in items()]


def open_changes() -> QuerySet[Change]:
    return changes().filter(state=ChangeState.PROPOSED)


def changes() -> QuerySet[Change]:
    return Change.objects.select_related("purpose", "item", "proposed_by", "decided_by")


def entries() -> QuerySet[Entry]:
    """New kinds of data and purposes as they were proposed, newest first."""
    return Entry.objects.select_related("proposed_by", "decided_by")


def open_entries() -> QuerySet[Entry]:
    return entries().filter(state=ChangeState.PROPOSED)


def brought_label(task: str) -> str:
    """The heading that waits under this id for its classification; empty for none."""
    try:
        found = classification_tasks().filter(pk=UUID(task)).first()
    except ValueError:
        return ""
    return found.label if found else ""


def classification_tasks() -> QuerySet[ClassificationTask]:
    return ClassificationTask.objects.filter(settled_at=None).select_related("brought_by")
