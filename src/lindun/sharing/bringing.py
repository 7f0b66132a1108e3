"""Work orders of another system, brought in as rows of a sheet: each becomes a task of whoever brings it.

The rows are pasted, so no file with rooms in it is left behind anywhere. A row that cannot become a task says
why and stops none of the others.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.estates import queries as estates
from lindun.gate.vocabulary import Action
from lindun.requests import actions as tasks
from lindun.requests import queries as requests
from lindun.requests.actions import BadTask

MOST_ROWS, MOST_TEXT = 50, 20_000
COLUMNS = 3
HEADINGS = ("类别", "类型", "kind")
ALSO_CALLED = {
    "repair": ("报修", "维修", "报事报修", "水电", "水电维修", "工程维修", "公共维修", "入户维修"),
    "fee": ("收费", "缴费咨询", "物业费", "催缴"),
    "parking": ("车辆", "车位", "停车管理"),
    "visitor": ("来访", "访客登记"),
    "complaint": ("投诉建议", "投诉处理"),
    "handover": ("交房", "入住", "入住办理"),
}


class BadRows(Exception):
    """The text is no rows of work orders; the message says what to change."""


@dataclass(frozen=True)
class Row:
    """One work order as it was pasted. The repr shows its place only."""

    position: int
    kind: str
    room: str
    what: str

    def __repr__(self) -> str:
        return f"Row({self.position})"


@dataclass(frozen=True)
class Brought:
    """What became of a row: the number of its task, or why there is none. `cleaned`: it held data."""

    position: int
    number: str = ""
    problem: str = ""
    cleaned: bool = False


def read(text: str) -> list[Row]:
    """Rows of kind, room and what is to be done, parted by tabs or commas. Raises BadRows."""
    if len(text) > MOST_TEXT:
        raise BadRows(_("That is too much at once: bring it in smaller parts."))
    lines = [line for line in text.splitlines() if line.strip()]
    delimiter = "\t" if any("\t" in line for line in lines) else ","
    if delimiter == ",":
        lines = [line.replace("，", ",") for line in lines]
    try:
        cells = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        raise BadRows(_("These are no rows of a sheet: copy the cells and paste them here.")) from None
    if cells and cells[0][0].lower() in HEADINGS:
        cells = cells[1:]
    if not cells or any(len(row) < COLUMNS for row in cells):
        raise BadRows(_("Each row needs three cells: kind of work, room, what is to be done."))
    if len(cells) > MOST_ROWS:
        raise BadRows(_("At most %(n)d work orders at once.") % {"n": MOST_ROWS})
    return [Row(position, *row[:COLUMNS]) for position, row in enumerate(cells, start=1)]


def bring(who: gate.Identity, rows: Sequence[Row]) -> list[Brought]:
    """Open a task for each row. One that is open already is not opened twice. Raises gate.Denied."""
    purposes = purposes_by_name()
    homes = _homes(who, rows)
    brought = []
    for row in rows:
        purpose, home = purposes.get(row.kind.lower(), ""), homes[row.position]
        if not purpose:
            brought.append(Brought(row.position, problem=_("There is no such kind of work.")))
        elif home is None:
            problem = _("Not one room in your buildings is meant by this.")
            brought.append(Brought(row.position, problem=problem))
        else:
            brought.append(_open(who, row, purpose, home))
    return brought


def _open(who: gate.Identity, row: Row, purpose: str, home: UUID) -> Brought:
    already = _already_open(who, row, purpose, home)
    if already:
        problem = _("%(number)s is open for it already.") % {"number": already}
        return Brought(row.position, problem=problem)
    try:
        task, cleaned = tasks.open_task(who, dwelling=home, purpose=purpose, summary=row.what)
    except BadTask as wrong:
        return Brought(row.position, problem=str(wrong))
    return Brought(row.position, number=task.number, cleaned=bool(cleaned.found))


def _already_open(who: gate.Identity, row: Row, purpose: str, home: UUID) -> str:
    """The number of her open task of the same purpose, home and words, or ""."""
    said = tasks.clean(row.what.strip()).text[:200]
    with gate.passage(who, Action.DESK_VIEW) as passage:
        found = requests.my_open_tasks(who.person).filter(dwelling_id=home, purpose_id=purpose, summary=said)
        numbers = [task.number for task in found[:1]]
        passage.saw(tasks=len(numbers))
    return numbers[0] if numbers else ""


def _homes(who: gate.Identity, rows: Sequence[Row]) -> dict[int, UUID | None]:
    """The dwelling of each row by its position, where the room names exactly one in her reach."""
    with gate.passage(who, Action.DESK_VIEW) as passage:
        found = {row.position: list(estates.at_room(row.room)[:2]) for row in rows}
        passage.saw(rows=len(rows))
    return {position: homes[0].pk if len(homes) == 1 else None for position, homes in found.items()}


def purposes_by_name() -> dict[str, str]:
    """Codes of purposes by every name one may have written: code, Chinese, English, prefix of its tasks.

    What other systems call the purposes as shipped counts where the company has no purpose of that name.
    """
    purposes = catalogue.purposes()
    here = {purpose.code for purpose in purposes}
    known = {word: code for code, words in ALSO_CALLED.items() if code in here for word in words}
    for purpose in purposes:
        for name in (purpose.code, purpose.name_zh, purpose.name_en, purpose.task_prefix):
            known[name.lower()] = purpose.code
    return known
