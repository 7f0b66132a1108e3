"""From a roster file to residents: which columns the catalogue lets in, and a row as the registry takes it.

Pure functions over the roster package; the database knows nothing of them.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from lindun.core.identifiers.identity_paper import PaperType
from lindun.core.identifiers.kinds import Kind
from lindun.gate.plain import FREE_TEXT, Plain
from lindun.residents.newcomer import NewResident
from lindun.residents.roster import headers, report
from lindun.residents.roster.columns import Column, SheetPlan, plan_workbook
from lindun.residents.roster.remarks import check
from lindun.residents.roster.report import MaskedValues, phone_kind
from lindun.residents.roster.result import RowResult, Status
from lindun.residents.roster.rows import read_rows
from lindun.residents.roster.table import Workbook
from lindun.residents.roster.vocabulary import Field
from lindun.residents.roster.workbook import open_table_file

# Which item of the catalogue a field of a roster is. Fields that are not here are places or notes about rows.
ITEM_OF_FIELD = {
    Field.NAME: "name",
    Field.CO_OWNER: "name",
    Field.PHONE: "phone",
    Field.ID_NUMBER: "id_number",
    Field.ID_TYPE: "id_number",
    Field.PLATE: "plate",
    Field.CO_RESIDENTS: "co_resident",
    Field.TENANT: "co_resident",
    Field.REMARKS: "remark",
    Field.EMERGENCY_NAME: "emergency_contact",
    Field.EMERGENCY_PHONE: "emergency_contact",
}
HOUSEKEEPING = re.compile(
    r"序|登记|经办|管家|录入|更新|填表|制表|打印|页|状态|楼层|层数|朝向|数量|户数"
    r"|搬出|迁出|退租|退房|到期|截止|结束|updated?|status|index"
)
"""Headings about the list or the building itself: left out, and nobody has to classify them."""
OTHER_WORDS = {
    "name": re.compile("姓名|name"),
    "phone": re.compile("手机|联系方式|phone|mobile"),
    "id_number": re.compile("(?:身份证|证件|护照)(?!.*(?:地址|住址|有效))|passport"),
}
"""What people call items of the catalogue besides their names: 家属手机 is no new kind of data."""
LONGEST_LABEL = 40
LONGEST_BUILDING, LONGEST_UNIT, LONGEST_ROOM = 12, 8, 12  # of the columns that hold them

Corrections = Mapping[str, Mapping[str, str | None]]  # sheet -> column index as text -> Field value or None
_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Catalogued:
    """What the catalogue knows: codes of data items, and the names they go by."""

    codes: frozenset[str]
    names: frozenset[str]

    def knows(self, heading: str) -> bool:
        """Whether a heading names an item of the catalogue."""
        said = (words.search(heading) for code, words in OTHER_WORDS.items() if code in self.codes)
        return any(name in heading for name in self.names) or any(said)


@dataclass(frozen=True)
class Reading:
    """A file opened for reading. `seen` is what its columns are, `plans` what of them is read."""

    workbook: Workbook
    seen: tuple[SheetPlan, ...]
    plans: tuple[SheetPlan, ...]
    refused: tuple[str, ...]  # headings of columns that hold a kind of data without a catalogue entry

    def rows(self, *, community: str, today: date) -> Iterator[RowResult]:
        return read_rows(self.workbook, self.plans, community=community, today=today)

    def arriving(self, *, community: str, today: date) -> Iterator[Arriving]:
        """Rows with everything computed that needs no database."""
        above = self._rows_above()
        for result in self.rows(community=community, today=today):
            yield arriving(result, number=result.row + above.get(result.sheet, 0))

    def _rows_above(self) -> dict[str, int]:
        """The report counts records of a delimited file from below its header; a person's screen does not."""
        return {
            plan.sheet: plan.header_rows[-1]
            for plan in self.plans
            if plan.header_rows and self.workbook.sheets[plan.position].delimited
        }


@dataclass(slots=True)
class Arriving:
    """A source row, and the resident it makes while it is accepted. Values live in memory only.

    number: of the row as a spreadsheet shows it.
    """

    result: RowResult
    person: NewResident | None
    number: int

    def because(self, status: Status, code: str) -> None:
        """Another verdict than the reader's; only an accepted row makes a resident."""
        self.result.because(status, code)
        if status is not Status.ACCEPTED:
            self.person = None


