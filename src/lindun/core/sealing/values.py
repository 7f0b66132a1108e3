"""Sealing and opening one value of one person."""

from lindun.core.sealing.bindings import ValueBinding
from lindun.core.sealing.envelope import MAX_PLAINTEXT
from lindun.core.sealing.errors import InvalidInputError, MalformedError
from lindun.core.sealing.keys import DataKey

BLOCK = 16


def seal(key: DataKey, plaintext: bytes, *, binding: ValueBinding) -> bytes:
    """Return the envelope of `plaintext` (up to 16 MiB), openable only with this key at this binding.

    The value is padded to whole blocks of 16 bytes, since the length of a name or number gives it away.
    Raises InvalidInputError, KeyExhaustedError.
    """
    if len(plaintext) > MAX_PLAINTEXT:
        raise InvalidInputError
    return key.encrypt(_pad(plaintext), aad=binding.encode())


def unseal(key: DataKey, sealed: bytes, *, binding: ValueBinding) -> bytes:
    """Return the plaintext bytes. Raises a SealingError; NotAuthenticError for anything altered or moved."""
    return _unpad(key.decrypt(sealed, aad=binding.encode()))


def _pad(plaintext: bytes) -> bytes:
    """ISO/IEC 7816-4: one byte 0x80, then zeros up to the block."""
    return plaintext + b"\x80" + bytes(-(len(plaintext) + 1) % BLOCK)


def _unpad(padded: bytes) -> bytes:
    stripped = padded.rstrip(b"\0")
    if not stripped.endswith(b"\x80") or len(padded) % BLOCK or len(padded) - len(stripped) >= BLOCK:
        raise MalformedError
    return stripped[:-1]
