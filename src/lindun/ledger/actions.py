"""Writing to the ledger: one durable INSERT, called by the gate only; and handing a whole copy out."""

import math
import os
import time
from pathlib import Path
from typing import NewType

from django.conf import settings
from django.db import connection

from lindun.core.tlog import CLOCK_CORRECTED, Entry, identify, milliseconds_of, open_checkpoint
from lindun.scope.exchange import Exchange
from lindun.scope.opening import sign
from lindun.scope.statements import Statement, numbered, run
from lindun.verifier.pack import pack

from .files import write_file
from .keys import read_verifier_keys
from .mirrors import DirectoryMirror, Shipper
from .tree import SignedNote, StoredTree

EntryRef = NewType("EntryRef", str)  # the id of a written entry
_APPEND = "SELECT ledger_append(%(entry)s, %(mac)b) IS NULL"  # a row that says true: void itself is NULL
_EARLIEST_WAITING = """
SELECT e.id::text FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.entry = e.id)
ORDER BY e.id LIMIT 1
"""


class NothingChanged(Exception):
    """The change that an entry was to record did not happen; neither was written."""


def append(entry: Entry, *, exchange: Exchange | None = None, change: Statement | None = None) -> EntryRef:
    """Write `entry` within the caller's transaction; it is durable when that commits, or at once without one.

    exchange: is finished with the entry and has committed it when this returns. change: made by the same
    statement; it gives a row when it changes something.
    Raises NothingChanged, and django.db.Error when the entry cannot be written: whatever it is about must not
    happen then.
    """
    text = entry.text()
    signed = {"entry": text, "mac": sign(f"entry|{text}")}
    statement = Statement(_APPEND, signed)
    if change is not None:
        both = f"WITH changed AS ({change.sql}) {_APPEND} FROM changed"
        statement = Statement(both, {**change.parameters, **signed})
    if not _written(statement, exchange):
        raise NothingChanged
    return EntryRef(entry.id)


def _written(statement: Statement, exchange: Exchange | None) -> bool:
    if exchange is None:
        return bool(run(*statement))
    sql, names = numbered(statement.sql)
    return exchange.finish(sql, [statement.parameters[name] for name in names]) is not None


class NothingSealed(Exception):
    """There is no checkpoint yet, or no entry that waits."""


def export(directory: Path) -> SignedNote:
    """Write the sealed ledger to `directory` (tlog-tiles), with the public key and the verifier beside it.

    Returns what was exported. Raises NothingSealed, ShippingFailed (the directory holds something else, or
    the stored ledger is damaged), NoteError (forged checkpoint).
    """
    note = StoredTree(connection.alias).newest_note()
    if note is None:
        raise NothingSealed
    keys = read_verifier_keys()
    signed = SignedNote(open_checkpoint(note, origin=settings.LEDGER_ORIGIN, keys=keys), note)
    directory.mkdir(parents=True, exist_ok=True)
    Shipper(DirectoryMirror(directory), keys=keys, using=connection.alias).ship(signed)
    write_file(directory / "ledger.pub", "".join(f"{key}\n" for key in keys).encode())
    pack(directory / "verifier.pyz")
    return signed


def correct_clock(actor: str) -> EntryRef:
    """Acknowledge that the clock ran back, so that sealing goes on; says by how many seconds it may.

    `actor` is a reference. The entry stays visible for good, and every verifier reports it. Raises
    NothingSealed when no entry waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(_EARLIEST_WAITING)
        row = cursor.fetchone()
    if row is None:
        raise NothingSealed
    entry_id, at = identify(nanoseconds=time.time_ns(), randomness=os.urandom(8))
    seconds = max(0, math.ceil((milliseconds_of(entry_id) - milliseconds_of(row[0])) / 1000))
    return append(
        Entry(
            id=entry_id,
            at=at,
            actor=actor,
            action=CLOCK_CORRECTED,
            outcome="done",
            counts={"seconds": seconds},
        )
    )
