"""Small secrets of the house's own, kept in the database under the root key: a password, a key for marks.

Nothing of a resident is kept like this; that is sealed under the resident's own key.
"""

from __future__ import annotations

from uuid import UUID

from lindun.vault import rootkey

_LABEL = b"lindun/house-secret/v1\0"


def wrap_secret(secret: bytes, *, use: str, about: UUID) -> bytes:
    """Return the secret as it may be stored: an envelope bound to what it is for and to what it belongs to.

    use: a word of the caller's, e.g. `export.password`. about: the id of the row that holds it. Raises
    RootKeyError.
    """
    return rootkey.current().wrap(secret, context=_context(use, about))


def unwrap_secret(stored: bytes, *, use: str, about: UUID) -> bytes:
    """Return the secret. Raises SealingError for one that was altered, moved or is for another use."""
    return rootkey.current().unwrap(stored, context=_context(use, about))


def _context(use: str, about: UUID) -> bytes:
    return _LABEL + use.encode() + b"\0" + about.bytes
