"""Open the rows that belong to one member of staff herself, for the current transaction.

Some rows lie in no community: what somebody is told. Their policies ask `scope.person()`, which verifies a
signed statement as the row scope's does: `person|expires|backend pid|staff id|hex MAC`.
"""

from __future__ import annotations

import time
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections

from lindun.scope.opening import VALID_SECONDS, sign
from lindun.scope.statements import run

SET_PERSON = "SELECT set_config('lindun.person', %s, true)"


def open_person(staff: UUID) -> None:
    """Let the current transaction see the rows of this person. Raises RuntimeError if none is open."""
    if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise RuntimeError("a person's rows open for a transaction: open one first")
    run(SET_PERSON, [person_statement(staff)])


def person_statement(staff: UUID) -> str:
    """The signed statement for this connection, as the SQL function `scope.person()` reads it."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    expires = int(time.time()) + VALID_SECONDS
    message = f"person|{expires}|{database.connection.pgconn.backend_pid}|{staff}"
    return f"{message}|{sign(message).hex()}"
