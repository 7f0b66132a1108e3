"""The compound file (OLE2) around an old .xls or a password-protected .xlsx: which streams does it hold?

Source: [MS-CFB] (compound file binary format). Only the header and the directory are read.
"""

import struct
from pathlib import Path

from .refusal import Refusal, RosterRefused

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")

_END_OF_CHAIN = 0xFFFFFFFA
_MOST_DIRECTORY_SECTORS = 512


def stream_names(path: Path) -> frozenset[str]:
    """Names of the streams and storages in the directory, as far as it can be followed.

    :raises RosterRefused: MAY_BE_ENCRYPTED when the header is that of a compound file and the rest is not
        readable as one: that is how a protected workbook that was cut or altered looks.
    """
    data = path.read_bytes()
    try:
        return frozenset(_names(data))
    except (struct.error, IndexError, ValueError):
        raise RosterRefused(Refusal.MAY_BE_ENCRYPTED) from None


def _names(data: bytes) -> list[str]:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    sector: int = struct.unpack_from("<I", data, 48)[0]
    table = _allocation(data, size)
    names: list[str] = []
    for _ in range(_MOST_DIRECTORY_SECTORS):
        if sector >= _END_OF_CHAIN:
            return names
        start = (sector + 1) * size
        names += [name for at in range(start, start + size, 128) if (name := _name(data[at : at + 128]))]
        sector = table[sector]
    raise ValueError("directory chain")


def _allocation(data: bytes, size: int) -> list[int]:
    """The sectors of the allocation table named in the header; enough for the directory of a roster."""
    table: list[int] = []
    for sector in struct.unpack_from("<109I", data, 76):
        if sector >= _END_OF_CHAIN:
            break
        table.extend(struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size))
    return table


def _name(entry: bytes) -> str:
    length, kind = struct.unpack_from("<HB", entry, 64)
    if kind not in (1, 2) or not 2 <= length <= 64:
        return ""
    return entry[: length - 2].decode("utf-16-le", "replace")
