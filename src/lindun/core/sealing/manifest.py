"""The manifest of a person: what belongs to them, authenticated, so that a missing or old row is noticed."""

from collections.abc import Iterable

from cryptography.hazmat.primitives.constant_time import bytes_eq

from lindun.core.sealing.errors import NotAuthenticError
from lindun.core.sealing.framing import frame, frames
from lindun.core.sealing.keys import DataKey

MANIFEST_SIZE = 16
_LABEL = frame(b"lindun/manifest/v1")


def manifest(key: DataKey, parts: Iterable[bytes]) -> bytes:
    """Return 16 bytes over the set of parts (rows with versions, tokens); their order does not matter."""
    return key.derive(_LABEL + frames(*sorted(parts)))[:MANIFEST_SIZE]


def verify_manifest(key: DataKey, parts: Iterable[bytes], expected: bytes) -> None:
    """Raise NotAuthenticError unless exactly these parts were listed (constant time)."""
    if not bytes_eq(manifest(key, parts), expected):
        raise NotAuthenticError
