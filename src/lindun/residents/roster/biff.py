"""What the native parser does not tell about an .xls: hidden rows, hidden columns, a password.

Walks the records of the workbook stream and reads four kinds of them.
Source: [MS-XLS] (BoundSheet8, ColInfo, Row, FilePass); the older BIFF5 has the same layout of these.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_BEGIN, _END = 0x0809, 0x000A
_FILE_PASS, _BOUND_SHEET, _COLUMN_INFO, _ROW = 0x002F, 0x0085, 0x007D, 0x0208
_HIDDEN_ROW = 0x20
_LAST_COLUMN = 255


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden rows (counted from 1) and columns (from 0) of one sheet."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class BiffFacts:
    """``sheets`` stands in the order of the workbook, whatever kind of sheet each is."""

    protected: bool
    sheets: tuple[Hidden, ...]


def read_facts(stream: bytes) -> BiffFacts:
    """Facts of a workbook stream; a damaged stream gives what could be read before the damage."""
    starts = []
    for kind, body in _records(stream, 0):
        if kind == _FILE_PASS:
            return BiffFacts(True, ())
        if kind == _BOUND_SHEET and len(body) >= 4:
            starts.append(struct.unpack_from("<I", body)[0])
        if kind == _END:
            break
    return BiffFacts(False, tuple(_hidden(stream, start) for start in starts))


def _hidden(stream: bytes, start: int) -> Hidden:
    hidden = Hidden()
    depth = 0
    for kind, body in _records(stream, start):
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif kind == _ROW and len(body) >= 16:
            number, options = struct.unpack_from("<H10xH", body)
            if options & _HIDDEN_ROW:
                hidden.rows.add(number + 1)
        elif kind == _COLUMN_INFO and len(body) >= 10:
            first, last, _, _, options = struct.unpack_from("<HHHHH", body)
            if options & 1:
                hidden.columns.update(range(first, min(last, _LAST_COLUMN) + 1))
    return hidden


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
