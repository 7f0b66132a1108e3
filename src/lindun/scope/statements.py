"""Statements below the ORM: by psycopg itself on Django's connection, or numbered for an exchange.

For the few that the gate, the vault and the ledger run at every access: Django's cursor around a statement
costs as much again as the smallest one (46 against 22 us).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections

Row = tuple[Any, ...]


class Statement(NamedTuple):
    """A statement with named parameters, and what they are."""

    sql: str
    parameters: Mapping[str, object]


def run(statement: str, parameters: Sequence[object] | Mapping[str, object]) -> list[Row]:
    """Run one statement that gives rows; in a transaction of its own if none is open.

    Raises django.db.Error.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    with database.wrap_database_errors:
        rows: list[Row] = database.connection.execute(statement, parameters).fetchall()
    return rows


@lru_cache(maxsize=64)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with $1, $2 ... for its named parameters, and their names in that order."""
    names = tuple(dict.fromkeys(_PARAMETER.findall(sql)))
    return _PARAMETER.sub(lambda found: f"${names.index(found[1]) + 1}", sql), names


_PARAMETER = re.compile(r"%\((\w+)\)[sb]")
