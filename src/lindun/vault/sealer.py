"""Turn values into rows ready to be stored. Computing only: safe in a thread beside the database's work."""

from __future__ import annotations

import secrets
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count, islice
from uuid import UUID

from lindun.core.sealing import (
    CommunityKey,
    DataKey,
    IndexKey,
    KeyBinding,
    Suite,
    ValueBinding,
    create_key,
    manifest,
    seal,
    token,
    utf8,
)
from lindun.vault.records import NewValue, Source, Subject, beside_bytes

FIRST_VERSION = 1
_ENTRY = struct.Struct(">c16sI")

KeyRow = tuple[UUID, int, bytes, int, bytes]  # subject, building, wrapped key, messages, manifest
ValueRow = tuple[
    UUID, UUID, int, str, int, bytes, str
]  # id, subject, building, item, ordinal, sealed, masked
TokenRow = tuple[bytes, UUID, UUID, int, str, str]  # token, value, subject, building, item, form


def row_ids() -> Iterator[UUID]:
    """Yield UUIDv7 (RFC 9562) counting up from a random start: rows sealed together lie together."""
    head = (time.time_ns() // 1_000_000) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0x2 << 62
    for low in count(secrets.randbits(61)):
        yield UUID(int=head | low)


@dataclass(slots=True, repr=False)
class SealedRows:
    """Rows of one community, ready for `store.insert`. Holds ciphertexts and masked forms, no plaintext."""

    community_id: int
    community_version: int
    keys: list[KeyRow] = field(default_factory=list)
    values: dict[Source, list[ValueRow]] = field(default_factory=dict)
    tokens: list[TokenRow] = field(default_factory=list)
    ids: Iterator[UUID] = field(default_factory=row_ids)


class Sealer:
    """Seals for one community. Made by `actions.sealer_of`, which fetches the keys."""

    def __init__(self, community_id: int, *, key: CommunityKey, index: IndexKey, suite: Suite) -> None:
        self._community_id = community_id
        self._key = key
        self._index = index
        self._suite = suite

    def new_rows(self) -> SealedRows:
        return SealedRows(self._community_id, self._key.version)

    def seal_new_subjects(self, people: Iterable[tuple[Subject, Sequence[NewValue]]]) -> SealedRows:
        """Give each person a new data key and seal their values. Raises SealingError."""
        rows = self.new_rows()
        for subject, values in people:
            binding = KeyBinding(self._community_id, FIRST_VERSION, subject.id)
            key, wrapped = create_key(DataKey, self._key, suite=self._suite, binding=binding)
            parts = self.add_values(rows, key, subject, values)
            rows.keys.append((subject.id, subject.building_id, wrapped, len(values), manifest(key, parts)))
        rows.tokens.sort()  # neighbours in the index are written together
        return rows

    def add_values(
        self, rows: SealedRows, key: DataKey, subject: Subject, values: Sequence[NewValue]
    ) -> list[bytes]:
        """Seal new values of one person into `rows`; return their parts of the manifest."""
        parts = []
        for value in values:
            row_id = next(rows.ids)
            ciphertext = seal_value(key, subject, value, row_id=row_id, version=FIRST_VERSION)
            where = (row_id, subject.id, subject.building_id, value.item, value.ordinal)
            rows.values.setdefault(value.source, []).append((*where, ciphertext, value.masked))
            parts.append(value_part(row_id, FIRST_VERSION))
            parts += self.add_tokens(rows, subject, value, row_id)
        return parts

    def add_tokens(self, rows: SealedRows, subject: Subject, value: NewValue, row_id: UUID) -> list[bytes]:
        """Make the tokens of one value, each once; return their parts of the manifest."""
        parts = []
        for search in dict.fromkeys(value.forms):
            made = token(self._index, kind=search.kind, form=search.form, value=search.value)
            rows.tokens.append((made, row_id, subject.id, subject.building_id, value.item, search.form))
            parts.append(token_part(made, row_id))
        return parts


def seal_value(key: DataKey, subject: Subject, value: NewValue, *, row_id: UUID, version: int) -> bytes:
    """Seal one value for its row and version. Raises SealingError."""
    beside = beside_bytes(
        value.masked, value.ordinal, subject.community_id, subject.building_id, value.source
    )
    place = ValueBinding(row_id, subject.id, value.item, version, beside)
    return seal(key, utf8(value.plaintext), binding=place)


def value_part(row_id: UUID, version: int) -> bytes:
    """A value's part of its person's manifest (docs/spec/sealing.md section 6)."""
    return _ENTRY.pack(b"v", row_id.bytes, version)


def token_part(made: bytes, row_id: UUID) -> bytes:
    """A token's part of its person's manifest."""
    return b"t" + made + row_id.bytes


def seal_ahead(
    sealer: Sealer, people: Iterable[tuple[Subject, Sequence[NewValue]]], *, batch: int = 1000
) -> Iterator[SealedRows]:
    """Yield sealed batches; while the caller stores one, the next is sealed in a thread.

    For imports: the caller opens a transaction and row scope for each batch and calls `actions.store_sealed`.
    """
    waiting = iter(people)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sealing") as pool:
        ahead = pool.submit(_next_batch, sealer, waiting, batch)
        while (rows := ahead.result()) is not None:
            ahead = pool.submit(_next_batch, sealer, waiting, batch)
            yield rows


def _next_batch(
    sealer: Sealer, waiting: Iterator[tuple[Subject, Sequence[NewValue]]], batch: int
) -> SealedRows | None:
    people = list(islice(waiting, batch))
    return sealer.seal_new_subjects(people) if people else None
