"""From the rows of a list to lines: whom each names and how she works here, or every reason why it cannot be.

Reads the file and nothing else; what the books say of these people is `comparing`'s business.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lindun.core.identifiers import day
from lindun.core.identifiers.detect import detect
from lindun.core.identifiers.person_name import HAN
from lindun.core.identifiers.refusal import InvalidIdentifier
from lindun.core.identifiers.writing import visible
from lindun.organisation.models import FOR_A_TIME, Kind
from lindun.personnel.lists import columns
from lindun.personnel.lists.columns import Field, Heading
from lindun.residents.roster.headers import plain
from lindun.residents.roster.limits import CELL_CHARACTERS
from lindun.residents.roster.refusal import RosterRefused
from lindun.residents.roster.table import Cell, Mark, Sheet, SourceRow, column_letters
from lindun.residents.roster.workbook import open_table_file

MOST_ROWS = 3000
MOST_BYTES = 4 * 1024 * 1024
LONGEST = {Field.POST: 40, Field.DEPARTMENT: 60, Field.COMMUNITY: 200, Field.BUILDING: 200, Field.FIRM: 60}
NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,19}")
WORDS = re.compile(rf"[{HAN}0-9A-Za-z()·&. -]*")  # of departments and firms: what is stored as it stands
_LETTER = f"[{HAN}A-Za-zÀ-ɏ]"
NAME = re.compile(rf"(?=.{{2,40}}$){_LETTER}+(?:[ ·.'-]+{_LETTER}+)*[0-9]{{0,2}}")  # two of a name: 张伟2
INNER_BLANK = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
SEVERAL = re.compile(r"[、,，;;/\n]+")
FORMULAS = frozenset({Mark.FORMULA, Mark.FORMULA_WITHOUT_RESULT})
BROKEN = frozenset({Mark.ERROR, Mark.UNDECODABLE, Mark.SWALLOWED})
KINDS = {
    Kind.FULL_TIME: (
        r"(正式|全职|自有|在编|(劳动)?合同|(本)?公司)(制)?(员工|职工|工|用工)?|员工|employed|full_?time"
    ),
    Kind.PART_TIME: r"兼职|非全日制(用工)?|小时工|钟点工|part_?time",
    Kind.TEMPORARY: r"(临时|短期|季节)(性)?(用工|工|人员)?|temporary",
    Kind.OUTSOURCED: r"(劳务)?(外包|派遣|外聘|第三方)(用工|员工|人员|工)?|outsourced",
    Kind.INTERN: r"实习(生|人员)?|见习(生)?|intern",
}


class BadList(Exception):
    """The file cannot be read as a list of staff. `code` says why: one of ours, or a roster's Refusal."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Problem:
    """Why a row is not taken, or what to know of it. cell: where, e.g. `C7`; rows: others it is about."""

    code: str
    cell: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """What a row says. The repr shows its place only: whom it names is nobody else's business.

    zeros_lost: the number was stored as a number, so that zeros before it are gone. same_as: an earlier row
    that says the same.
    """

    row: int
    number: str = ""
    name: str = ""
    post: str = ""
    department: str = ""
    communities: tuple[str, ...] = ()
    buildings: tuple[str, ...] = ()
    kind: str = Kind.FULL_TIME
    firm: str = ""
    hired: date | None = None
    until: date | None = None
    problems: tuple[Problem, ...] = ()
    zeros_lost: bool = False
    same_as: int | None = None

    def __repr__(self) -> str:
        return f"Line({self.row})"


@dataclass(frozen=True)
class Listed:
    """A list as it was read. cells: the letters of the column of each field, for naming cells."""

    heading: Heading
    lines: tuple[Line, ...]
    hidden_sheets: int
    cells: Mapping[Field, str]


def heading_of(path: Path, said: Mapping[str, str]) -> Heading:
    """How the columns of a file are understood. Raises BadList, FileNotFoundError."""
    return _sheet(path, said)[1]


