"""From a roster file to residents: which fields the catalogue lets in, and a row as the registry takes it.

Pure functions over the roster package; the database knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lindun.core.identifiers.identity_paper import PaperType
from lindun.core.identifiers.kinds import Kind
from lindun.gate.values import FREE_TEXT, Plain
from lindun.residents.actions import NewResident
from lindun.residents.roster.columns import SheetPlan, plan_workbook
from lindun.residents.roster.report import phone_kind
from lindun.residents.roster.result import RowResult
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
Corrections = Mapping[str, Mapping[str, str | None]]  # sheet -> column index as text -> Field value or None


@dataclass(frozen=True)
class Reading:
    """A file opened for reading: its sheets, how each will be read, and what the catalogue refuses."""

    workbook: Workbook
    plans: tuple[SheetPlan, ...]
    refused: tuple[str, ...]  # headings of columns that hold a kind of data without a catalogue entry

    def rows(self, *, community: str, today: date) -> Iterator[RowResult]:
        return read_rows(self.workbook, self.plans, community=community, today=today)


def open_roster(path: Path, *, catalogued: Collection[str], corrections: Corrections) -> Reading:
    """Open a file and plan its sheets. Raises RosterRefused.

    A column whose kind of data has no catalogue entry is not read (GOV-01): nothing of it can be stored.
    """
    workbook = open_table_file(path)
    plans, refused = [], []
    for found in plan_workbook(workbook):
        plan = _corrected(found, corrections.get(found.sheet, {}))
        closed = [column for column in plan.columns.columns if not _may_enter(column.field, catalogued)]
        refused += [column.header or column.letters for column in closed]
        plans.append(plan.corrected({column.index: Field.NOT_IMPORTED for column in closed}))
    return Reading(workbook, tuple(plans), tuple(dict.fromkeys(refused)))


def new_resident(result: RowResult) -> NewResident:
    """An accepted row as the registry takes it. Remarks come with personal data already masked."""
    paper = PaperType(result.id_type).kind if result.id_type else Kind.ID_CARD
    values = [Plain("name", result.name or "", Kind.NAME)]
    values += [Plain("phone", number, phone_kind(number)) for number in result.phones]
    values += [Plain("id_number", result.id_number, paper)] if result.id_number else []
    values += [Plain("plate", plate, Kind.PLATE) for plate in result.plates]
    values += [Plain("co_resident", other.name, Kind.NAME) for other in result.co_residents]
    values += [Plain("remark", result.remarks_redacted, FREE_TEXT)] if result.remarks_redacted else []
    return NewResident(
        building=f"{result.zone}{result.building}",
        unit=result.unit,
        room=result.room,
        relation=result.relation or "other",
        move_in=result.move_in or "",
        values=tuple(values),
    )


def in_chunks(rows: Iterator[RowResult], size: int) -> Iterator[Sequence[RowResult]]:
    """Rows in lists of `size`, the last one shorter."""
    chunk: list[RowResult] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _corrected(plan: SheetPlan, changes: Mapping[str, str | None]) -> SheetPlan:
    known = {column.index for column in plan.columns.columns}
    return plan.corrected(
        {int(index): Field(field) if field else None for index, field in changes.items() if int(index) in known}
    )


def _may_enter(field: Field | None, catalogued: Collection[str]) -> bool:
    item = ITEM_OF_FIELD.get(field) if field else None
    return item is None or item in catalogued
