"""Sealing: giving committed entries their place in the tree, and signing what it has become.

The sealer is a process with its own database role and the only one that reads the signing key. It takes
the entries of finished transactions (below the oldest one still running), so an entry that commits late is
sealed later and never skipped; among those it goes by the entries' time.

Before it signs anything it makes sure that it continues what it signed before: the stored tree must reproduce
the newest checkpoint, that checkpoint must carry its own signature and continue the one in its memory file,
and time must not have gone backwards. If not, it refuses and says so; it never repairs and never starts anew.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from lindun.core.tlog import (
    Checkpoint,
    Edge,
    NoteError,
    Signer,
    leaf_hash,
    milliseconds_of,
    open_checkpoint,
    root_at,
    tree_root,
)

from .files import write_file
from .tree import SignedNote, StoredTree

ALIAS = "sealer"
TOLERANCE = 60_000  # milliseconds an entry may lie before one already sealed (clocks of several servers)
_LOCK = 0x11D_5EA1
_CHUNK = 2000
_HORIZON = "SELECT pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() s"
# Rows from a restored dump carry transaction ids of another server: those at or above the newest one here
# (`%(newest)s`) can only be such rows. They are looked for in the first round.
_UNSEALED = """
SELECT e.id::text, e.body FROM ledger_entry e
WHERE {finished} AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.entry = e.id)
ORDER BY e.action <> 'ledger.clock.corrected', e.id
"""
_FIRST = _UNSEALED.format(finished="(e.xid < %(horizon)s::xid8 OR e.xid >= %(newest)s::xid8)")
_LATER = _UNSEALED.format(finished="e.xid >= %(sealed)s::xid8 AND e.xid < %(horizon)s::xid8")
_LAST_CORRECTION = """
SELECT l.index, l.entry::text, (e.body::jsonb #>> '{counts,seconds}')::bigint FROM ledger_entry e
JOIN ledger_leaf l ON l.entry = e.id WHERE e.action = 'ledger.clock.corrected' ORDER BY l.index DESC LIMIT 1
"""
_CORRECTED = re.compile(
    r'\{"action":"ledger\.clock\.corrected","actor":"[^"]*","at":"[^"]*","counts":\{"seconds":(\d{1,9})\}'
)


class SealingRefused(Exception):
    """The sealer will not sign. `code` says why: see docs/spec/ledger.md."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Sealer:
    """One sealer at work. Made by `at_work`, which holds the lock; `edge` is what has been signed so far."""

    signer: Signer
    memory: Path
    tree: StoredTree = field(default_factory=lambda: StoredTree(ALIAS))
    edge: Edge = field(default_factory=Edge)
    newest: SignedNote | None = None
    _latest: int = 0  # time of the latest sealed entry, milliseconds
    _sealed_below: str = ""  # every finished transaction below this id has been sealed

    def resume(self) -> None:
        """Take up the stored tree, having checked it against the signed and the remembered checkpoint.

        Raises SealingRefused.
        """
        remembered = self._open(self.memory.read_text("utf-8")) if self.memory.exists() else None
        note = self.tree.newest_note()
        if note is None:
            if remembered or self.tree.count():
                raise SealingRefused("checkpoint.rolled_back")
            return
        signed = self._open(note)
        if remembered and remembered.size > signed.size:
            raise SealingRefused("checkpoint.rolled_back")
        self._rebuild(signed)
        if remembered and root_at(self.tree, remembered.size) != remembered.root:
            raise SealingRefused("history.rewritten")
        self.newest = SignedNote(signed, note)
        self._latest = self._latest_sealed()

    def _open(self, note: str) -> Checkpoint:
        try:
            return open_checkpoint(note, origin=self.signer.name, keys=[self.signer.verifier_key()])
        except NoteError as error:
            raise SealingRefused("checkpoint.forged") from error

    def _rebuild(self, signed: Checkpoint) -> None:
        """Hash the whole stored tree anew: it must be as large as was signed, and the same."""
        if self.tree.count() != signed.size:
            raise SealingRefused("tree.differs")
        try:
            for start in range(0, signed.size, _CHUNK):
                self.edge.extend(self.tree.hashes(0, start, min(signed.size, start + _CHUNK)))
        except LookupError as error:
            raise SealingRefused("tree.differs") from error
        if self.edge.root() != signed.root:
            raise SealingRefused("tree.differs")

    def _latest_sealed(self) -> int:
        """Time reached by the sealed entries, counted from the last acknowledged correction of the clock."""
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_LAST_CORRECTION)
            index, entry, seconds = cursor.fetchone() or (-1, "", 0)
            cursor.execute(
                "SELECT entry::text FROM ledger_leaf WHERE index > %s ORDER BY entry DESC LIMIT 1", [index]
            )
            latest = cursor.fetchone()
        floor = milliseconds_of(entry) - seconds * 1000 if entry else 0
        return max(floor, milliseconds_of(latest[0]) if latest else 0)

    def seal(self) -> SignedNote | None:
        """Seal what was committed since; the newest signed note, None while there is none.

        Raises SealingRefused and signs nothing when the clock ran back or somebody else changed the
        checkpoints; django.db.Error when the database fails.
        """
        edge = Edge(self.edge.size, [list(level) for level in self.edge.levels])
        try:
            with transaction.atomic(using=ALIAS):
                horizon, latest = self._add_leaves(edge)
                if edge.size == self.edge.size:
                    self._sealed_below = horizon
                    return self.newest
                newest = self._sign(edge)
        except IntegrityError as error:
            raise SealingRefused("checkpoint.changed") from error
        self.edge, self._latest, self._sealed_below, self.newest = edge, latest, horizon, newest
        write_file(self.memory, newest.note.encode(), mode=0o600)
        return newest

    def _add_leaves(self, edge: Edge) -> tuple[str, int]:
        if self.tree.newest_note() != (self.newest.note if self.newest else None):
            raise SealingRefused("checkpoint.changed")
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_HORIZON)
            horizon, newest = cursor.fetchone()
        values = {"horizon": horizon, "newest": newest, "sealed": self._sealed_below}
        latest = self._latest
        with connections[ALIAS].chunked_cursor() as cursor:
            query = _LATER if self._sealed_below else _FIRST
            cursor.execute(query, {name: values[name] for name in values if f"%({name})s" in query})
            while rows := cursor.fetchmany(_CHUNK):
                latest = _follow_clock(rows, latest)
                _store_leaves(edge, rows)
        return horizon, latest

    def _sign(self, edge: Edge) -> SignedNote:
        checkpoint = Checkpoint(self.signer.name, edge.size, edge.root())
        note = checkpoint.sign(self.signer)
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_checkpoint (size, root, note) VALUES (%s, %s, %s)",
                [checkpoint.size, checkpoint.root, note],
            )
        return SignedNote(checkpoint, note)


