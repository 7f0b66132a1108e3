"""What goes into the vault and what comes out. None of these shows a value in its repr."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from lindun.core.sealing import CommunityKey, InvalidInputError, ValueBinding

COMMUNITY = "community"  # kind of the key that wraps the data keys of a community's people
INDEX = "index"  # kind of the key that makes a community's search tokens
KEY_KINDS = (COMMUNITY, INDEX)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = struct.Struct(">hiiI")
_SOURCE = struct.Struct(">16sqII")


class Subject(NamedTuple):
    """A data subject and where the row scope finds them."""

    id: UUID
    community_id: int
    building_id: int


class Source(NamedTuple):
    """Where a value came from (COL-07): channel code, who collected it, when (aware), purpose code."""

    channel: str
    collected_by: UUID
    collected_at: datetime
    purpose: str


class SearchForm(NamedTuple):
    """One way a value can be found: kind (`phone`), form (`whole`, `last4`), normalised text."""

    kind: str
    form: str
    value: str

    def __repr__(self) -> str:
        return f"SearchForm({self.kind}.{self.form})"


@dataclass(slots=True, repr=False)
class NewValue:
    """A value on its way in.

    item: catalogue code; ordinal: 0..32767, for several of one item; plaintext: as it will be shown;
    masked: the form that stands in lists; forms: how it can be found, as SearchForm or its plain tuple.
    """

    item: str
    plaintext: str
    masked: str
    source: Source
    ordinal: int = 0
    forms: tuple[tuple[str, str, str], ...] = ()

    def __repr__(self) -> str:
        return f"NewValue({self.item})"


class Opener(NamedTuple):
    """What opens the rows of one person: the community's key, and the person's key wrapped by it."""

    community_key: CommunityKey
    wrapped: bytes
    version: int


class SealedRow(NamedTuple):
    """A sealed value as stored. `masked` is for everybody the scope lets see the row; the rest is closed."""

    source: Source
    opener: Opener
    id: UUID
    subject_id: UUID
    community_id: int
    building_id: int
    item: str
    ordinal: int
    version: int
    ciphertext: bytes
    masked: str

    def __repr__(self) -> str:
        return f"SealedRow({self.item})"

    def binding(self) -> ValueBinding:
        """The place this row claims to be; the tag says whether that is true."""
        beside = beside_bytes(self.masked, self.ordinal, self.community_id, self.building_id, self.source)
        return ValueBinding(self.id, self.subject_id, self.item, self.version, beside)


def beside_bytes(masked: str, ordinal: int, community_id: int, building_id: int, source: Source) -> bytes:
    """Canonical bytes of the clear columns of a row. Raises InvalidInputError for values out of range."""
    try:
        text = masked.encode()
        return _PLACE.pack(ordinal, community_id, building_id, len(text)) + text + _source_bytes(source)
    except (struct.error, UnicodeEncodeError):
        raise InvalidInputError from None


@lru_cache(maxsize=1024)
def _source_bytes(source: Source) -> bytes:
    microseconds = (source.collected_at - _EPOCH) // _MICROSECOND
    channel, purpose = source.channel.encode(), source.purpose.encode()
    head = _SOURCE.pack(source.collected_by.bytes, microseconds, len(channel), len(purpose))
    return head + channel + purpose
