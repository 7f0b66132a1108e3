"""What each kind of work opens, in words: what a new task shows before it is opened."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import ngettext

from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import Purpose, Way
from lindun.catalogue.queries import Row

ICONS = {
    "repair": "wrench",
    "fee": "receipt",
    "parking": "square-parking",
    "visitor": "door-open",
    "complaint": "message-square-warning",
    "handover": "key-round",
}
OTHER_ICON = "clipboard-list"


@dataclass(frozen=True)
class KindOfWork:
    value: str
    label: str
    icon: str
    chosen: bool
    until: str
    shows: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)


def kinds_of_work(chosen: str, *, clearance: int) -> list[KindOfWork]:
    """Every purpose with the items it would open for somebody of this clearance. `chosen`: a purpose code."""
    return [_kind(row, chosen=row.purpose.code == chosen, clearance=clearance) for row in catalogue.matrix()]


def _kind(row: Row, *, chosen: bool, clearance: int) -> KindOfWork:
    code = row.purpose.code
    kind = KindOfWork(code, row.purpose.name, ICONS.get(code, OTHER_ICON), chosen, until(row.purpose))
    for cell in row.cells:
        if cell.way in (Way.REVEAL, Way.PRINT) and cell.item.level <= clearance:
            kind.shows.append(cell.item.name)
        elif cell.way == Way.CALL and cell.item.level <= clearance:
            kind.called.append(cell.item.name)
        elif cell.way:
            kind.masked.append(cell.item.name)
        else:
            kind.closed.append(cell.item.name)
    return kind


def until(purpose: Purpose) -> str:
    hours = purpose.task_hours
    text = ngettext(
        "Until it is closed, %(n)d hour at most", "Until it is closed, %(n)d hours at most", hours
    )
    return text % {"n": hours}
