"""The keys of the hierarchy: root key -> community key -> data key per person; index key per community.

Every key is 256 bits of uniform secret, whatever the suite; what a cipher needs (SM4: 128 bits) is derived
per message. A key object keeps no bytes, only a primed HMAC inside OpenSSL: there is no attribute to print.
Python cannot promise to erase memory; process memory is outside what this package protects.
"""

from itertools import count
from typing import NoReturn

from cryptography.hazmat.primitives import hmac
from cryptography.hazmat.primitives.constant_time import bytes_eq

from lindun.core.sealing import envelope
from lindun.core.sealing.errors import KeyExhaustedError, KeyMaterialError, WrongKeyError
from lindun.core.sealing.framing import frame, frames, utf8
from lindun.core.sealing.suites import SUITES, Suite

SECRET_SIZE = 32
MAX_VERSION = 2**32 - 1
MAX_MESSAGES_PER_KEY = 2**32
CHECK_VALUE_SIZE = 16

_TOKEN = b"lindun/token/v1"
_CHECK = frame(b"lindun/check/v1")
_ROOT = b"lindun/root/v1/"


class Opaque:
    """An object that shows nothing of itself: not in text, not in a pickle, not in a copy."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __getstate__(self) -> NoReturn:
        raise TypeError("a key cannot be serialised")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a key cannot be serialised")


class Key(Opaque):
    """A secret (32 bytes) of one suite and version. `messages`: how many it sealed before this object.

    Raises KeyMaterialError for a secret of another size, a version outside 1..2^32-1, a negative count.
    """

    __slots__ = ("_prf", "_uses", "suite", "version")
    role = b"key"

    def __init__(self, secret: bytes, *, suite: Suite, version: int, messages: int = 0) -> None:
        if len(secret) != SECRET_SIZE or not 1 <= version <= MAX_VERSION or messages < 0:
            raise KeyMaterialError
        self._prf = hmac.HMAC(secret, suite.digest)
        self._uses = count(messages)
        self.suite = suite
        self.version = version

    def derive(self, info: bytes) -> bytes:
        """Return the first block of HKDF-Expand(secret, info) (RFC 5869 section 2.3): 32 bytes."""
        prf = self._prf.copy()
        prf.update(info + b"\x01")
        return prf.finalize()

    def encrypt(self, plaintext: bytes, *, aad: bytes) -> bytes:
        """Return an envelope. Raises KeyExhaustedError once the key has sealed 2^32 messages."""
        if next(self._uses) >= MAX_MESSAGES_PER_KEY:
            raise KeyExhaustedError
        return envelope.encrypt(self.derive, self.suite, self.version, plaintext, aad)

    def decrypt(self, sealed: bytes, *, aad: bytes) -> bytes:
        """Return the plaintext of an envelope, or raise a SealingError (see envelope.decrypt)."""
        return envelope.decrypt(self.derive, self.suite, self.version, sealed, aad)

    @property
    def check_value(self) -> bytes:
        """Sixteen bytes that identify the secret without helping to guess it; safe to store in clear."""
        return self.derive(_CHECK)[:CHECK_VALUE_SIZE]

    def verify_check_value(self, expected: bytes) -> None:
        """Raise WrongKeyError unless this is the key that `expected` was taken from (constant time)."""
        if not bytes_eq(self.check_value, expected):
            raise WrongKeyError


class DataKey(Key):
    """Seals the values of one person. Destroying its wrapped form destroys them all."""

    __slots__ = ()
    role = b"data"


class CommunityKey(Key):
    """Wraps the data keys and the index key of one community."""

    __slots__ = ()
    role = b"community"

    def wrap(self, secret: bytes, *, context: bytes) -> bytes:
        """Return the envelope of another key's secret, bound to `context`."""
        return self.encrypt(secret, aad=context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Return the secret, or raise a SealingError."""
        return self.decrypt(wrapped, aad=context)


class IndexKey(Key):
    """Makes the blind-index tokens of one community; one derived key for each kind and form."""

    __slots__ = ("_forms",)
    role = b"index"

    def __init__(self, secret: bytes, *, suite: Suite, version: int, messages: int = 0) -> None:
        super().__init__(secret, suite=suite, version=version, messages=messages)
        self._forms: dict[tuple[str, str], hmac.HMAC] = {}

    def prf_of(self, kind: str, form: str) -> hmac.HMAC:
        """Return a primed HMAC under the key of this kind and form; kept, since catalogues have few forms."""
        prf = self._forms.get((kind, form))
        if prf is None:
            prf = hmac.HMAC(self.derive(frames(_TOKEN, utf8(kind), utf8(form))), self.suite.digest)
            self._forms[(kind, form)] = prf
        return prf.copy()


class RootKey(Opaque):
    """The secret at the top, from a file. Wraps with `suite`, unwraps whatever suite it wrapped with before.

    One independent key per suite is extracted from the secret (HKDF-Extract, RFC 5869 section 2.2).
    Raises KeyMaterialError unless the secret is 32 bytes.
    """

    __slots__ = ("_keys", "suite", "version")

    def __init__(self, secret: bytes, *, suite: Suite, version: int = 1) -> None:
        if len(secret) != SECRET_SIZE:
            raise KeyMaterialError
        self._keys = {each: Key(_extract(secret, each), suite=each, version=version) for each in SUITES}
        self.suite = suite
        self.version = version

    @property
    def check_value(self) -> bytes:
        """Sixteen bytes that identify the secret; the same under every suite setting."""
        return self._keys[SUITES[0]].check_value

    def verify_check_value(self, expected: bytes) -> None:
        """Raise WrongKeyError unless this is the root key that `expected` was taken from."""
        self._keys[SUITES[0]].verify_check_value(expected)

    def wrap(self, secret: bytes, *, context: bytes) -> bytes:
        """Return the envelope of another key's secret, bound to `context`."""
        return self._keys[self.suite].encrypt(secret, aad=context)

    def unwrap(self, wrapped: bytes, *, context: bytes) -> bytes:
        """Return the secret, or raise a SealingError."""
        suite, _ = envelope.parse_header(wrapped)
        return self._keys[suite].decrypt(wrapped, aad=context)


def _extract(secret: bytes, suite: Suite) -> bytes:
    extractor = hmac.HMAC(_ROOT + suite.name.encode(), suite.digest)
    extractor.update(secret)
    return extractor.finalize()
