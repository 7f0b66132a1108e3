"""The root key: where it comes from, and whether it is the right one.

A provider is anything that wraps and unwraps like `RootKeyProvider`: today a file, later a key service
(Vault or OpenBao transit) or a PKCS#11 module, whose secret never comes here.
"""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from lindun.core.sealing import SECRET_SIZE, RootKey, Suite, WrongKeyError, suite_by_name
from lindun.vault.errors import RootKeyError


class RootKeyProvider(Protocol):
    """The key at the top. `wrap` and `unwrap` bind to `context`; see lindun.core.sealing.Wrapper."""

    suite: Suite
    version: int

    @property
    def check_value(self) -> bytes: ...
    def verify_check_value(self, expected: bytes) -> None: ...
    def wrap(self, secret: bytes, *, context: bytes) -> bytes: ...
    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes: ...


def from_file(path: Path, *, suite: Suite) -> RootKeyProvider:
    """Read the root key. The file is 32 bytes, ours, and closed to group and others, or RootKeyError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise RootKeyError("the root key file is missing: restore it from its safe copy") from None
    except OSError:
        raise RootKeyError("the root key file cannot be opened by this process") from None
    try:
        _check_file(os.fstat(descriptor))  # of the open file: nobody can exchange it between check and use
        secret = os.read(descriptor, SECRET_SIZE + 1)
    finally:
        os.close(descriptor)
    if len(secret) != SECRET_SIZE:
        raise RootKeyError(f"the root key file must hold exactly {SECRET_SIZE} bytes")
    return RootKey(secret, suite=suite)


def _check_file(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise RootKeyError("the root key must be a plain file")
    if status.st_uid != os.geteuid():
        raise RootKeyError("the root key file belongs to another user: chown it to the one that runs Lindun")
    if stat.S_IMODE(status.st_mode) & 0o077:
        raise RootKeyError("the root key file can be read by other users: run `chmod 600` on it")


def current() -> RootKeyProvider:
    """Return the root key of the settings, checked against this database. Raises RootKeyError."""
    return _checked(settings.ROOT_KEY_FILE, settings.SEALING_SUITE, connection.settings_dict["NAME"])


@lru_cache(maxsize=8)
def _checked(path: Path, suite: str, database: str) -> RootKeyProvider:
    provider = from_file(path, suite=suite_by_name(suite))
    with connection.cursor() as cursor:
        _verify(cursor, provider)
    return provider


def install_check(cursor: Any) -> None:
    """Store what the root key must answer, or verify it if stored. Run as the owner. Raises RootKeyError."""
    provider = from_file(settings.ROOT_KEY_FILE, suite=suite_by_name(settings.SEALING_SUITE))
    cursor.execute(
        "INSERT INTO vault_keycheck (version, check_value, created) VALUES (%s, %s, now())"
        " ON CONFLICT (version) DO NOTHING",
        [provider.version, provider.check_value],
    )
    _verify(cursor, provider)


def _verify(cursor: Any, provider: RootKeyProvider) -> None:
    cursor.execute("SELECT check_value FROM vault_keycheck WHERE version = %s", [provider.version])
    found = cursor.fetchone()
    if found is None:
        raise RootKeyError("this database has not been given a root key: run `lindun init`")
    try:
        provider.verify_check_value(bytes(found[0]))
    except WrongKeyError:
        raise RootKeyError(
            "this is not the root key the database was sealed with: put back the right file"
            " (LINDUN_ROOT_KEY_FILE); nothing was changed"
        ) from None
