"""The envelope: a header that says how to open it, a random salt, the ciphertext and its tag.

    format version (1) | suite id (1) | key version (4) | salt (24) | ciphertext | tag (16)

Nonce discipline. A key of the hierarchy never encrypts anything itself. For each message a fresh 192-bit
salt is drawn, a message key is derived from it (HKDF-Expand, RFC 5869), and the last 96 bits of the salt are
the nonce. A (message key, nonce) pair can only repeat if a whole salt repeats, so there is no counter that a
restored backup, a second process or a rolled-back transaction could set back.
"""

import secrets
import struct
from collections.abc import Callable

from cryptography.exceptions import InvalidTag

from lindun.core.sealing.errors import (
    InvalidInputError,
    MalformedError,
    NotAuthenticError,
    UnknownFormatError,
    WrongKeyError,
)
from lindun.core.sealing.framing import frame
from lindun.core.sealing.suites import NONCE_SIZE, TAG_SIZE, Suite, suite_by_id

FORMAT_VERSION = 1
SALT_SIZE = 24
MAX_PLAINTEXT = 16 * 2**20

_HEADER = struct.Struct(">BBI")
_BODY = _HEADER.size + SALT_SIZE
_MIN_SIZE = _BODY + TAG_SIZE
_MAX_SIZE = _MIN_SIZE + MAX_PLAINTEXT + 16
_MESSAGE = frame(b"lindun/message/v1")

Derive = Callable[[bytes], bytes]


def encrypt(derive: Derive, suite: Suite, key_version: int, plaintext: bytes, aad: bytes) -> bytes:
    """Return the envelope of `plaintext`, bound to `aad` and to its own header.

    `derive` is the key: info -> one block of HKDF-Expand. Raises InvalidInputError above the size limit.
    """
    if len(plaintext) > MAX_PLAINTEXT + 16:
        raise InvalidInputError
    header = _HEADER.pack(FORMAT_VERSION, suite.id, key_version)
    salt = secrets.token_bytes(SALT_SIZE)
    message_key = derive(_MESSAGE + header + salt)[: suite.message_key_size]
    return header + salt + suite.encrypt(message_key, salt[-NONCE_SIZE:], plaintext, header + aad)


def decrypt(derive: Derive, suite: Suite, key_version: int, envelope: bytes, aad: bytes) -> bytes:
    """Return the plaintext. Raises MalformedError, UnknownFormatError, UnknownSuiteError, WrongKeyError
    (another suite or key version) or NotAuthenticError (altered, moved, another secret).
    """
    if parse_header(envelope) != (suite, key_version):
        raise WrongKeyError
    header, salt = envelope[: _HEADER.size], envelope[_HEADER.size : _BODY]
    message_key = derive(_MESSAGE + header + salt)[: suite.message_key_size]
    try:
        return suite.decrypt(message_key, salt[-NONCE_SIZE:], envelope[_BODY:], header + aad)
    except InvalidTag:
        raise NotAuthenticError from None


def parse_header(envelope: bytes) -> tuple[Suite, int]:
    """Return (suite, key version) as the envelope claims them: good for choosing a key, not for trust.

    Raises MalformedError, UnknownFormatError, UnknownSuiteError.
    """
    if not _MIN_SIZE <= len(envelope) <= _MAX_SIZE:
        raise MalformedError
    format_version, suite_id, key_version = _HEADER.unpack_from(envelope)
    if format_version != FORMAT_VERSION:
        raise UnknownFormatError
    return suite_by_id(suite_id), key_version
