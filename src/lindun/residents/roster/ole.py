"""The compound file (OLE2) around an old .xls or a password-protected .xlsx.

Source: [MS-CFB] (compound file binary format). Nothing is trusted: every chain has an end, every offset a
check, and what cannot be followed is refused.
"""

import struct
from typing import NamedTuple

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")

_LAST_SECTOR = 0xFFFFFFF9  # larger numbers are marks: end of chain, free, allocation table
_IN_HEADER = 109
_ROOT, _STREAM = 5, 2
_SMALL = 64


class NotCompound(Exception):
    """The header is that of a compound file, the rest is not."""


class _Entry(NamedTuple):
    kind: int
    start: int
    size: int


class CompoundFile:
    """Directory and streams of a compound file held in memory.

    :raises NotCompound: when the directory cannot be followed.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._size = self._sector_size()
            self._table = self._allocation_table()
            directory = self._chain(struct.unpack_from("<I", data, 48)[0])
            self._entries = dict(self._read_directory(directory))
        except (struct.error, IndexError):
            raise NotCompound from None

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams and storages, whatever storage they are in."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream.

        :raises NotCompound: when there is none of that name or it cannot be followed.
        """
        entry = self._entries.get(name)
        if entry is None or entry.kind != _STREAM:
            raise NotCompound
        try:
            if entry.size < struct.unpack_from("<I", self._data, 56)[0]:
                return self._small_chain(entry.start)[: entry.size]
            return self._chain(entry.start)[: entry.size]
        except (struct.error, IndexError):
            raise NotCompound from None

    def _sector_size(self) -> int:
        shift = struct.unpack_from("<H", self._data, 30)[0]
        if shift not in (9, 12):
            raise NotCompound
        return 1 << int(shift)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number > _LAST_SECTOR or start >= len(self._data):
            raise NotCompound
        return self._data[start : start + self._size]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{self._size // 4}I", sector.ljust(self._size, b"\xff"))

    def _allocation_table(self) -> list[int]:
        """First the sectors named in the header, then those named in the chain that continues it."""
        sectors = list(struct.unpack_from(f"<{_IN_HEADER}I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._size):
            if following > _LAST_SECTOR:
                break
            *named, following = self._numbers(self._sector(following))
            sectors += named
        table: list[int] = []
        for sector in sectors:
            if sector <= _LAST_SECTOR:
                table.extend(self._numbers(self._sector(sector)))
        return table

    def _chain(self, sector: int) -> bytes:
        pieces = []
        while sector <= _LAST_SECTOR:
            pieces.append(self._sector(sector))
            if len(pieces) * self._size > len(self._data):
                raise NotCompound  # a chain that bites its tail
            sector = self._table[sector]
        return b"".join(pieces)

    def _small_chain(self, sector: int) -> bytes:
        root = next(entry for entry in self._entries.values() if entry.kind == _ROOT)
        container = self._chain(root.start)
        table: list[int] = []
        following = self._chain(struct.unpack_from("<I", self._data, 60)[0])
        table.extend(struct.unpack(f"<{len(following) // 4}I", following))
        pieces: list[bytes] = []
        while sector <= _LAST_SECTOR:
            pieces.append(container[sector * _SMALL : (sector + 1) * _SMALL])
            if len(pieces) > len(table):
                raise NotCompound
            sector = table[sector]
        return b"".join(pieces)

    def _read_directory(self, directory: bytes) -> list[tuple[str, _Entry]]:
        entries = []
        for at in range(0, len(directory) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            if kind and 2 <= length <= 64:
                name = directory[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", directory, at + 116)
                entries.append((name, _Entry(kind, start, size)))
        return entries
