"""A leaked list, read back: which file it was taken from, whose, and when (USE-07)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from lindun import gate
from lindun.core.marking import Copy, Evidence, LeakedRow, NotTraced, trace
from lindun.exports import keys, queries
from lindun.exports.models import Export
from lindun.gate.vocabulary import Action
from lindun.residents.roster.table import Cell
from lindun.residents.roster.workbook import open_table_file
from lindun.sharing.files.copies import read_row

MOST_ROWS = 20_000
Row = list[str]


@dataclass(frozen=True)
class Named:
    """A file that the list was taken from, and why we are sure."""

    export: Export
    evidence: Evidence


@dataclass(frozen=True)
class Answer:
    """What tracing found. If it named nobody, `needed` and `nearest` say how far it was from it, in bits."""

    rows: int
    readable: int
    copies: int
    named: list[Named]
    needed: float = 0.0
    nearest: float = 0.0


def trace_list(who: gate.Identity, rows: Iterable[Row]) -> Answer:
    """Name the exports that a leaked list was taken from. What was read is not kept.

    Raises gate.Denied.
    """
    read = [read_row(row) for row in islice(rows, MOST_ROWS)]
    with gate.passage(who, Action.COPY_TRACE) as passage:
        key = keys.marking_key(passage)
        exports = {export.number: export for export in queries.handed_out()}
        answer = _answer(key, exports, [_digested(key, row) for row in read])
        passage.saw([named.export.pk for named in answer.named], kind="export", rows=len(read))
        passage.about("trace.named" if answer.named else "trace.nobody_named")
        return answer


def rows_of_text(text: str) -> Iterator[Row]:
    """Lines as somebody pasted them; columns are left to the reading of a row."""
    return ([line] for line in text.splitlines() if line.strip())


def rows_of_file(path: Path) -> Iterator[Row]:
    """Rows of all sheets of a table. Raises RosterRefused for what is no table."""
    for sheet in open_table_file(path).sheets:
        for row in sheet.rows():
            yield [_text(cell) for cell in row.cells if cell is not None]


def _answer(key: bytes, exports: dict[str, Export], leaked: list[LeakedRow]) -> Answer:
    hidden = queries.hidden_in([export.pk for export in exports.values()])
    copies = [
        Copy(number, hidden.get(export.pk, ()), export.decoy_bits) for number, export in exports.items()
    ]
    readable = sum(bool(row.anchor or row.traits) for row in leaked)
    try:
        found = trace(key, copies, leaked)
    except NotTraced as nobody:
        nearest = nobody.nearest.bits if nobody.nearest else 0.0
        return Answer(len(leaked), readable, len(copies), [], nobody.needed, max(0.0, nearest))
    named = [Named(exports[evidence.number], evidence) for evidence in found]
    return Answer(len(leaked), readable, len(copies), named)


def _digested(key: bytes, row: LeakedRow) -> LeakedRow:
    """Decoys are stored as digests, so the row's words are compared as such."""
    return row._replace(traits=frozenset(keys.digest(key, trait) for trait in row.traits))


def _text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
