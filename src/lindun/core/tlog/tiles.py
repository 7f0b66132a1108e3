"""The tlog-tiles layout (C2SP tlog-tiles, version 1): tree and entries as plain files of at most 256 items.

`Edge` is the right edge of a growing tree: for every tile level the hashes of the tile that is not full yet.
It is all a writer must keep to go on, at most 256 hashes a level.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .merkle import EMPTY_ROOT, HASH_SIZE, tree_root
from .proof import Nodes

TILE_WIDTH = 256
MAX_ENTRY_SIZE = 0xFFFF
ENTRIES = "entries"


class TileError(ValueError):
    """A tile or an entry bundle is damaged or has another width than expected."""


def tile_path(level: int | str, index: int, width: int = TILE_WIDTH) -> str:
    """Relative path of a tile: `tile/<level>/<index>[.p/<width>]`, the index in groups of three digits.

    `level` is 0..63, or `ENTRIES` for entry bundles. Raises ValueError when out of range.
    """
    if index < 0 or not 0 < width <= TILE_WIDTH:
        raise ValueError("no such tile")
    if level != ENTRIES and not (isinstance(level, int) and 0 <= level <= 63):
        raise ValueError("no such level")
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03d}")
    suffix = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(groups)}{suffix}"


def tile_widths(size: int, level: int) -> Iterator[tuple[int, int]]:
    """(index, width) of every tile that a tree of `size` leaves has at tile level `level`."""
    full, partial = divmod(size >> 8 * level, TILE_WIDTH)
    for index in range(full):
        yield index, TILE_WIDTH
    if partial:
        yield full, partial


def tile_levels(size: int) -> int:
    """Number of tile levels of a tree of `size` leaves."""
    return (size.bit_length() + 7) // 8


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Entries, each behind its length (two bytes, big-endian). Raises TileError above 65,535 bytes."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_SIZE:
            raise TileError("an entry is longer than 65,535 bytes")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle; raises TileError when it is cut, too long or has another width."""
    entries, at, end = [], 0, len(data)
    while at < end:
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > end or at > end:
            raise TileError("the bundle is cut")
        entries.append(data[start:at])
    if len(entries) != width:
        raise TileError("the bundle has another number of entries")
    return entries


def decode_tile(data: bytes, width: int) -> list[bytes]:
    """The `width` hashes of a tile; raises TileError when its length differs."""
    if len(data) != width * HASH_SIZE:
        raise TileError("the tile has another number of hashes")
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


@dataclass(frozen=True, slots=True)
class Tile:
    """A run of stored hashes: tile level, index of the tile, hashes from its left side on (1..256)."""

    level: int
    index: int
    hashes: tuple[bytes, ...]

    @property
    def path(self) -> str:
        return tile_path(self.level, self.index, len(self.hashes))

    @property
    def data(self) -> bytes:
        return b"".join(self.hashes)


@dataclass(slots=True)
class Edge:
    """The right edge of a tree of `size` leaves; `levels[l]` holds the hashes of the unfinished tile."""

    size: int = 0
    levels: list[list[bytes]] = field(default_factory=list)

    def extend(self, leaves: Iterable[bytes]) -> list[Tile]:
        """Append leaf hashes; the tiles that became full, lower levels first where they depend."""
        done: list[Tile] = []
        for leaf in leaves:
            self.size += 1
            self._push(0, leaf, done)
        return done

    @classmethod
    def restore(cls, nodes: Nodes, size: int) -> "Edge":
        """The edge of the first `size` leaves of a stored tree."""
        levels = [
            list(nodes.hashes(level, size >> 8 * (level + 1) << 8, size >> 8 * level))
            for level in range(tile_levels(size))
        ]
        return cls(size, levels)

    def _push(self, level: int, node: bytes, done: list[Tile]) -> None:
        if level == len(self.levels):
            self.levels.append([])
        tile = self.levels[level]
        tile.append(node)
        if len(tile) == TILE_WIDTH:
            full = Tile(level, (self.size >> 8 * (level + 1)) - 1, tuple(tile))
            done.append(full)
            tile.clear()
            self._push(level + 1, tree_root(full.hashes), done)

    def unfinished(self) -> list[Tile]:
        """The partial tiles of a tree of this size."""
        return [
            Tile(level, self.size >> 8 * (level + 1), tuple(tile))
            for level, tile in enumerate(self.levels)
            if tile
        ]

    def root(self) -> bytes:
        """Merkle tree hash of all leaves so far."""
        below: Sequence[bytes] = ()
        for tile in self.levels:
            row = [*tile, *below]
            below = (tree_root(row),) if row else ()
        return below[0] if below else EMPTY_ROOT
