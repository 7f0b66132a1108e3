"""The compound file that carries an encrypted workbook ([MS-CFB] version 3, 512-byte sectors).

Only writing, only what the container of ECMA-376 encryption needs: a few storages and streams, laid out in
one go. Streams below 4096 bytes live in the mini stream, as the format prescribes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SECTOR = 512
MINI = 64
CUTOFF = 4096  # smaller streams are mini streams
PER_SECTOR = SECTOR // 4
IN_HEADER = 109  # sectors of the FAT that the header itself can name

FREE, CHAIN_END, FAT_SECTOR, DIFAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
NOBODY = 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5
RED, BLACK = 0, 1

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    """One entry of the directory. `left`, `right` and `child` are numbers of other entries."""

    name: str
    kind: int
    content: bytes = b""
    left: int = NOBODY
    right: int = NOBODY
    child: int = NOBODY
    colour: int = BLACK
    start: int = 0
    size: int = 0

    def packed(self) -> bytes:
        name = (self.name + "\0").encode("utf-16-le")
        # no class id, no state bits, no times: nothing here says who wrote the file or when
        return struct.pack(
            "<64sHBBIII16sIQQIQ",
            name,
            len(name),
            self.kind,
            self.colour,
            self.left,
            self.right,
            self.child,
            bytes(16),
            0,
            0,
            0,
            self.start,
            self.size,
        )


def compound_file(tree: Tree) -> bytes:
    """Return the compound file with these streams (bytes) and storages (mappings), named by their keys.

    Raises ValueError for a name the format cannot hold (31 characters; none of / \\ : !).
    """
    entries = [_Entry("Root Entry", ROOT)]
    entries[0].child = _place(tree, entries)
    small, mini_chain = _mini_stream(entries)
    large = [entry for entry in entries if entry.kind == STREAM and entry.size >= CUTOFF]
    contents = [small, mini_chain, *(entry.content for entry in large)]
    directory_sectors = _sectors(len(entries) * 128)
    starts, chains = _chains([directory_sectors, *(_sectors(len(content)) for content in contents)])
    entries[0].start, entries[0].size = starts[1], len(small)
    for entry, start in zip(large, starts[3:], strict=True):
        entry.start = start
    directory = b"".join(entry.packed() for entry in entries)
    body = b"".join(_padded(content, SECTOR) for content in (directory, *contents))
    return _with_tables(body, chains, first_mini=starts[2], mini_sectors=_sectors(len(mini_chain)))


def _place(tree: Tree, entries: list[_Entry]) -> int:
    """Append the entries of one storage and of those below it; return the number of its topmost entry."""
    numbers = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):  # the format's own order
        if len(name) > 31 or set(name) & set("/\\:!"):
            raise ValueError("a name no compound file can hold")
        content = tree[name]
        numbers.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, STREAM, content, size=len(content)))
        else:
            entries.append(storage := _Entry(name, STORAGE))
            storage.child = _place(content, entries)
    return _balanced(numbers, entries, depth=len(numbers).bit_length())


def _balanced(numbers: Sequence[int], entries: list[_Entry], *, depth: int) -> int:
    """Arrange sorted siblings as a red-black tree: halves, with the deepest level red."""
    if not numbers:
        return NOBODY
    middle = len(numbers) // 2
    top = entries[numbers[middle]]
    top.left = _balanced(numbers[:middle], entries, depth=depth - 1)
    top.right = _balanced(numbers[middle + 1 :], entries, depth=depth - 1)
    top.colour = RED if depth == 1 and len(numbers) == 1 else BLACK
    return numbers[middle]


def _mini_stream(entries: Sequence[_Entry]) -> tuple[bytes, bytes]:
    """Put the small streams together; returns them and the table of their chains."""
    held, chain = bytearray(), list[int]()
    for entry in entries:
        if entry.kind != STREAM or entry.size >= CUTOFF:
            continue
        if not entry.size:
            entry.start = CHAIN_END
            continue
        entry.start = len(chain)
        held += _padded(entry.content, MINI)
        chain += _chain(entry.start, len(held) // MINI - entry.start)
    return bytes(held), _padded(struct.pack(f"<{len(chain)}I", *chain), SECTOR, fill=b"\xff")


def _chains(lengths: Sequence[int]) -> tuple[list[int], list[int]]:
    """Lay chains of so many sectors one after the other; returns their starts and the FAT so far."""
    starts, table = list[int](), list[int]()
    for length in lengths:
        starts.append(len(table) if length else CHAIN_END)
        table += _chain(len(table), length)
    return starts, table


def _chain(start: int, length: int) -> list[int]:
    return [*range(start + 1, start + length), CHAIN_END] if length else []


class _Room(NamedTuple):
    """How many sectors the table of sectors takes, and the list of those that the header cannot name."""

    fat: int
    difat: int


def _room(used: int) -> _Room:
    """The tables describe themselves as well, so their size is found by trying."""
    fat = difat = 0
    while True:
        needed = -(-(used + fat + difat) // PER_SECTOR)
        listed = -(-max(0, needed - IN_HEADER) // (PER_SECTOR - 1))
        if (needed, listed) == (fat, difat):
            return _Room(fat, difat)
        fat, difat = needed, listed


def _with_tables(body: bytes, chains: list[int], *, first_mini: int, mini_sectors: int) -> bytes:
    room = _room(len(chains))
    first_fat = len(chains)
    first_difat = first_fat + room.fat
    table = [*chains, *[FAT_SECTOR] * room.fat, *[DIFAT_SECTOR] * room.difat]
    table += [FREE] * (room.fat * PER_SECTOR - len(table))
    fat = struct.pack(f"<{len(table)}I", *table)
    named = list(range(first_fat, first_fat + room.fat))
    in_header = named[:IN_HEADER] + [FREE] * (IN_HEADER - len(named))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,  # sectors of 2^9 bytes, mini sectors of 2^6
        6,
        bytes(6),
        0,
        room.fat,
        0,  # the directory begins at sector 0
        0,
        CUTOFF,
        first_mini,
        mini_sectors,
        first_difat if room.difat else CHAIN_END,
        room.difat,
    )
    return b"".join(
        (header, struct.pack(f"<{IN_HEADER}I", *in_header), body, fat, _difat(named[IN_HEADER:], first_difat))
    )


def _difat(numbers: Sequence[int], first: int) -> bytes:
    """The FAT sectors the header has no room for: 127 in each sector, then the number of the next one."""
    parts = []
    step = PER_SECTOR - 1
    for place in range(0, len(numbers), step):
        held = [*numbers[place : place + step]]
        held += [FREE] * (step - len(held))
        following = first + place // step + 1 if place + step < len(numbers) else CHAIN_END
        parts.append(struct.pack(f"<{PER_SECTOR}I", *held, following))
    return b"".join(parts)


def _sectors(size: int) -> int:
    return -(-size // SECTOR)


def _padded(content: bytes, size: int, *, fill: bytes = b"\0") -> bytes:
    return content + fill * (-len(content) % size)
