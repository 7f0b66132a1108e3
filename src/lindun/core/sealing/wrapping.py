"""Making, wrapping and unwrapping keys: a key is only ever stored under the one above it."""

import secrets
from typing import Protocol, TypeVar

from lindun.core.sealing.bindings import KeyBinding
from lindun.core.sealing.errors import KeyMaterialError
from lindun.core.sealing.keys import SECRET_SIZE, CommunityKey, DataKey, IndexKey
from lindun.core.sealing.suites import Suite, suite_by_id

_K = TypeVar("_K", CommunityKey, DataKey, IndexKey)


class Wrapper(Protocol):
    """What can wrap a key: the root key from a file, a community key, or a module in another machine.

    `wrap` binds the secret to `context`; `unwrap` raises a SealingError unless secret and context fit.
    """

    def wrap(self, secret: bytes, *, context: bytes) -> bytes: ...
    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes: ...


def create_key(kind: type[_K], wrapper: Wrapper, *, suite: Suite, binding: KeyBinding) -> tuple[_K, bytes]:
    """Draw a secret; return the key and its wrapped form, which is all that may be stored.

    Raises InvalidInputError or KeyMaterialError for a binding out of range.
    """
    secret = secrets.token_bytes(SECRET_SIZE)
    key = kind(secret, suite=suite, version=binding.version)
    # The suite travels inside: it says how the key is to be used, so it must be authenticated with it.
    return key, wrapper.wrap(bytes([suite.id]) + secret, context=binding.encode(kind.role))


def open_key(
    kind: type[_K], wrapper: Wrapper, wrapped: bytes, *, binding: KeyBinding, messages: int = 0
) -> _K:
    """Return the key that was wrapped for this binding. Raises a SealingError otherwise.

    `messages` is the stored count of what the key has sealed so far; the bound is held from there.
    """
    payload = wrapper.unwrap(wrapped, context=binding.encode(kind.role))
    if len(payload) != 1 + SECRET_SIZE:
        raise KeyMaterialError
    suite = suite_by_id(payload[0])
    return kind(payload[1:], suite=suite, version=binding.version, messages=messages)


def rewrap_key(
    kind: type[CommunityKey] | type[DataKey] | type[IndexKey],
    *,
    old: Wrapper,
    new: Wrapper,
    wrapped: bytes,
    binding: KeyBinding,
) -> bytes:
    """Return the same key wrapped by `new` (rotation of the key above). Raises a SealingError."""
    context = binding.encode(kind.role)
    return new.wrap(old.unwrap(wrapped, context=context), context=context)
