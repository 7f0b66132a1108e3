"""Mirrors: copies of the sealed ledger in other places, in the tlog-tiles layout.

Each mirror is served by a `Shipper` in a thread of its own with its own database connection, so a slow, full
or broken mirror delays neither the sealing nor the other mirrors. A shipper takes nothing on trust: what it
ships must hash to the signed root, and what a mirror already holds must be a part of it. A mirror that holds
something else is evidence and is left as it is.
"""

import errno
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from django.db import connections

from lindun.core.tlog import (
    ENTRIES,
    TILE_WIDTH,
    Checkpoint,
    Edge,
    NoteError,
    Tile,
    VerifierKey,
    encode_bundle,
    leaf_hash,
    open_checkpoint,
    root_at,
    tile_path,
)

from .files import sync_folder, write_file
from .tree import SignedNote, StoredLeaf, StoredTree

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Mirror(Protocol):
    """A place that keeps files under the names of the tlog-tiles layout. Every method raises OSError."""

    @property
    def name(self) -> str:
        """How the place is called in settings and states; unique."""
        ...

    def checkpoint(self) -> str | None:
        """The note published last, None when there is none."""
        ...

    def store(self, path: str, data: bytes) -> None:
        """Keep a file durably; a reader never sees half of it. Replaces one of the same name."""
        ...

    def publish(self, note: str) -> None:
        """Make what was stored durable and the note the newest; older partial tiles may go."""
        ...


class DirectoryMirror:
    """A mirror in a directory, best on another disk. Partial tiles go one checkpoint after they grew."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._folders: set[Path] = set()
        self._partials: tuple[set[Path], set[Path]] = (set(), set())  # of the checkpoint before, of this one

    @property
    def name(self) -> str:
        """The directory's path."""
        return str(self.directory)

    def checkpoint(self) -> str | None:
        """See Mirror."""
        try:
            return (self.directory / "checkpoint").read_text("utf-8", errors="replace")
        except (FileNotFoundError, NotADirectoryError):
            return None

    def store(self, path: str, data: bytes) -> None:
        """See Mirror."""
        target = self.directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, data)
        self._folders.add(target.parent)
        if target.parent.name.endswith(".p"):
            self._partials[1].add(target)

    def publish(self, note: str) -> None:
        """See Mirror."""
        between = {parent for folder in self._folders for parent in self._between(folder)}
        for folder in self._folders | between:
            sync_folder(folder)
        write_file(self.directory / "checkpoint", note.encode())
        sync_folder(self.directory)
        self._remove_outgrown()
        self._folders.clear()

    def _between(self, folder: Path) -> list[Path]:
        return [parent for parent in folder.parents if parent.is_relative_to(self.directory)]

    def _remove_outgrown(self) -> None:
        before, now = self._partials
        for path in before - now:
            path.unlink(missing_ok=True)
        for folder in {path.parent for path in before | now}:
            if folder.with_name(folder.name.removesuffix(".p")).exists():  # the tile is full
                shutil.rmtree(folder, ignore_errors=True)
        self._partials = (now, set())


class ShippingFailed(Exception):
    """The mirror could not be brought up to date. `code` is what the health page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Shipper:
    """Brings one mirror up to date with the signed ledger, as far as it needs."""

    def __init__(self, mirror: Mirror, *, keys: Iterable[VerifierKey], using: str) -> None:
        self.mirror = mirror
        self.using = using
        self._keys = list(keys)
        self._tree = StoredTree(using)
        self._edge: Edge | None = None  # what the mirror holds; None: to be looked up
        self._note: str | None = None
        self._bundle: list[bytes] = []  # entries of the bundle that is not full

    def ship(self, target: SignedNote) -> None:
        """Make the mirror hold everything up to `target`. Raises ShippingFailed; then start over."""
        try:
            if self._edge is None or self.mirror.checkpoint() != self._note:
                self._examine(target.checkpoint)
            if self._note != target.note:
                self._extend(target)
        except OSError as error:
            self._edge = None
            raise ShippingFailed("mirror.full" if error.errno in _FULL else "mirror.unwritable") from error
        except BaseException:
            self._edge = None
            raise

    def _examine(self, target: Checkpoint) -> None:
        """Find out what the mirror holds; it must be nothing or a part of the signed ledger."""
        self._note = self.mirror.checkpoint()
        size = self._held(self._note, target) if self._note is not None else 0
        start = size - size % TILE_WIDTH
        self._bundle = [_body(leaf) for leaf in self._tree.leaves(start, size)]
        self._edge = Edge.restore(self._tree, size)

    def _held(self, note: str, target: Checkpoint) -> int:
        try:
            held = open_checkpoint(note, origin=target.origin, keys=self._keys)
        except NoteError as error:
            raise ShippingFailed("mirror.foreign") from error
        if held.size > target.size:
            raise ShippingFailed("mirror.ahead")
        if root_at(self._tree, held.size) != held.root:
            raise ShippingFailed("mirror.diverged")
        return held.size

    def _extend(self, target: SignedNote) -> None:
        edge = self._edge or Edge()
        for leaf in self._tree.leaves(edge.size, target.checkpoint.size):
            body = _body(leaf)
            self._bundle.append(body)
            for tile in edge.extend([leaf.hash]):
                self._store_full(tile)
        if (edge.size, edge.root()) != (target.checkpoint.size, target.checkpoint.root):
            raise ShippingFailed("tree.differs")
        for tile in edge.unfinished():
            self.mirror.store(tile.path, tile.data)
        if self._bundle:
            path = tile_path(ENTRIES, edge.size // TILE_WIDTH, len(self._bundle))
            self.mirror.store(path, encode_bundle(self._bundle))
        self.mirror.publish(target.note)
        self._note = target.note

    def _store_full(self, tile: Tile) -> None:
        self.mirror.store(tile.path, tile.data)
        if tile.level == 0:
            self.mirror.store(tile_path(ENTRIES, tile.index), encode_bundle(self._bundle))
            self._bundle = []

    def close(self) -> None:
        """Give the database connection back."""
        connections[self.using].close()


def _body(leaf: StoredLeaf) -> bytes:
    """The entry's bytes; raises ShippingFailed unless they are what was sealed."""
    if leaf.body is None:
        raise ShippingFailed("entry.missing")
    body = leaf.body.encode()
    if leaf_hash(body) != leaf.hash:
        raise ShippingFailed("entry.changed")
    return body
