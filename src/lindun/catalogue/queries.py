"""Every read of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from lindun.catalogue.models import Change, ChangeState, ClassificationTask, DataItem, Need, Purpose


@dataclass(frozen=True)
class Cell:
    item: DataItem
    way: str  # "" when the purpose does not need the item
    pending: Change | None


@dataclass(frozen=True)
class Row:
    purpose: Purpose
    cells: list[Cell]


def items() -> list[DataItem]:
    return list(DataItem.objects.all())


def purposes() -> list[Purpose]:
    return list(Purpose.objects.all())


def matrix() -> list[Row]:
    """Purposes by data items, with the proposals that wait on a cell."""
    needs = dict(((need.purpose_id, need.item_id), need.way) for need in Need.objects.all())
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


def open_changes() -> QuerySet[Change]:
    return changes().filter(state=ChangeState.PROPOSED)


def changes() -> QuerySet[Change]:
    return Change.objects.select_related("purpose", "item", "proposed_by", "decided_by")


def classification_tasks() -> QuerySet[ClassificationTask]:
    return ClassificationTask.objects.filter(settled_at=None).select_related("brought_by")
