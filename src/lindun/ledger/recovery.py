"""Putting back from a mirror what was deleted or changed in the database.

Run by a person with the owner's rights (`lindun ledger recover`). Only what a verified mirror holds and what
hashes to the signed tree is put back, and the deed is an entry of its own in the same transaction.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from lindun.core.tlog import Entry, identify, leaf_hash, tree_root

from .verification import Examination, Report, examine

ALIAS = "owner"
ACTOR = "system.recovery"
ACTION = "ledger.entries.recovered"
_OPEN = (
    "ALTER TABLE ledger_entry DISABLE TRIGGER append_only",
    "ALTER TABLE ledger_leaf DISABLE TRIGGER append_only",
    "ALTER TABLE ledger_checkpoint DISABLE TRIGGER append_only",
)
_CLOSE = (
    "ALTER TABLE ledger_entry ENABLE TRIGGER append_only",
    "ALTER TABLE ledger_leaf ENABLE TRIGGER append_only",
    "ALTER TABLE ledger_checkpoint ENABLE TRIGGER append_only",
)


@dataclass(frozen=True, slots=True)
class Recovery:
    """How many entries, leaves and checkpoints were put back; `left` holds what no mirror could restore."""

    entries: int
    leaves: int
    checkpoints: int
    left: Report


class NothingToRecover(Exception):
    """The database holds what was signed."""


def recover(*, mirrors: Sequence[Path] | None = None) -> Recovery:
    """Put back what the mirrors can prove (settings.LEDGER_MIRRORS by default).

    Raises NothingToRecover; OSError or django.db.Error when something cannot be read or written.
    """
    found = examine(using=ALIAS, mirrors=mirrors)
    if not found.report().findings:
        raise NothingToRecover
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        for statement in _OPEN:
            cursor.execute(statement)
        entries = _restore_entries(cursor, found)
        leaves = _restore_leaves(cursor, found)
        checkpoints = _restore_checkpoint(cursor, found)
        for statement in _CLOSE:
            cursor.execute(statement)
        counts = {"entries": entries, "leaves": leaves, "checkpoints": checkpoints}
        cursor.execute("INSERT INTO ledger_entry (body) VALUES (%s)", [_own_entry(counts).text()])
    return Recovery(entries, leaves, checkpoints, examine(using=ALIAS, mirrors=mirrors).report())


def _own_entry(counts: dict[str, int]) -> Entry:
    entry_id, at = identify(nanoseconds=time.time_ns(), randomness=os.urandom(8))
    return Entry(id=entry_id, at=at, actor=ACTOR, action=ACTION, outcome="done", counts=counts)


def _proven(found: Examination, index: int) -> tuple[str, str] | None:
    """Id and text of the signed entry at `index` from a mirror, checked against the signed leaf hash."""
    copy = found.intact_copy(index)
    if copy is None:
        return None
    body = copy.entry(index)
    if leaf_hash(body) != found.expected[index * 32 : index * 32 + 32]:
        return None
    return Entry.decode(body).id, body.decode()


def _restore_entries(cursor: Any, found: Examination) -> int:
    restored = 0
    for index in found.wrong(found.entries):
        if proven := _proven(found, index):
            cursor.execute(
                "INSERT INTO ledger_entry (body) VALUES (%s)"
                " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                [proven[1]],
            )
            restored += 1
    return restored


def _restore_leaves(cursor: Any, found: Examination) -> int:
    """Write anew the leaves that differ or whose entry is another one, and remove those nobody signed."""
    wrong = {index: proven[0] for index in _suspects(found) if (proven := _proven(found, index))}
    cursor.execute(
        "DELETE FROM ledger_leaf WHERE index = ANY (%s) OR entry = ANY (%s::uuid[]) OR index >= %s",
        [list(wrong), list(wrong.values()), found.signed.size if found.signed else 0],
    )
    for index, entry in sorted(wrong.items()):
        leaf = found.expected[index * 32 : index * 32 + 32]
        cursor.execute(
            "INSERT INTO ledger_leaf (index, entry, hash, tile_roots) VALUES (%s, %s, %s, %s)",
            [index, entry, leaf, _tile_roots(found.expected, index) or None],
        )
    return len(wrong)


def _suspects(found: Examination) -> list[int]:
    return sorted({*found.wrong(found.leaves), *found.wrong(found.entries), *found.wrong_tile_roots()})


def _tile_roots(expected: bytes, index: int) -> bytes:
    """Roots of the tiles that the leaf at `index` completes."""
    roots, width = b"", 256
    while (index + 1) % width == 0:
        first = index + 1 - width
        hashes = [expected[at * 32 : at * 32 + 32] for at in range(first, index + 1)]
        roots, width = roots + tree_root(hashes), width * 256
    return roots


def _restore_checkpoint(cursor: Any, found: Examination) -> int:
    """Make the largest signed checkpoint the newest stored one."""
    if found.signed is None:
        return 0
    signed = found.signed
    cursor.execute(
        "DELETE FROM ledger_checkpoint WHERE size > %s OR (size = %s AND note <> %s)",
        [signed.size, signed.size, signed.note],
    )
    removed: int = cursor.rowcount
    cursor.execute(
        "INSERT INTO ledger_checkpoint (size, root, note) VALUES (%s, %s, %s) ON CONFLICT (size) DO NOTHING",
        [signed.size, signed.root, signed.note],
    )
    added: int = cursor.rowcount
    return max(removed, added)
