"""An old binary .xls, read by the native parser in a process of its own.

The parser is fast and compiled, and a hostile file may make it ask for any amount of memory or crash. In
a child with a bound on address space and processor time that becomes a refusal instead of a dead worker.
The child's answer is JSON lines: data only, nothing that could run here.
"""

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from .biff import BiffFacts, Hidden, read_facts
from .limits import CELLS, COLUMNS, XLS_ADDRESS_SPACE, XLS_BYTES, XLS_CPU_SECONDS
from .merged import MergedRange, fill_merged
from .ole import CompoundFile, NotCompound
from .refusal import Refusal, RosterRefused
from .table import Cell, Mark, Sheet, SourceRow, Workbook, cut, without_nul
from .xls_child import PROTECTED, TOO_MANY_CELLS

_CHILD = Path(__file__).with_name("xls_child.py")
_STREAMS = ("Workbook", "WORKBOOK", "Book", "BOOK")
_CODES = {PROTECTED: Refusal.MAY_BE_ENCRYPTED, TOO_MANY_CELLS: Refusal.TOO_MANY_CELLS}
_MIDNIGHT = "T00:00:00"


def open_xls(path: Path) -> Workbook:
    """:raises RosterRefused: MAY_BE_ENCRYPTED, UNSUPPORTED_FORMAT, FILE_TOO_LARGE, PARSER_FAILED."""
    if path.stat().st_size > XLS_BYTES:
        raise RosterRefused(Refusal.FILE_TOO_LARGE)
    facts = _facts(path)
    if facts.protected:
        raise RosterRefused(Refusal.MAY_BE_ENCRYPTED)
    return Workbook("xls", tuple(_sheets(_ask_child(path), facts)))


def _facts(path: Path) -> BiffFacts:
    """A header without a readable body is how a protected workbook that was cut or altered looks."""
    try:
        file = CompoundFile(path.read_bytes())
        if "EncryptedPackage" in file.names or not file.names:
            raise RosterRefused(Refusal.MAY_BE_ENCRYPTED)
        stream = next((name for name in _STREAMS if name in file.names), None)
        if stream is None:
            raise RosterRefused(Refusal.UNSUPPORTED_FORMAT)
        return read_facts(file.stream(stream))
    except NotCompound:
        raise RosterRefused(Refusal.MAY_BE_ENCRYPTED) from None


def _ask_child(path: Path) -> list[bytes]:
    limits = [str(limit) for limit in (CELLS, XLS_ADDRESS_SPACE, XLS_CPU_SECONDS)]
    command = [sys.executable, "-I", str(_CHILD), str(path.resolve()), *limits]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=2 * XLS_CPU_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise RosterRefused(Refusal.PARSER_FAILED) from None
    if answer.returncode:
        raise RosterRefused(_CODES.get(answer.returncode, Refusal.PARSER_FAILED))
    return answer.stdout.splitlines()


def _sheets(lines: list[bytes], facts: BiffFacts) -> Iterator[Sheet]:
    """The answer of the child, cut at the lines that start a sheet; a sheet's rows stay text until read."""
    starts = [place for place, line in enumerate(lines) if line.startswith(b"{")] + [len(lines)]
    for start, end in pairwise(starts):
        head = json.loads(lines[start])
        place = head["place"]
        hidden = facts.sheets[place] if place < len(facts.sheets) else Hidden()
        merged = [MergedRange(*ends) for ends in head["merged"]]
        rows = partial(_rows, lines[start + 1 : end], merged, hidden.rows)
        yield Sheet(without_nul(head["sheet"]), rows, head["hidden"], frozenset(hidden.columns))


def _rows(
    lines: list[bytes], merged: list[MergedRange], hidden: set[int]
) -> Generator[SourceRow, None, None]:
    for row in fill_merged(map(_row, lines), merged):
        row.hidden = row.number in hidden
        yield row


def _row(line: bytes) -> SourceRow:
    number, values = json.loads(line)
    row = SourceRow(number, [])
    for column, value in enumerate(values[:COLUMNS]):
        cell, mark = _cell(value)
        row.cells.append(cell)
        if mark:
            row.marks[column] = mark
    if len(values) > COLUMNS:
        row.row_marks = (Mark.OUT_OF_RANGE,)
    return row


def _cell(value: Any) -> tuple[Cell, Mark | None]:
    if isinstance(value, str):
        return cut(value)
    if isinstance(value, dict):
        text = value["day"].removesuffix(_MIDNIGHT)
        return (datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)), None
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return int(value), None
    return value, None
