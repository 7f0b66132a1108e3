"""Every row of every sheet, turned into a result: accepted, rejected or ignored, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lindun.core.identifiers.dwelling import parse_building
from lindun.core.identifiers.refusal import InvalidIdentifier
from lindun.core.identifiers.traditional import simplified

from .columns import ColumnMap, SheetPlan, map_columns
from .filling import Filling
from .headers import is_header, own_cells
from .places import Places, same_community
from .remarks import check
from .result import Problem, RowAddress, RowResult, Status
from .table import Cell, Mark, Sheet, SourceRow, Workbook, column_letters
from .vocabulary import HEADING, NOTE, SUBTOTAL, VACANT, Field

_TOTALS = frozenset(("合计", "小计", "总计", "共计", "累计"))
_UNRELIABLE = (Mark.SWALLOWED, Mark.UNDECODABLE)
_WIDEST_GAP = 100  # a wider one holds nothing on purpose
_CHANGED_HEADER = 3  # known words a row needs to count as a new header below the first


class _Seen(NamedTuple):
    """What is remembered of the first row about a person, to judge a second one."""

    address: RowAddress
    id_number: str | None
    phones: tuple[str, ...]
    plates: tuple[str, ...]

    def __repr__(self) -> str:
        return "_Seen(•••)"

    def tells_as_much_as(self, result: RowResult) -> bool:
        """Whether the second row adds no number, paper or plate."""
        return (
            set(result.phones) <= set(self.phones)
            and set(result.plates) <= set(self.plates)
            and result.id_number in (None, self.id_number)
        )


Registry = dict[tuple[str, str, str, str, str], _Seen]


def read_rows(
    workbook: Workbook, plans: Sequence[SheetPlan], *, community: str | None, today: date
) -> Iterator[RowResult]:
    """Results in file order, one for each source row of each sheet.

    :param plans: as ``plan_workbook`` found them or a person corrected them; a sheet without a plan is not
        read, a sheet with two (lists side by side) gives two results a row.
    :param community: the community being imported; rows that name another one are rejected. None accepts
        whatever the rows say.
    :param today: a day of birth after it makes an identity number suspect.
    :raises RosterRefused: when the file turns out to be damaged deep inside.
    :raises IndexError: for the plan of another workbook.
    """
    seen: Registry = {}
    for plan in plans:
        sheet = workbook.sheets[plan.position]
        yield from _SheetReader(sheet, plan, community, today, seen).results()


class _SheetReader:
    def __init__(
        self, sheet: Sheet, plan: SheetPlan, community: str | None, today: date, seen: Registry
    ) -> None:
        self._sheet = sheet
        self._plan = plan
        self._community = community
        self._today = today
        self._seen = seen
        self._places = Places(plan.building, plan.zone, plan.unit)
        self._household: RowResult | None = None
        self._filling = self._filling_of(plan.columns)
        self._headers = _texts(plan.columns)
        self._last_header = max(plan.header_rows, default=0)

    def _filling_of(self, columns: ColumnMap) -> Filling:
        return Filling(
            columns,
            self._places,
            self._today,
            hidden=self._sheet.hidden_columns,
            numbers_in_names=Field.PHONE not in self._plan.closed,
        )

    def results(self) -> Iterator[RowResult]:
        plan, last_header, usable = self._plan, self._last_header, self._plan.columns.usable
        for row in _within(_with_gaps(self._sheet.rows()), plan.window):
            result = self._blank_result(row)
            if not usable:
                yield self._nobodys(row, result, "columns_unknown")
            elif row.number > last_header:
                yield self._judge(row, result)
            elif row.number in plan.header_rows:
                yield result.because(Status.IGNORED, "header")
            else:
                yield self._nobodys(row, result, "title")

    def _blank_result(self, row: SourceRow) -> RowResult:
        number = row.number
        if self._sheet.delimited:
            number = max(number - self._last_header, 0)
        return RowResult(self._plan.sheet, number, row.line)

    def _judge(self, row: SourceRow, result: RowResult) -> RowResult:
        if row.row_marks:
            result.reasons += [mark.value for mark in row.row_marks]
        name = self._cell(row, self._filling.name_column)
        if name in self._headers and is_header(row):
            return result.because(Status.IGNORED, "repeated_header")
        self._filling.fill(row, result)
        self._join_household(row, result)
        for mark in _UNRELIABLE:
            if mark in row.row_marks:
                return result.because(Status.REJECTED, mark.value)
        if not (result.name and result.room) or result.name in _TOTALS or result.name in VACANT:
            return self._incomplete(row, result)
        if self._sheet.hidden or row.hidden:
            result.reasons.insert(0, "hidden_sheet" if self._sheet.hidden else "hidden_row")
        if self._elsewhere(result):
            return result.because(Status.REJECTED, "other_community")
        return self._unless_seen(result)

    def _join_household(self, row: SourceRow, result: RowResult) -> None:
        """Below the head of a household the family is often listed without repeating where they live."""
        home = self._household
        nowhere = not (result.room or result.building or result.unit)
        if result.room:
            self._household = result
        elif (
            home and nowhere and result.name and result.relation == "family" and not self._unreadable(result)
        ):
            result.zone, result.building, result.unit = home.zone, home.building, home.unit
            result.room, result.community = home.room, result.community or home.community
            result.reasons.append("home_from_above")
            result.problems.append(
                Problem("home_from_above", f"{column_letters(self._filling.room_column)}{row.number}")
            )

    @staticmethod
    def _unreadable(result: RowResult) -> bool:
        """Whether the row does say where, only not so that it can be read."""
        return any(code.startswith(("room_", "unit_", "building_")) for code in result.reasons)

    @staticmethod
    def _cell(row: SourceRow, column: int) -> Cell:
        return row.cells[column] if 0 <= column < len(row.cells) else None

    def _elsewhere(self, result: RowResult) -> bool:
        named = result.community or self._plan.community
        result.community = named
        return bool(self._community and named and not same_community(named, self._community))

    def _unless_seen(self, result: RowResult) -> RowResult:
        key = (result.zone, result.building, result.unit, result.room, result.name or "")
        first = self._seen.get(key)
        if first is None:
            address = RowAddress(result.sheet, result.row)
            self._seen[key] = _Seen(address, result.id_number, tuple(result.phones), tuple(result.plates))
            return result
        if first.id_number and result.id_number and first.id_number != result.id_number:
            result.reasons.append("namesake_in_same_room")
            return result
        result.duplicate_of = first.address
        if first.tells_as_much_as(result):
            return result.because(Status.IGNORED, "duplicate_row")
        result.reasons.insert(0, "duplicate_differs")
        return result.because(Status.REJECTED, "duplicate_row")

    def _incomplete(self, row: SourceRow, result: RowResult) -> RowResult:
        """A row without a person or without a room: nobody's row, or somebody's that lacks something."""
        cells = own_cells(row)
        texts = [simplified(cell.strip()) for cell in cells.values() if isinstance(cell, str)]
        if not cells:
            return self._bare(result, "cells_out_of_range" if row.row_marks else "blank")
        if any(SUBTOTAL.search(text) and len(text) <= 20 for text in texts) and not result.phones:
            return self._nobodys(row, result, "subtotal")
        if is_header(row, least=_CHANGED_HEADER):
            return self._change_header(row, result)
        if len(cells) == 1 and texts and self._heading(texts[0]):
            return self._nobodys(row, result, "building_heading")
        named = cells.get(self._filling.name_column)
        if isinstance(named, str) and named.strip(" ()（）") in VACANT:
            result.name = None
            return result.because(Status.IGNORED, "vacant")
        alone = len(cells) == 1 and not (named and result.name)
        if not result.room and (alone or any(NOTE.search(text) for text in texts)):
            return self._nobodys(row, result, "note")
        if not result.name:
            result.because(Status.REJECTED, "name_missing")
        return result if result.room else result.because(Status.REJECTED, "room_missing")

    def _heading(self, text: str) -> bool:
        match = HEADING.match(text)
        if match is None:
            return False
        try:
            self._places.heading(parse_building(match[1]))
        except InvalidIdentifier:
            return False
        return True

    def _change_header(self, row: SourceRow, result: RowResult) -> RowResult:
        columns = map_columns([row], [], self._sheet.hidden_columns, self._plan.window)
        self._filling = self._filling_of(columns.closing(self._plan.closed))
        self._headers = _texts(columns)
        return self._bare(result, "header")

    def _nobodys(self, row: SourceRow, result: RowResult, reason: str) -> RowResult:
        """A row about no resident. Its text may still name people: that is reported, not kept."""
        text = " ".join(str(cell) for cell in own_cells(row).values())
        bare = self._bare(result, reason if text else "blank")
        if text:
            bare.remark_findings = check(text).findings
        return bare

    @staticmethod
    def _bare(result: RowResult, reason: str) -> RowResult:
        return RowResult(result.sheet, result.row, result.line, Status.IGNORED, [reason])


def _with_gaps(rows: Iterable[SourceRow]) -> Iterator[SourceRow]:
    """Blank rows that the file left out between others are rows to whoever looks at the sheet."""
    last = 0
    for row in rows:
        if 1 < row.number - last <= _WIDEST_GAP:
            yield from (SourceRow(number, []) for number in range(last + 1, row.number))
        last = row.number
        yield row


def _within(rows: Iterator[SourceRow], window: tuple[int, int] | None) -> Iterator[SourceRow]:
    """The rows of one list of several side by side; columns keep their places."""
    if window is None:
        yield from rows
        return
    first, end = window
    for row in rows:
        marks = {column: mark for column, mark in row.marks.items() if first <= column < end}
        yield replace(row, cells=[None] * first + row.cells[first:end], marks=marks)


def _texts(columns: ColumnMap) -> frozenset[Cell]:
    """Header texts of the lowest level: what a repeated header has where a name should be."""
    return frozenset(column.header.rpartition(" / ")[2] for column in columns.columns if column.header)
