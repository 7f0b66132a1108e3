"""The smallest .xls that says what a test needs: a BIFF8 stream in a compound file, written byte by byte."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


@dataclass(slots=True)
class OldSheet:
    name: str
    rows: Sequence[Sequence[str | float | None]]
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def workbook(sheets: Sequence[OldSheet], *, password: bool = False) -> bytes:
    """A workbook stream in its compound file."""
    return compound({"Workbook": _stream(sheets, password)})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with the streams, each padded to whole sectors of the normal kind."""
    bodies = {name: body.ljust(4096, b"\0") for name, body in streams.items()}
    table: list[int] = [_TABLE, _END]
    sectors: list[bytes] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for name, body in bodies.items():
        start, count = len(table), -(-len(body) // _SECTOR)
        table += [*range(start + 1, start + count), _END]
        sectors += [body[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(body), _SECTOR)]
        entries.append(_entry(name, 2, start, len(body)))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    fat = struct.pack("<128I", *(table + [_FREE] * (128 - len(table))))
    return _header() + fat + directory + b"".join(sectors)


def _header() -> bytes:
    head = struct.pack("<8s16xHHHHH6x", bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    return head + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<III", start, size, 0)


def _stream(sheets: Sequence[OldSheet], password: bool) -> bytes:
    bodies = [_sheet(sheet) for sheet in sheets]
    protection = _record(0x2F, bytes(54)) if password else b""
    opening = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + protection
    bounds = [_bound(sheet, 0) for sheet in sheets]
    start = len(opening) + sum(map(len, bounds)) + 4
    bounds = []
    for sheet, body in zip(sheets, bodies, strict=True):
        bounds.append(_bound(sheet, start))
        start += len(body)
    return opening + b"".join(bounds) + _record(0x0A, b"") + b"".join(bodies)


def _bound(sheet: OldSheet, start: int) -> bytes:
    text = sheet.name.encode("utf-16-le")
    return _record(0x85, struct.pack("<IBBBB", start, sheet.hidden, 0, len(sheet.name), 1) + text)


def _sheet(sheet: OldSheet) -> bytes:
    pieces = [_record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
    width = max((len(row) for row in sheet.rows), default=0)
    pieces += [
        _record(0x7D, struct.pack("<HHHHHH", column, column, 2048, 0, 1, 0))
        for column in sheet.hidden_columns
    ]
    pieces.append(_record(0x0200, struct.pack("<IIHHH", 0, len(sheet.rows), 0, width, 0)))
    for number in sheet.hidden_rows:
        pieces.append(_record(0x0208, struct.pack("<HHHHHHHH", number - 1, 0, width, 255, 0, 0, 0x20, 0)))
    for row, cells in enumerate(sheet.rows):
        pieces += [_cell(row, column, cell) for column, cell in enumerate(cells) if cell is not None]
    return b"".join(pieces) + _record(0x0A, b"")


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", value))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
