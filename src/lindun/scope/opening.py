"""Open a row scope for the current transaction.

Only the gate calls this. The statement is valid for the current transaction (the setting is local), on this
database connection, for fifty seconds at least: long work opens a scope per transaction.
"""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass, field
from functools import cache, lru_cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from lindun.config.home import read_secret
from lindun.scope.statements import run

VALID_SECONDS = 60
SAME_SECONDS = 10  # so long the same scope has the same statement: signing it anew says nothing new
SET_SCOPE = "SELECT set_config('lindun.scope', %s, true)"
BLOCK = 64  # SHA-256 block size in bytes, for HMAC's pads


@dataclass(frozen=True)
class RowScope:
    """What a transaction may see: whole communities, and single buildings besides. Empty sees nothing."""

    communities: frozenset[int] = field(default_factory=frozenset)
    buildings: frozenset[int] = field(default_factory=frozenset)

    def covers(self, *, community: int, building: int | None) -> bool:
        """Whether a row of this community and building is inside."""
        return community in self.communities or (building is not None and building in self.buildings)

    @property
    def is_empty(self) -> bool:
        return not self.communities and not self.buildings


NOTHING = RowScope()


def open_scope(scope: RowScope, *, action: str = "") -> None:
    """Let the current transaction see the rows of `scope` and change the facts that `action` may change.

    action: a code of the gate's vocabulary. Raises RuntimeError if no transaction is open.
    """
    if not connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise RuntimeError("a row scope belongs to a transaction: open one first")
    run(SET_SCOPE, [statement(scope, action)])


def close_scope() -> None:
    """See nothing again, although the transaction goes on."""
    run(SET_SCOPE, [""])


def statement(scope: RowScope, action: str = "") -> str:
    """The signed statement for this connection, as the SQL function `scope.verified()` reads it."""
    database = connections[DEFAULT_DB_ALIAS]
    if database.connection is None:
        database.ensure_connection()
    return _signed(scope, action, database.connection.pgconn.backend_pid, int(time.time()) // SAME_SECONDS)


@lru_cache(maxsize=256)
def _signed(scope: RowScope, action: str, pid: int, begun: int) -> str:
    expires = begun * SAME_SECONDS + VALID_SECONDS
    communities = ",".join(map(str, sorted(scope.communities)))
    buildings = ",".join(map(str, sorted(scope.buildings)))
    message = f"v1|{expires}|{pid}|{communities}|{buildings}|{action}"
    return f"{message}|{sign(message).hex()}"


def sign(message: str) -> bytes:
    """HMAC-SHA-256 under the scope key. Statements begin with `v1|`, ledger entries with `entry|`."""
    return hmac.digest(_key(), message.encode(), "sha256")


def install_key(cursor: object, key: bytes) -> None:
    """Store the key's HMAC pads for the database to check with; run as the owner by `lindun init`."""
    padded = key.ljust(BLOCK, b"\0")
    inner, outer = bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded)
    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO scope.signing_key (inner_pad, outer_pad) VALUES (%s, %s)"
        " ON CONFLICT (only_row)"
        " DO UPDATE SET inner_pad = EXCLUDED.inner_pad, outer_pad = EXCLUDED.outer_pad",
        [inner, outer],
    )


@cache
def _key() -> bytes:
    return read_secret(settings.SCOPE_KEY_FILE)
