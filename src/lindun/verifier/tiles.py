"""Reading a mirror's files (C2SP tlog-tiles): tolerant of damage, which the caller finds by hashing."""

import contextlib
import re
from pathlib import Path

WIDTH = 256  # hashes in a tile, entries in a bundle


def tile_name(level: int | str, index: int) -> str:
    groups = f"{index:0{(len(str(index)) + 2) // 3 * 3}d}"
    parts = [groups[at : at + 3] for at in range(0, len(groups), 3)]
    return f"tile/{level}/" + "/".join(["x" + part for part in parts[:-1]] + parts[-1:])


def read_tile(directory: Path, level: int | str, index: int, width: int) -> bytes:
    """A tile's bytes; a partial one may have grown meanwhile. Empty when there is none."""
    full = directory / tile_name(level, index)
    partial = full.with_name(full.name + ".p")
    names = [full]
    if width < WIDTH:
        kept = [int(path.name) for path in partial.glob("*") if re.fullmatch("[1-9][0-9]{0,2}", path.name)]
        names = [partial / str(grown) for grown in sorted(kept) if grown >= width] + names
    for name in names:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return name.read_bytes()
    return b""


def split_bundle(data: bytes, width: int) -> list[bytes]:
    """The first `width` entries, as many as are whole."""
    entries: list[bytes] = []
    at, end = 0, len(data)
    while at + 2 <= end and len(entries) < width:
        start = at + 2
        at = start + (data[at] << 8 | data[at + 1])
        if at > end:
            break
        entries.append(data[start:at])
    return entries


def split_tile(data: bytes) -> list[bytes]:
    """The whole hashes of a tile."""
    return [data[at : at + 32] for at in range(0, len(data) - 31, 32)]
