"""Robots' addresses and secrets are credentials: they are stored encrypted under a key the database lacks."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(Exception):
    """It was stored under another key."""


def close(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode() if text else ""


def opened(stored: str) -> str:
    """Raises CannotOpen."""
    try:
        return _fernet().decrypt(stored.encode()).decode() if stored else ""
    except InvalidToken:
        raise CannotOpen from None


def _fernet() -> Fernet:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"lindun robot addresses v1")
    return Fernet(base64.urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