def _follow_clock(rows: list[tuple[str, str]], latest: int) -> int:
    """The latest time after these entries (id, text); raises SealingRefused when one lies too far back."""
    for entry_id, body in rows:
        time = milliseconds_of(entry_id)
        if correction := _CORRECTED.match(body):
            latest = min(latest, time - int(correction[1]) * 1000)
        elif time < latest - TOLERANCE:
            raise SealingRefused("clock.backwards")
        else:
            latest = max(latest, time)
    return latest


def _store_leaves(edge: Edge, rows: list[tuple[str, str]]) -> None:
    """Extend the edge by these entries and store their leaves, with the roots of the tiles they complete."""
    with (
        connections[ALIAS].wrap_database_errors,
        connections[ALIAS].cursor() as cursor,
        cursor.copy("COPY ledger_leaf (index, entry, hash, tile_roots) FROM STDIN") as copy,
    ):
        for entry_id, body in rows:
            leaf = leaf_hash(body.encode())
            index = edge.size
            roots = b"".join(tree_root(tile.hashes) for tile in edge.extend([leaf]))
            copy.write_row((index, entry_id, leaf, roots or None))


@contextmanager
def at_work(signer: Signer) -> Iterator[Sealer]:
    """A sealer that holds the lock and has taken up the stored tree.

    Raises SealingRefused: `sealer.another` while another one holds the lock, else as `Sealer.resume`.
    """
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                raise SealingRefused("sealer.another")
        sealer = Sealer(signer, Path(settings.LEDGER_SIGNING_KEY).with_name("checkpoint"))
        sealer.resume()
        yield sealer
    finally:
        connections[ALIAS].close()  # gives the lock back, also when the connection is broken