def read(path: Path, said: Mapping[str, str], *, today: date, company: str = "") -> Listed:
    """The lines of a file. said: corrections of columns by a person; company: its own name is no firm.

    Raises BadList, also while a needed column is not found; FileNotFoundError.
    """
    sheet, heading, hidden = _sheet(path, said)
    if heading.missing:
        raise BadList("columns_missing")
    reader = _Reader(heading, today, company)
    try:
        rows = (row for row in sheet.rows() if row.number > heading.row and not row.is_blank())
        lines = [reader.line(row) for row in _at_most(rows)]
    except RosterRefused as refused:
        raise BadList(refused.code.value) from None
    if not lines:
        raise BadList("no_rows")
    return Listed(heading, tuple(_once_each(lines, reader.letters)), hidden, reader.letters)


def _sheet(path: Path, said: Mapping[str, str]) -> tuple[Sheet, Heading, int]:
    if path.stat().st_size > MOST_BYTES:
        raise BadList("file_too_large")
    try:
        sheets = open_table_file(path).sheets
        shown = [sheet for sheet in sheets if not sheet.hidden]
        found = [(sheet, heading) for sheet in shown if (heading := columns.find(sheet, said)) is not None]
    except RosterRefused as refused:
        raise BadList(refused.code.value) from None
    lists = [each for each in found if len(each[1].fields) > 1] or found[:1]
    if not lists:
        raise BadList("no_heading")
    if len(lists) > 1:
        raise BadList("several_sheets")
    return *lists[0], len(sheets) - len(shown)


def _at_most(rows: Iterable[SourceRow]) -> Iterable[SourceRow]:
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            raise BadList("too_many_rows")
        yield row


