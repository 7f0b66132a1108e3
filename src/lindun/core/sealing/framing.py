"""Unambiguous encoding: every part carries its length, so no two lists of parts encode alike."""

import struct

from lindun.core.sealing.errors import InvalidInputError

_LENGTH = struct.Struct(">I")
_MAX = 2**32 - 1


def frame(part: bytes) -> bytes:
    """Return `part` behind its length (4 bytes, big-endian). Raises InvalidInputError above 4 GiB."""
    if len(part) > _MAX:
        raise InvalidInputError
    return _LENGTH.pack(len(part)) + part


def frames(*parts: bytes) -> bytes:
    """Return the parts framed one after the other; injective for any number of parts."""
    return b"".join([frame(part) for part in parts])


def utf8(text: str) -> bytes:
    """Return the text in UTF-8. Raises InvalidInputError for lone surrogates, without quoting the text."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise InvalidInputError from None
