"""Unambiguous encoding: every part carries its length, so no two lists of parts encode alike."""

import struct

from lindun.core.sealing.errors import InvalidInputError

_LENGTH = struct.Struct(">I")


def frame(part: bytes) -> bytes:
    """Return `part` (below 4 GiB) behind its length: 4 bytes, big-endian."""
    return _LENGTH.pack(len(part)) + part


def frames(*parts: bytes) -> bytes:
    """Return the parts framed one after the other; injective for any number of parts."""
    return b"".join([_LENGTH.pack(len(part)) + part for part in parts])


def utf8(text: str) -> bytes:
    """Return the text in UTF-8. Raises InvalidInputError for lone surrogates, without quoting the text."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise InvalidInputError from None