class _Reader:
    """Makes lines of rows, by one heading."""

    def __init__(self, heading: Heading, today: date, company: str) -> None:
        self._columns = {column.field: column.index for column in heading.columns if column.field}
        self._today = today
        self._company = plain(company)
        self.letters = {field: column_letters(index) for field, index in self._columns.items()}

    def line(self, row: SourceRow) -> Line:
        problems = list(self._damage(row))
        if problems:
            number = self._cell(row, Field.NUMBER)
            return Line(row.number, number if _is_number(number) else "", problems=tuple(problems))
        line = self._said(row, problems)
        return replace(line, problems=(*problems, *self._of_employment(line)))

    def _damage(self, row: SourceRow) -> Iterable[Problem]:
        """Cells whose content is not what somebody typed there."""
        if any(mark in BROKEN for mark in row.row_marks):
            yield Problem("row_damaged")
        for field, index in self._columns.items():
            mark, cell = row.marks.get(index), f"{self.letters[field]}{row.number}"
            if mark in FORMULAS:
                yield Problem("formula", cell)
            elif mark is Mark.CUT or len(self._cell(row, field)) > LONGEST.get(field, CELL_CHARACTERS):
                yield Problem("too_long", cell)
            elif mark in BROKEN:
                yield Problem("row_damaged", cell)

    def _said(self, row: SourceRow, problems: list[Problem]) -> Line:
        def wrong(field: Field, code: str) -> None:
            problems.append(Problem(code, f"{self.letters[field]}{row.number}"))

        number = self._cell(row, Field.NUMBER)
        if code := _wrong_number(number):
            wrong(Field.NUMBER, code)
            number = ""
        name = INNER_BLANK.sub("", self._cell(row, Field.NAME))
        if not NAME.fullmatch(name):
            wrong(Field.NAME, "name_unfit" if name else "name_missing")
            name = ""
        post = self._cell(row, Field.POST)
        if not post:
            wrong(Field.POST, "post_missing")
        kind = self._kind(row)
        if kind is None:
            wrong(Field.KIND, "kind_unknown")
        days = {field: self._day(row, field) for field in (Field.HIRED, Field.UNTIL)}
        for field, found in days.items():
            if isinstance(found, str):
                wrong(field, found)
        for field in (Field.DEPARTMENT, Field.FIRM):
            text = self._cell(row, field)
            if not WORDS.fullmatch(text) or detect(text):
                wrong(field, "words_unfit")
        firm = self._cell(row, Field.FIRM)
        return Line(
            row=row.number,
            number=number,
            name=name,
            post=post,
            department=self._cell(row, Field.DEPARTMENT),
            communities=self._several(row, Field.COMMUNITY),
            buildings=self._several(row, Field.BUILDING),
            kind=kind or Kind.FULL_TIME,
            firm="" if plain(firm) == self._company else firm,
            hired=_if_day(days[Field.HIRED]),
            until=_if_day(days[Field.UNTIL]),
            zeros_lost=not isinstance(self._raw(row, Field.NUMBER), str),
        )

    def _of_employment(self, line: Line) -> Iterable[Problem]:
        """What does not fit together in how she works here."""

        def at(field: Field) -> str:
            letters = self.letters.get(field)
            return f"{letters}{line.row}" if letters else ""

        if (line.kind == Kind.OUTSOURCED) != bool(line.firm):
            yield Problem(
                "firm_missing" if line.kind == Kind.OUTSOURCED else "firm_of_nobody", at(Field.FIRM)
            )
        if line.kind in FOR_A_TIME and line.until is None:
            yield Problem("last_day_missing", at(Field.UNTIL))
        if line.until is not None and line.until < self._today:
            yield Problem("last_day_past", at(Field.UNTIL))
        elif line.until and line.hired and line.hired > line.until:
            yield Problem("days_reversed", at(Field.UNTIL))

    def _raw(self, row: SourceRow, field: Field) -> Cell:
        index = self._columns.get(field)
        return row.cells[index] if index is not None and index < len(row.cells) else None

    def _cell(self, row: SourceRow, field: Field) -> str:
        cell = self._raw(row, field)
        whole = isinstance(cell, float) and cell.is_integer()
        text = "" if cell is None else str(int(cell) if whole else cell)  # type: ignore[arg-type]
        return " ".join(visible(text).split())

    def _several(self, row: SourceRow, field: Field) -> tuple[str, ...]:
        return tuple(part.strip() for part in SEVERAL.split(self._cell(row, field)) if part.strip())

    def _kind(self, row: SourceRow) -> str | None:
        """How she works here; without such a column everybody is employed."""
        if Field.KIND not in self._columns:
            return Kind.FULL_TIME
        said = plain(self._cell(row, Field.KIND))
        return next((kind for kind, words in KINDS.items() if re.fullmatch(words, said)), None)

    def _day(self, row: SourceRow, field: Field) -> date | str | None:
        """The day, the code of what is wrong with it, or None for an empty cell."""
        cell = self._raw(row, field)
        if isinstance(cell, date):
            return date(cell.year, cell.month, cell.day)
        text = self._cell(row, field)
        try:
            return (day.parse(text).exact or "day_unreadable") if text else None
        except InvalidIdentifier:
            return "day_unreadable"


def _if_day(found: date | str | None) -> date | None:
    return found if isinstance(found, date) else None


def _wrong_number(text: str) -> str:
    if not text:
        return "number_missing"
    if not NUMBER.fullmatch(text):
        return "number_unfit"
    return "number_is_personal" if detect(text) else ""


def _is_number(text: str) -> bool:
    return not _wrong_number(text)


def _once_each(lines: Iterable[Line], letters: Mapping[Field, str]) -> Iterable[Line]:
    """A number that comes twice: rows that say the same count once, of others nobody knows which is right."""
    lines = list(lines)
    by_number: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.number:
            by_number[line.number.casefold()].append(line)
    for line in lines:
        same = by_number.get(line.number.casefold(), [line])
        if len({replace(each, row=0, problems=()) for each in same}) == 1:
            yield line if line is same[0] else replace(line, same_as=same[0].row)
        else:
            others = tuple(each.row for each in same if each is not line)
            twice = Problem("number_twice", f"{letters[Field.NUMBER]}{line.row}", others)
            yield replace(line, problems=(*line.problems, twice))
