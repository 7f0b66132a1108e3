"""The stored tree: leaf hashes, roots of full tiles, and the entries behind them, by index."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connections

from lindun.core.tlog import Checkpoint

_CHUNK = 4096
# OFFSET and LIMIT keep the planner to two index scans, also while a fast-growing table has no statistics yet:
# any other plan reads a whole table for every piece.
_LEAVES = """
SELECT l.index, l.entry::text, l.hash, e.body
FROM (SELECT index, entry, hash FROM ledger_leaf WHERE index >= %s AND index < %s ORDER BY index LIMIT %s) l
LEFT JOIN LATERAL (SELECT body FROM ledger_entry WHERE id = l.entry OFFSET 0) e ON true
ORDER BY l.index
"""
_BUNDLES = """
SELECT string_agg(l.hash, ''::bytea ORDER BY l.index), string_agg(e.body, E'\\n' ORDER BY l.index)
FROM (SELECT index, entry, hash FROM ledger_leaf WHERE index >= %s AND index < %s ORDER BY index LIMIT %s) l
LEFT JOIN LATERAL (SELECT body FROM ledger_entry WHERE id = l.entry OFFSET 0) e ON true
GROUP BY l.index >> 8 ORDER BY l.index >> 8
"""


class StoredLeaf(NamedTuple):
    """One leaf with its entry's text, which is None when the entry is gone. `number` is its index."""

    number: int
    entry: str
    hash: bytes
    body: str | None


class SignedNote(NamedTuple):
    """A stored checkpoint and the note it was signed in."""

    checkpoint: Checkpoint
    note: str


@dataclass(frozen=True, slots=True)
class StoredTree:
    """Hashes and leaves read through the database alias `using`. A source of `Nodes` for proofs."""

    using: str

    def hashes(self, level: int, start: int, stop: int) -> list[bytes]:
        """Hashes start..stop-1 of a tile level (see lindun.core.tlog.Nodes); LookupError when one is missing.

        A hash above level 0 is stored with the last leaf below it.
        """
        if level == 0:
            query = "SELECT hash FROM ledger_leaf WHERE index >= %s AND index < %s ORDER BY index"
            values: list[int] = [start, stop]
        else:
            query = (
                "SELECT substring(l.tile_roots FROM %s FOR 32)"
                " FROM generate_series(%s::bigint, %s::bigint) AS n"
                " JOIN ledger_leaf l ON l.index = (n + 1) * %s::bigint - 1 ORDER BY l.index"
            )
            values = [32 * (level - 1) + 1, start, stop - 1, 256**level]
        with connections[self.using].cursor() as cursor:
            cursor.execute(query, values)
            found = [bytes(row[0] or b"") for row in cursor.fetchall()]
        if len(found) != stop - start or any(len(item) != 32 for item in found):
            raise LookupError("hashes of the stored tree are missing")
        return found

    def leaves(self, start: int, stop: int) -> Iterator[StoredLeaf]:
        """Leaves start..stop-1 that are stored, in order, with their entries; read in pieces."""
        for at in range(start, stop, _CHUNK):
            with connections[self.using].cursor() as cursor:
                cursor.execute(_LEAVES, [at, min(stop, at + _CHUNK), _CHUNK])
                rows = cursor.fetchall()
            for number, entry, leaf, body in rows:
                yield StoredLeaf(number, entry, bytes(leaf), body)

    def bundles(self, start: int, stop: int) -> list[tuple[bytes, bytes]]:
        """Leaf hashes and texts (each line one entry) of the bundles from start to stop-1, both multiples
        of 256 or the end; a bundle that lacks leaves or entries has fewer of them.
        """
        with connections[self.using].cursor() as cursor:
            cursor.execute(_BUNDLES, [start, stop, stop - start])
            return [(bytes(hashes), (text or "").encode()) for hashes, text in cursor.fetchall()]

    def tile_roots(self) -> dict[int, bytes]:
        """By index of the leaf that completes a tile: the roots of the tiles it completes."""
        with connections[self.using].cursor() as cursor:
            cursor.execute("SELECT index, tile_roots FROM ledger_leaf WHERE tile_roots IS NOT NULL")
            return {index: bytes(roots) for index, roots in cursor.fetchall()}

    def count(self) -> int:
        """One more than the highest stored index."""
        with connections[self.using].cursor() as cursor:
            cursor.execute("SELECT max(index) + 1 FROM ledger_leaf")
            return cursor.fetchone()[0] or 0

    def newest_note(self) -> str | None:
        """The note of the largest checkpoint, unchecked; None before the first."""
        with connections[self.using].cursor() as cursor:
            cursor.execute("SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
            row = cursor.fetchone()
        return row[0] if row else None
