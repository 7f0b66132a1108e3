"""What every reader hands over: a workbook of sheets, a sheet of rows, a row of cells.

Cells are personal data in the clear. They live in memory only, and none of these objects shows them in
its text form.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, unique

from .limits import CELL_CHARACTERS

Cell = str | int | float | bool | date | None
"""``None`` is an empty cell. ``datetime`` (a ``date``) appears where the spreadsheet stored a time of day."""


@unique
class Mark(StrEnum):
    """Something about one cell or one row that the value alone does not tell."""

    FORMULA = "formula"  # the value is the result the spreadsheet stored, never computed here
    FORMULA_WITHOUT_RESULT = "formula_without_result"
    ERROR = "error_cell"
    CUT = "cell_too_long"
    INHERITED = "inherited"  # from the first cell of a merged range
    OUT_OF_RANGE = "cells_out_of_range"
    UNDECODABLE = "undecodable_bytes"
    SWALLOWED = "unbalanced_quote"  # an open quote made whole records part of one cell


@dataclass(slots=True)
class SourceRow:
    """One row as the file has it.

    ``number`` counts as the file counts, from 1; in a delimited file it is the position of the record.
    ``line`` is the physical line a record starts at (delimited files only). ``marks`` holds marked cells
    by column index; ``row_marks`` what concerns the row as a whole.
    """

    number: int
    cells: list[Cell]
    line: int | None = None
    hidden: bool = False
    marks: dict[int, Mark] = field(default_factory=dict)
    row_marks: tuple[Mark, ...] = ()

    def __repr__(self) -> str:
        return f"SourceRow({self.number}, ••• × {len(self.cells)})"

    def is_blank(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``rows()`` reads it from the start each time it is called, row by row.

    :raises RosterRefused: ``rows()`` may, when damage shows only deep inside the file.
    """

    name: str
    rows: Callable[[], Generator[SourceRow, None, None]]
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    delimited: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """``form`` is what the content is, whatever the name says: xlsx, xls, delimited or html."""

    form: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


def cut(text: str) -> tuple[str, Mark | None]:
    """The text within the length we carry, and the mark when something was cut off."""
    text = without_nul(text)
    if len(text) <= CELL_CHARACTERS:
        return text, None
    return text[:CELL_CHARACTERS], Mark.CUT


def without_nul(text: str) -> str:
    """What fixed-width exports fill their cells up with: PostgreSQL keeps no text that holds one."""
    return text.replace("\0", "")


def column_letters(index: int) -> str:
    """``0`` -> ``A``, ``26`` -> ``AA``: how people name the column."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """``A`` -> ``0``, ``XFD`` -> ``16383``. Upper-case ASCII letters only.

    :raises ValueError: for anything else.
    """
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isupper()):
        raise ValueError("not a column")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
