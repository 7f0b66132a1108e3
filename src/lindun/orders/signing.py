"""How a message of a work-order system is signed: HMAC-SHA-256 (RFC 2104) over everything that matters of it.

The key is 32 random bytes, written in base64url. It never travels with a message, and what was signed is good
for one message, one address and five minutes (docs/reference/work-order-interface.md).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

KEY_BYTES = 32
SECONDS = 300  # a message may be early or late
FORM = "lindun-work-order-v1"
NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
TIME = re.compile(r"[0-9]{9,11}")
SIGNATURE = re.compile(r"[0-9a-f]{64}")


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def written(key: bytes) -> str:
    """The key as it is shown and configured, without padding."""
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


def signature(key: bytes, *, method: str, path: str, time: str, nonce: str, body: bytes) -> str:
    """What the sender puts beside the message, in lower-case hexadecimal digits."""
    parts = (FORM, method, path, time, nonce, hashlib.sha256(body).hexdigest())
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def fits(presented: str, expected: str) -> bool:
    """Whether they are equal, in constant time."""
    return hmac.compare_digest(presented.encode(), expected.encode())
