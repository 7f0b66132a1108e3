"""Merged cells: the value of the first cell belongs to every cell of the range."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .limits import CELLS, COLUMNS
from .refusal import Refusal, RosterRefused
from .table import Cell, Mark, SourceRow


@dataclass(frozen=True, slots=True, order=True)
class MergedRange:
    """Rows count from 1 as the file counts, columns from 0; both ends belong to the range."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def fill_merged(rows: Iterable[SourceRow], ranges: Iterable[MergedRange]) -> Iterator[SourceRow]:
    """Rows in rising order, with the first value of each range copied right and down and marked.

    :raises RosterRefused: when the copies would outgrow what a sheet may hold.
    """
    waiting = sorted(ranges, reverse=True)
    active: list[tuple[MergedRange, Cell]] = []
    copied = 0
    for row in rows:
        active = [pair for pair in active if pair[0].last_row >= row.number]
        while waiting and waiting[-1].first_row <= row.number:
            merged = waiting.pop()
            if merged.last_row >= row.number:
                active.append((merged, _first_value(row, merged)))
        for merged, value in active:
            if value is not None:
                copied += _copy(row, merged, value)
        if copied > CELLS:
            raise RosterRefused(Refusal.TOO_MANY_CELLS)
        yield row


def _first_value(row: SourceRow, merged: MergedRange) -> Cell:
    if row.number != merged.first_row or merged.first_column >= len(row.cells):
        return None
    return row.cells[merged.first_column]


def _copy(row: SourceRow, merged: MergedRange, value: Cell) -> int:
    end = min(merged.last_column + 1, COLUMNS)
    if len(row.cells) < end:
        row.cells.extend([None] * (end - len(row.cells)))
    for column in range(merged.first_column, end):
        if row.cells[column] is None:
            row.cells[column] = value
            row.marks[column] = Mark.INHERITED
    return max(end - merged.first_column, 0)
