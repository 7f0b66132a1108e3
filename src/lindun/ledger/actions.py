"""Writing to the ledger: one durable INSERT. Called by the gate only."""

from typing import NewType

from django.db import connection

from lindun.core.tlog import Entry

EntryRef = NewType("EntryRef", str)  # the id of a written entry
_INSERT = "INSERT INTO ledger_entry (body) VALUES (%s)"


def append(entry: Entry) -> EntryRef:
    """Write `entry` within the caller's transaction; it is durable when that commits.

    Raises django.db.Error when it cannot be written: whatever the entry is about must not happen then.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [entry.text()])
    return EntryRef(entry.id)
