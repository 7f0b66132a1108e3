"""The secrets of exports, as the gate keeps them: the marking key, and passwords until they are seen."""

from __future__ import annotations

import hmac
import secrets
import uuid

from lindun import gate
from lindun.exports.models import Export, MarkingKey
from lindun.gate.secrets import unwrap_secret, wrap_secret

MARKING, PASSWORD = "export.marking", "export.password"


def marking_key(passage: gate.Passage) -> bytes:
    """The house's key of marks and decoys, 32 bytes; drawn when it is needed for the first time."""
    found = MarkingKey.objects.first()
    if found is None:
        made = uuid.uuid4()
        wrapped = wrap_secret(secrets.token_bytes(32), use=MARKING, about=made)
        MarkingKey.objects.bulk_create([MarkingKey(id=made, wrapped=wrapped)], ignore_conflicts=True)
        found = MarkingKey.objects.get()  # somebody else's, if two drew at once
    return unwrap_secret(bytes(found.wrapped), use=MARKING, about=found.pk)


def digest(key: bytes, text: str) -> str:
    """A word of a decoy, so that it can be compared and not read."""
    return hmac.digest(key, b"lindun/hidden/v1" + text.encode(), "sha256").hex()[:32]


def close_password(export: Export, password: str) -> bytes:
    return wrap_secret(password.encode(), use=PASSWORD, about=export.pk)


def open_password(export: Export) -> str:
    """Raises gate.SealingError."""
    return unwrap_secret(bytes(export.password or b""), use=PASSWORD, about=export.pk).decode()
