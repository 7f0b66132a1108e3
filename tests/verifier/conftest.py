"""Mirrors to break. Written here by hand from the specification's layout, signed with a known key."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from lindun.core.tlog import (
    ENTRIES,
    Checkpoint,
    Edge,
    Entry,
    Signer,
    encode_bundle,
    identify,
    leaf_hash,
    tile_path,
)

SIGNER = Signer("ledger.example/mirror", bytes(range(32)))
START = 1_767_323_045_678_000_000  # nanoseconds
STEP = 30_000_000_000


def make_entries(count: int, *, start: int = START) -> list[Entry]:
    """Entries half a minute apart."""
    made = []
    for number in range(count):
        entry_id, at = identify(nanoseconds=start + number * STEP, randomness=os.urandom(8))
        made.append(
            Entry(
                id=entry_id,
                at=at,
                actor=f"staff:{number % 7 + 1}",
                action="residents.item.reveal",
                outcome="allowed",
                counts={"fields": 1} if number % 2 else {},
                device="device:3" if number % 3 else None,
            )
        )
    return made


@dataclass
class Mirror:
    """A mirror directory, its key and what is in it."""

    directory: Path
    entries: list[Entry]
    signer: Signer = SIGNER

    @property
    def key(self) -> str:
        return str(self.signer.verifier_key())

    def bundle(self, index: int) -> Path:
        return self.directory / tile_path(ENTRIES, index, min(256, len(self.entries) - 256 * index))

    def tile(self, level: int, index: int, width: int = 256) -> Path:
        return self.directory / tile_path(level, index, width)

    @property
    def checkpoint(self) -> Path:
        return self.directory / "checkpoint"

    def rebundle(self, index: int, bodies: Sequence[bytes]) -> None:
        """Write a bundle anew with other entries; tiles and checkpoint stay."""
        self.bundle(index).write_bytes(encode_bundle(bodies))

    def bodies(self, index: int) -> list[bytes]:
        return [one.encode() for one in self.entries[index * 256 : index * 256 + 256]]


def write_mirror(directory: Path, bodies: Sequence[bytes], signer: Signer = SIGNER) -> None:
    """The whole layout for these entries."""
    edge = Edge()
    tiles = [*edge.extend(leaf_hash(body) for body in bodies), *edge.unfinished()]
    files = {tile.path: tile.data for tile in tiles}
    for start in range(0, len(bodies), 256):
        part = bodies[start : start + 256]
        files[tile_path(ENTRIES, start // 256, len(part))] = encode_bundle(part)
    files["checkpoint"] = Checkpoint(signer.name, len(bodies), edge.root()).sign(signer).encode()
    for path, data in files.items():
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
        (directory / path).write_bytes(data)


@pytest.fixture
def make_mirror(tmp_path: Path) -> Callable[[int], Mirror]:
    """Makes a mirror of so many entries."""

    def make(count: int) -> Mirror:
        mirror = Mirror(tmp_path / f"mirror-{count}", make_entries(count))
        write_mirror(mirror.directory, [one.encode() for one in mirror.entries])
        return mirror

    return make


@pytest.fixture
def mirror(make_mirror: Callable[[int], Mirror]) -> Mirror:
    """Two full tiles and a partial one."""
    return make_mirror(600)
