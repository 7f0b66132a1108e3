"""CSV and its relatives: comma, tab, semicolon or bar; quoted cells with line breaks; any line end."""

import csv
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

from .encoding import DecodedLine, encoding_of, read_lines
from .limits import CELL_CHARACTERS, CELLS, COLUMNS
from .refusal import Refusal, RosterRefused
from .table import Cell, Mark, Sheet, SourceRow, Workbook, cut, without_nul

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 60
_LONGEST_CELL = 1_000_000  # beyond this a quote was never closed


def open_delimited(path: Path) -> Workbook:
    """One sheet without a name.

    :raises RosterRefused: NOT_A_TABLE for bytes that are no text; ``rows()`` raises UNBALANCED_QUOTES when
        an open quote swallows the rest of the file, TOO_MANY_CELLS beyond the limit.
    """
    encoding = encoding_of(path)
    with closing(read_lines(path, encoding)) as lines:
        sample = [line.text for line in islice(lines, _SAMPLE_LINES)]
    with _quotes_close():
        rows = partial(_rows, path, encoding, _delimiter(sample))
    return Workbook("delimited", (Sheet("", rows, delimited=True),), encoding)


def _delimiter(sample: list[str]) -> str:
    """The candidate that cuts the most lines into the same number of cells, more cells winning a tie."""

    def score(candidate: str) -> tuple[float, int]:
        widths = Counter(len(record) for record in csv.reader(sample, delimiter=candidate) if record)
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
        return (count / max(sum(widths.values()), 1) if width > 1 else 0.0, width)

    return max(_DELIMITERS, key=score)


class _Lines:
    """Feeds the csv reader and remembers what the lines of the current record looked like."""

    def __init__(self, lines: Iterator[DecodedLine]) -> None:
        self._lines = lines
        self.broken = False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.broken = self.broken or line.broken
            yield without_nul(line.text)


def _rows(path: Path, encoding: str, delimiter: str) -> Generator[SourceRow, None, None]:
    with closing(read_lines(path, encoding)) as decoded, _quotes_close():
        yield from _records(_Lines(decoded), delimiter)


@contextmanager
def _quotes_close() -> Iterator[None]:
    """The only thing the csv reader objects to is a cell beyond its limit: an open quote ate the rest."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    except csv.Error:
        raise RosterRefused(Refusal.UNBALANCED_QUOTES) from None


def _records(lines: _Lines, delimiter: str) -> Iterator[SourceRow]:
    reader = csv.reader(iter(lines), delimiter=delimiter)
    room, line, width = CELLS, 1, 0
    for number, record in enumerate(reader, start=1):
        width = max(width, len(record))
        room -= len(record) + 1
        if room < 0:
            raise RosterRefused(Refusal.TOO_MANY_CELLS)
        row = _row(record, number, line)
        if reader.line_num > line and _swallowed(record, width, delimiter):
            row.row_marks += (Mark.SWALLOWED,)
        if lines.broken:
            row.row_marks += (Mark.UNDECODABLE,)
            lines.broken = False
        line = reader.line_num + 1
        yield row


def _row(record: list[str], number: int, line: int) -> SourceRow:
    cells: list[Cell] = [text or None for text in record[:COLUMNS]]
    row = SourceRow(number, cells, line)
    if record and max(map(len, record)) > CELL_CHARACTERS:
        for column, text in enumerate(record[:COLUMNS]):
            cells[column], mark = cut(text)
            if mark:
                row.marks[column] = mark
    if len(record) > COLUMNS:
        row.row_marks = (Mark.OUT_OF_RANGE,)
    return row


def _swallowed(record: list[str], width: int, delimiter: str) -> bool:
    """Whether a cell with line breaks looks like whole records caught behind an open quote."""
    between = [line for text in record for line in text.split("\n")[1:-1]]
    return width > 2 and any(line.count(delimiter) >= width - 1 for line in between)
