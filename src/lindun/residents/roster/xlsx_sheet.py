"""One worksheet of an .xlsx, twice: its shape (exact count, hidden columns, merged ranges), then its rows.

Claimed dimensions are ignored. A cell without a reference stands right of the one before it, a row
without a number below the one before it. Source: ECMA-376-1 18.3 (worksheets).
"""

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from xml.parsers import expat

from .archive import GuardedArchive
from .limits import COLUMNS, MERGED_RANGES
from .merged import MergedRange
from .numbers import number, serial_to_date
from .refusal import Refusal, RosterRefused
from .table import Cell, Mark, SourceRow, column_index, cut
from .xlsx_parts import Attributes, Book, local, unescaped

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_DIGITS = "0123456789"
_TRUE = ("1", "true")
_LAST_ROW = 1_048_576


@dataclass
class Shape:
    """Result of the first pass. ``cells`` counts rows as well: an empty row is not free either."""

    cells: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[MergedRange] = field(default_factory=list)


def read_shape(archive: GuardedArchive, part: str, room: int) -> Shape:
    """:raises RosterRefused: when there are more than ``room`` cells, or the part is damaged."""
    shape = Shape()

    def start(name: str, attributes: Attributes) -> None:
        tag = local(name) if ":" in name else name
        if tag == "v":
            return
        if tag in ("c", "row"):
            shape.cells += 1
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            shape.hidden_columns.update(_columns(attributes))
        elif tag == "mergeCell":
            shape.merged.extend(_merged(attributes.get("ref", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with closing(archive.parse(part, parser)) as steps:
        for _ in steps:
            if shape.cells > room or len(shape.merged) > MERGED_RANGES:
                raise RosterRefused(Refusal.TOO_MANY_CELLS)
    return shape


def read_rows(archive: GuardedArchive, part: str, book: Book) -> Generator[SourceRow, None, None]:
    """Rows in file order, as they complete.

    :raises RosterRefused: when rows do not rise, so that nothing could be said about them reliably.
    """
    reader = _Rows(book)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    with closing(archive.parse(part, parser)) as steps:
        for _ in steps:
            yield from reader.taken()


def _columns(attributes: Attributes) -> range:
    first, last = attributes.get("min", ""), attributes.get("max", "")
    if not (first.isdecimal() and last.isdecimal()) or len(first) > 6 or len(last) > 6:
        return range(0)
    return range(max(int(first) - 1, 0), min(int(last), COLUMNS))


def _merged(reference: str) -> Iterator[MergedRange]:
    match = _RANGE.fullmatch(reference)
    if match:
        left, top, right, bottom = match.groups()
        yield MergedRange(int(top), column_index(left), int(bottom), column_index(right))


class _Rows:
    """Handlers of the second pass. Plain attributes and few calls: this runs once per cell."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._done: list[SourceRow] = []
        self._row = SourceRow(0, [])
        self._last = 0
        self._column = -1
        self._letters: dict[str, int] = {}
        self._kind = ""
        self._style = ""
        self._formula = False
        self._pieces: list[str] | None = None
        self._text = ""
        self._aid = False

    def taken(self) -> list[SourceRow]:
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: Attributes) -> None:
        if ":" in name:
            name = local(name)
        if name == "c":
            self._start_cell(attributes)
        elif name == "v":
            self._pieces = []
        elif name == "t":
            self._pieces = None if self._aid else []
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "rPh":
            self._aid = True

    def text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def end(self, name: str) -> None:
        if ":" in name:
            name = local(name)
        if name == "c":
            self._end_cell()
        elif name in ("v", "t"):
            if self._pieces:
                self._text += "".join(self._pieces)
            self._pieces = None
        elif name == "row":
            self._done.append(self._row)
        elif name == "rPh":
            self._aid = False

    def _start_row(self, attributes: Attributes) -> None:
        given = attributes.get("r", "")
        current = int(given) if given.isdecimal() and len(given) < 8 else self._last + 1
        if not self._last < current <= _LAST_ROW:
            raise RosterRefused(Refusal.DAMAGED)
        self._last = current
        self._column = -1
        self._row = SourceRow(current, [], hidden=attributes.get("hidden") in _TRUE)

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference:
            letters = reference.rstrip(_DIGITS)
            column = self._letters.get(letters)
            if column is None:
                column = self._letters[letters] = self._index(letters)
            self._column = column
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._formula = False
        self._text = ""

    def _index(self, letters: str) -> int:
        try:
            return column_index(letters)
        except ValueError:
            raise RosterRefused(Refusal.DAMAGED) from None

    def _end_cell(self) -> None:
        value, mark = self._value()
        if value is None and mark is None:
            return
        row, column = self._row, self._column
        if column >= COLUMNS:
            row.row_marks = (Mark.OUT_OF_RANGE,)
            return
        cells = row.cells
        if column == len(cells):
            cells.append(value)
        else:
            if column > len(cells):
                cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
        if mark is not None:
            row.marks[column] = mark

    def _value(self) -> tuple[Cell, Mark | None]:
        text, kind = self._text, self._kind
        formula = Mark.FORMULA if self._formula else None
        if not text:
            return None, Mark.FORMULA_WITHOUT_RESULT if self._formula else None
        if kind == "s":
            return self._shared(text)
        if kind == "n":
            return self._number(text), formula
        if kind == "b":
            return text in _TRUE, formula
        if kind == "e":
            return None, Mark.ERROR
        value, mark = cut(unescaped(text))
        return value, mark or formula

    def _shared(self, text: str) -> tuple[Cell, Mark | None]:
        strings = self._book.strings
        index = int(text) if text.isdecimal() and len(text) < 10 else len(strings)
        if index >= len(strings):
            return None, Mark.ERROR
        return strings[index] or None, Mark.CUT if index in self._book.cut_strings else None

    def _number(self, text: str) -> Cell:
        value = number(text)
        if value is None:
            return text
        style = self._style
        if style and style.isdecimal() and int(style) in self._book.date_styles:
            return serial_to_date(value, self._book.epoch) or value
        return value
