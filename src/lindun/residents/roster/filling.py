"""The cells of one source row put into the fields of its result, by the meaning of their columns."""

from collections.abc import Mapping
from datetime import date

from .columns import ColumnMap
from .places import Places
from .remarks import check
from .result import Problem, RowResult
from .table import Cell, Mark, SourceRow, column_letters
from .values import (
    CoResident,
    as_text,
    read_co_residents,
    read_contact,
    read_day,
    read_names,
    read_paper,
    read_phones,
    read_plates,
    read_relation,
)
from .vocabulary import OWNER_HEADER, Field

CO_OWNER = "共有人"
TENANT = "租户"
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=")
_DITTO = frozenset(("同上", "同前", "如上", "〃", "″", "”", '"'))
_SHORT_NAMES = {Field.ID_NUMBER: "id", Field.MOVE_IN: "date", Field.REMARKS: "remark"}


class RowNotes:
    """Collects what happened to the cells of one row; calling it notes a code for the current column."""

    __slots__ = ("column", "problems", "reasons", "row")

    def __init__(self, result: RowResult, row: int) -> None:
        self.reasons = result.reasons
        self.problems = result.problems
        self.row = row
        self.column = 0

    def __call__(self, code: str) -> None:
        if code not in self.reasons:
            self.reasons.append(code)
        self.problems.append(Problem(code, f"{column_letters(self.column)}{self.row}"))


