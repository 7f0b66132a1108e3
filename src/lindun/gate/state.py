"""How the house stands, for the health page: keys and database. States and counts; nothing here opens."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from lindun.core.sealing import SealingError
from lindun.gate.keys import key_state
from lindun.vault.errors import RootKeyError, VaultError


class KeysUnusable(Exception):
    """The root key does not fit this database, or a community's key cannot be read with it."""


def keys_status(*, communities: Sequence[int]) -> dict[str, object]:
    """Return what `keys.key_state` does. Runs in a transaction of its own.

    Raises KeysUnusable instead of the vault's own errors, RuntimeError inside a transaction.
    """
    try:
        return key_state(communities=communities)
    except (RootKeyError, VaultError, SealingError) as error:
        raise KeysUnusable from error


def database_bytes() -> int:
    """Return the size of the database on disk, in bytes. Raises django.db.Error."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
