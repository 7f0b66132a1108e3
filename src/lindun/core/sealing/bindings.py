"""Where a ciphertext belongs. The encoding of that place is authenticated with it (AAD)."""

import struct
from typing import NamedTuple
from uuid import UUID

from lindun.core.sealing.errors import InvalidInputError
from lindun.core.sealing.framing import frame, utf8

_VALUE = frame(b"lindun/value/v1")
_KEY = frame(b"lindun/key/v1")
_VALUE_PLACE = struct.Struct(">16s16sII")  # ends with the length of the item
_KEY_PLACE = struct.Struct(">QI16s")
_NOBODY = bytes(16)


class ValueBinding(NamedTuple):
    """The one place where a sealed value may be opened.

    row_id: the row that stores it; subject_id: the person it is about; item: catalogue code;
    version: 0..2^32-1, grows with each replacement; beside: canonical bytes of the clear columns that
    stand beside the ciphertext (masked form, source), so that altering them is noticed too.
    """

    row_id: UUID
    subject_id: UUID
    item: str
    version: int
    beside: bytes = b""

    def encode(self) -> bytes:
        """Return the AAD part. Raises InvalidInputError: empty or broken item, version out of range."""
        if not self.item:
            raise InvalidInputError
        item = utf8(self.item)
        try:
            place = _VALUE_PLACE.pack(self.row_id.bytes, self.subject_id.bytes, self.version, len(item))
        except struct.error:
            raise InvalidInputError from None
        return _VALUE + place + item + frame(self.beside)


class KeyBinding(NamedTuple):
    """Whose key it is: community (0..2^64-1), the key's own version (1..2^32-1), the person if a data key.

    The role (`community`, `index`, `data`) comes from the class of the key, so one cannot stand for another.
    """

    community_id: int
    version: int = 1
    subject_id: UUID | None = None

    def encode(self, role: bytes) -> bytes:
        """Return the AAD part. Raises InvalidInputError for values out of range."""
        subject = self.subject_id.bytes if self.subject_id else _NOBODY
        try:
            place = _KEY_PLACE.pack(self.community_id, self.version, subject)
        except struct.error:
            raise InvalidInputError from None
        return _KEY + frame(role) + place