def open_roster(path: Path, *, catalogued: Catalogued, corrections: Corrections) -> Reading:
    """Open a file and plan its sheets. Raises RosterRefused.

    A column whose kind of data has no catalogue entry is not read (GOV-01): nothing of it can be stored.
    """
    workbook = open_table_file(path)
    seen, plans, refused = [], [], []
    for found in plan_workbook(workbook):
        plan = _corrected(found, corrections.get(found.sheet, {}))
        closed = [column for column in plan.columns.columns if not may_enter(column.field, catalogued)]
        refused += [label(column) for column in plan.columns.columns if is_new_kind(column, catalogued)]
        seen.append(plan)
        plans.append(plan.corrected({column.index: Field.NOT_IMPORTED for column in closed}))
    return Reading(workbook, tuple(seen), tuple(plans), tuple(dict.fromkeys(refused)))


def may_enter(field: Field | None, catalogued: Catalogued) -> bool:
    """Whether a column of this field may be read: a place, a note, or a kind of data with an entry."""
    item = ITEM_OF_FIELD.get(field) if field else None
    return item is None or item in catalogued.codes


def is_new_kind(column: Column, catalogued: Catalogued) -> bool:
    """Whether a column holds a kind of data that somebody must classify first.

    That is every heading which is neither a place, nor an item of the catalogue, nor about the list itself.
    A column without a heading is left out too, but names no kind that could be decided about.
    """
    if not column.header:
        return not may_enter(column.field, catalogued)
    field = column.field
    if field in {None, Field.NOT_IMPORTED}:
        words = headers.meaning_of_path(column.header.split(" / "))
        field = words.field if words else Field.NOT_IMPORTED
    if field is Field.NOT_IMPORTED:
        plain = headers.plain(column.header)
        return not (HOUSEKEEPING.search(plain) or catalogued.knows(plain))
    return not may_enter(field, catalogued)


def label(column: Column) -> str:
    """A heading as it may be stored and shown: short, and without personal data should it hold any."""
    return check(column.header).redacted[:LONGEST_LABEL] or column.letters


def arriving(result: RowResult, *, number: int) -> Arriving:
    """A row with its resident, masks and search forms made ready."""
    if result.status is not Status.ACCEPTED:
        return Arriving(result, None, number)
    person = new_resident(result)
    row = Arriving(result, person, number)
    if not _fits(person):
        row.because(Status.REJECTED, "place_too_long")
    return row


def new_resident(result: RowResult) -> NewResident:
    """An accepted row as the registry takes it. Remarks come with personal data already masked."""
    paper = PaperType(result.id_type).kind if result.id_type else Kind.ID_CARD
    plains = [Plain("name", result.name or "", Kind.NAME)]
    plains += [Plain("phone", number, phone_kind(number)) for number in result.phones]
    plains += [Plain("id_number", result.id_number, paper)] if result.id_number else []
    plains += [Plain("plate", plate, Kind.PLATE) for plate in result.plates]
    plains += [Plain("co_resident", other.name, Kind.NAME) for other in result.co_residents]
    plains += [Plain("remark", result.remarks_redacted, FREE_TEXT)] if result.remarks_redacted else []
    return NewResident(
        building=f"{result.zone}{result.building}",
        unit=result.unit,
        room=result.room,
        relation=result.relation or "other",
        move_in=result.move_in or "",
        values=(*plains, *_emergency(result)),
    )


def masked(row: Arriving) -> MaskedValues:
    """The masked forms of a row; those of an accepted one are made already."""
    if row.person is None:
        return report.masked(row.result)
    shown: dict[str, list[str]] = {}
    for plain in row.person.values:
        shown.setdefault(plain.item, []).append(plain.masked)
    paper = shown.get("id_number", [None])[0]
    return MaskedValues(shown["name"][0], shown.get("phone", []), paper, shown.get("plate", []))


def in_chunks(source: Iterator[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Items in lists of `size`, the last one shorter."""
    chunk: list[_Item] = []
    for item in source:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def ahead(source: Iterator[_Item]) -> Generator[_Item, None, None]:
    """Pass items on while the next one is being made in a thread: the database works meanwhile."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as pool:
        coming = pool.submit(next, source, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, source, None)
            yield item


def _corrected(plan: SheetPlan, changes: Mapping[str, str | None]) -> SheetPlan:
    known = {column.index for column in plan.columns.columns}
    return plan.corrected(
        {
            int(index): Field(field) if field else None
            for index, field in changes.items()
            if int(index) in known
        }
    )


def _fits(person: NewResident) -> bool:
    return (
        len(person.building) <= LONGEST_BUILDING
        and len(person.unit) <= LONGEST_UNIT
        and len(person.room) <= LONGEST_ROOM
    )


def _emergency(result: RowResult) -> Iterator[Plain]:
    contact = result.emergency_contact
    if contact and contact.name:
        yield Plain("emergency_contact", contact.name, Kind.NAME)
    if contact and contact.phone:
        yield Plain("emergency_contact", contact.phone, phone_kind(contact.phone))
