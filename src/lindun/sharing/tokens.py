"""The secrets of a link: what is sent, what is told, what one browser keeps. The database has hashes only.

Each is hashed with HMAC-SHA-256 under a key that is derived (HKDF, RFC 5869) from the installation's secret,
which the database does not hold: whoever reads the table can neither use a token nor try out PINs.
"""

from __future__ import annotations

import hmac
import secrets
from functools import cache
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

TOKEN_BYTES = 24  # 192 bits
PIN_DIGITS = 6
MOST_TOKEN = 64  # longer than any of ours: what is longer is not looked at


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_pin() -> str:
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"


def token_digest(token: str) -> bytes:
    return _digest("token", token)


def pin_digest(link: UUID, pin: str) -> bytes:
    """Of this link's PIN: the same digits elsewhere have another hash."""
    return _digest(f"pin {link}", pin)


def browser_digest(link: UUID, browser: str) -> bytes:
    return _digest(f"browser {link}", browser)


def same(stored: bytes | memoryview | None, presented: bytes) -> bool:
    """Whether they are equal, in constant time; nothing stored is equal to nothing."""
    return stored is not None and hmac.compare_digest(bytes(stored), presented)


def _digest(kind: str, secret: str) -> bytes:
    return hmac.digest(_key(), f"{kind}|{secret}".encode(), "sha256")


@cache
def _key() -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"lindun work-order links v1")
    return derived.derive(settings.SECRET_KEY.encode())