class Filling:
    """Fills results for one column map.

    :param places: remembers buildings from row to row; it outlives a change of header.
    :param hidden: columns the file hides; values there that are not imported are reported cell by cell.
    :param numbers_in_names: whether a phone number written behind a name may be taken.
    """

    def __init__(
        self,
        columns: ColumnMap,
        places: Places,
        today: date,
        *,
        hidden: frozenset[int],
        numbers_in_names: bool,
    ) -> None:
        self._places = places
        self._width = max((column.index + 1 for column in columns.columns), default=0)
        self._today = today
        self._numbers_in_names = numbers_in_names
        self._above: list[Cell] = [None] * (self._width + 1)
        self._names: Mapping[int, str] = {
            column.index: _SHORT_NAMES.get(column.field, column.field.value)
            for column in columns.columns
            if column.field and column.field is not Field.NOT_IMPORTED
        }
        self._unread_hidden = sorted(hidden - set(self._names))
        self._community = _first(columns, Field.COMMUNITY)
        self._zone = _first(columns, Field.ZONE)
        self._floor = _first(columns, Field.FLOOR)
        self._building = _first(columns, Field.BUILDING)
        self._unit = _first(columns, Field.UNIT)
        self.room_column = _first(columns, Field.ROOM)
        self.name_column = _first(columns, Field.NAME)
        self._phones = columns.of(Field.PHONE)
        self._id_type = _first(columns, Field.ID_TYPE)
        self._id_number = _first(columns, Field.ID_NUMBER)
        self._plates = columns.of(Field.PLATE)
        self._relation = _first(columns, Field.RELATION)
        self._header_relation = None if self._relation >= 0 else _relation_in_header(columns)
        self._move_in = _first(columns, Field.MOVE_IN)
        self._emergency = (_first(columns, Field.EMERGENCY_NAME), _first(columns, Field.EMERGENCY_PHONE))
        self._others = [
            (column, relation)
            for field, relation in (
                (Field.CO_OWNER, CO_OWNER),
                (Field.CO_RESIDENTS, ""),
                (Field.TENANT, TENANT),
            )
            for column in columns.of(field)
        ]
        self._remarks = columns.of(Field.REMARKS)

    def fill(self, row: SourceRow, result: RowResult) -> None:
        """Read every mapped cell of the row into the result."""
        notes = RowNotes(result, row.number)
        cells = row.cells[: self._width]
        if len(row.cells) > self._width:
            self._note_beyond(row, notes)
        cells += [None] * (self._width + 1 - len(cells))  # so that -1, no such column, is an empty cell
        self._repeat_above(cells, notes)
        if row.marks:
            self._note_marks(row, notes)
        for column in self._unread_hidden:
            if as_text(row.cells[column]) if column < len(row.cells) else "":
                notes.column = column
                notes("hidden_column_value")
        self._fill_place(cells, result, notes)
        self._fill_person(cells, result, notes)
        self._fill_details(cells, result, notes)
        self._fill_remarks(cells, result, notes)

    def _repeat_above(self, cells: list[Cell], notes: RowNotes) -> None:
        """同上 and 〃 say what the cell above says."""
        for column in self._names:
            if as_text(cells[column]).strip() in _DITTO and self._above[column] is not None:
                cells[column] = self._above[column]
                notes.column = column
                notes("same_as_above")
        self._above = cells

    def _note_beyond(self, row: SourceRow, notes: RowNotes) -> None:
        for column in range(self._width, len(row.cells)):
            if as_text(row.cells[column]).strip():
                notes.column = column
                notes("cell_without_column")

    def _note_marks(self, row: SourceRow, notes: RowNotes) -> None:
        for column, mark in row.marks.items():
            name = self._names.get(column)
            notes.column = column
            if mark in (Mark.CUT, Mark.ERROR, Mark.FORMULA_WITHOUT_RESULT):
                notes(mark.value)
            elif name:
                notes(f"{mark.value}_{name}")

    def _fill_place(self, cells: list[Cell], result: RowResult, notes: RowNotes) -> None:
        def note(code: str) -> None:
            column = (
                self._building if "building" in code else self._unit if "unit" in code else self.room_column
            )
            notes.column = self.room_column if column < 0 else column
            notes(code)

        zone, building, unit = (cells[column] for column in (self._zone, self._building, self._unit))
        place = self._places.read(
            building, unit, cells[self.room_column], note, zone=zone, floor=cells[self._floor]
        )
        result.building, result.unit, result.room = place.building, place.unit, place.room
        result.zone = place.zone
        result.community = as_text(cells[self._community]).strip() or place.community

    def _fill_person(self, cells: list[Cell], result: RowResult, notes: RowNotes) -> None:
        notes.column = self.name_column
        names = read_names(cells[self.name_column], notes)
        result.name = names.first
        result.co_residents = [CoResident(other, CO_OWNER) for other in names.others]
        result.phones = list(names.phones) if self._numbers_in_names else []
        for column in self._phones:
            cell = cells[column]
            if cell is not None:
                notes.column = column
                result.phones += [one for one in read_phones(cell, notes) if one not in result.phones]
        notes.column = self._id_number
        stated = as_text(cells[self._id_type])
        paper = read_paper(cells[self._id_number], stated, self._today, notes)
        result.id_type, result.id_number, result.id_check_ok = paper

    def _fill_details(self, cells: list[Cell], result: RowResult, notes: RowNotes) -> None:
        for column in self._plates:
            notes.column = column
            result.plates += [one for one in read_plates(cells[column], notes) if one not in result.plates]
        notes.column = self._relation
        result.relation = read_relation(cells[self._relation], notes) or self._header_relation
        notes.column = self._move_in
        result.move_in = read_day(cells[self._move_in], notes)
        name, phone = (cells[column] for column in self._emergency)
        if name is not None or phone is not None:
            notes.column = max(self._emergency)
            result.emergency_contact = read_contact(name, phone, notes)
        self._fill_others(cells, result, notes)

    def _fill_others(self, cells: list[Cell], result: RowResult, notes: RowNotes) -> None:
        known = {result.name, *(other.name for other in result.co_residents)}
        for column, relation in self._others:
            cell = cells[column]
            if cell is not None:
                notes.column = column
                people = read_co_residents(cell, relation, notes)
                result.co_residents += [person for person in people if person.name not in known]

    def _fill_remarks(self, cells: list[Cell], result: RowResult, notes: RowNotes) -> None:
        texts = []
        for column in self._remarks:
            text = as_text(cells[column])
            if text and not text.isspace():
                texts.append(text)
                if text.lstrip(" ").startswith(_FORMULA_STARTS):
                    notes.column = column
                    notes("formula_like_text")
        if texts:
            result.remarks_redacted, result.remark_findings = check("\n".join(texts))


def _first(columns: ColumnMap, field: Field) -> int:
    return next(iter(columns.of(field)), -1)


def _relation_in_header(columns: ColumnMap) -> str | None:
    """Without a column for it, 户主 or 产权人 above the names says that these are the owners."""
    headers = [column.header for column in columns.columns if column.field is Field.NAME]
    return "owner" if headers and OWNER_HEADER.search(headers[0]) else None
