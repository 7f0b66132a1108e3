"""Canonical JSON (RFC 8785) for values without floating point.

Only null, booleans, strings, integers of at most 53 bits, lists and objects: for these the canonical form
needs no number formatting, so two implementations cannot disagree about it.
"""

import json
from typing import Any

MAX_INTEGER = 2**53 - 1
_MAX_DEPTH = 16
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
encode_checked = _encoder.encode  # for callers that built the value themselves, members already in order


class CanonicalError(ValueError):
    """The value has no canonical form here, or the bytes are not in canonical form. Never quotes them."""


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of `value`; raises CanonicalError for anything but the types named above."""
    try:
        return encode_checked(_ordered(value, _MAX_DEPTH)).encode()
    except UnicodeEncodeError as error:
        raise CanonicalError("a string holds half a surrogate pair") from error


def _ordered(value: object, depth: int) -> object:
    """`value` with every object's members in the order of their UTF-16 code units (RFC 8785, 3.2.3)."""
    if depth == 0:
        raise CanonicalError("nested too deeply")
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise CanonicalError("an integer needs more than 53 bits")
        return value
    if isinstance(value, list | tuple):
        return [_ordered(item, depth - 1) for item in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise CanonicalError("an object's member names are strings")
        members = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name], depth - 1) for name in members}
    raise CanonicalError("a value of a type that has no canonical form")


def parse_canonical(data: bytes) -> Any:
    """The value of canonical bytes; raises CanonicalError when `data` is not exactly canonical."""
    try:
        value = json.loads(data.decode(), parse_float=_refuse_number, parse_constant=_refuse_number)
    except (ValueError, RecursionError) as error:
        raise CanonicalError("not JSON, or numbers that are not integers") from error
    if canonical(value) != data:
        raise CanonicalError("not in canonical form")
    return value


def _refuse_number(text: str) -> None:
    raise CanonicalError("a number is not an integer")
