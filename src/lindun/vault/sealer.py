"""Turn values into rows ready to be stored. Computing only: safe in a thread beside the database's work."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
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
from lindun.scope.bulk import row_ids
from lindun.vault.records import NewValue, Source, Subject, beside_bytes

FIRST_VERSION = 1
_ENTRY = struct.Struct(">c16sI")

# Ids are in their sixteen bytes: a UUID object computes them anew each time it is asked.
KeyRow = tuple[bytes, int, bytes, int, bytes]  # subject, building, wrapped key, messages, manifest
ValueRow = tuple[
    bytes, bytes, int, str, int, bytes, str
]  # id, subject, building, item, ordinal, sealed, masked
TokenRow = tuple[bytes, bytes, bytes, int, str, str]  # token, value, subject, building, item, form


@dataclass(slots=True, repr=False)
class SealedRows:
    """Rows of one community, ready for `store.insert`. Holds ciphertexts and masked forms, no plaintext."""

    community_id: int
    community_version: int
    keys: list[KeyRow] = field(default_factory=list)
    values: dict[Source, list[ValueRow]] = field(default_factory=dict)
    tokens: list[TokenRow] = field(default_factory=list)
    ids: Iterator[UUID] = field(default_factory=row_ids)
    _latest: tuple[Source | None, list[ValueRow]] = (None, [])

    def of_source(self, source: Source) -> list[ValueRow]:
        """Values by where they came from. Neighbours mostly share it, and a source is slow to hash."""
        latest, rows = self._latest
        if latest is not source:
            rows = self.values.setdefault(source, [])
            self._latest = source, rows
        return rows


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
            of_person = manifest(key, parts)
            rows.keys.append((subject.id.bytes, subject.building_id, wrapped, len(values), of_person))
        rows.tokens.sort()  # neighbours in the index are written together
        return rows

    def add_values(
        self, rows: SealedRows, key: DataKey, subject: Subject, values: Sequence[NewValue]
    ) -> list[bytes]:
        """Seal new values of one person into `rows`; return their parts of the manifest."""
        person, parts = subject.id.bytes, []
        for value in values:
            row_id = next(rows.ids)
            row = row_id.bytes
            ciphertext = seal_value(key, subject, value, row_id=row_id, version=FIRST_VERSION)
            rows.of_source(value.source).append(
                (row, person, subject.building_id, value.item, value.ordinal, ciphertext, value.masked)
            )
            parts.append(value_part(row, FIRST_VERSION))
            parts += self.add_tokens(rows, subject, value, row)
        return parts

    def add_tokens(self, rows: SealedRows, subject: Subject, value: NewValue, row: bytes) -> list[bytes]:
        """Make the tokens of one value, each once; return their parts of the manifest."""
        person, building, item, parts = subject.id.bytes, subject.building_id, value.item, []
        for kind, form, normal in dict.fromkeys(value.forms):
            made = token(self._index, kind=kind, form=form, value=normal)
            rows.tokens.append((made, row, person, building, item, form))
            parts.append(token_part(made, row))
        return parts


def seal_value(key: DataKey, subject: Subject, value: NewValue, *, row_id: UUID, version: int) -> bytes:
    """Seal one value for its row and version. Raises SealingError."""
    beside = beside_bytes(
        value.masked, value.ordinal, subject.community_id, subject.building_id, value.source
    )
    place = ValueBinding(row_id, subject.id, value.item, version, beside)
    return seal(key, utf8(value.plaintext), binding=place)


def value_part(row: bytes, version: int) -> bytes:
    """A value's part of its person's manifest (docs/spec/sealing.md section 6)."""
    return _ENTRY.pack(b"v", row, version)


def token_part(made: bytes, row: bytes) -> bytes:
    """A token's part of its person's manifest."""
    return b"t" + made + row


@contextmanager
def sealing(
    sealer: Sealer, people: Sequence[tuple[Subject, Sequence[NewValue]]], *, batch: int
) -> Iterator[Iterator[SealedRows]]:
    """Begin to seal in a thread; yields the batches in order, as they become ready.

    For imports: the database works meanwhile. Whoever takes a batch stores it by `actions.store_sealed`.
    """
    batches = [people[first : first + batch] for first in range(0, len(people), batch)]
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="sealing") as pool:
        yield pool.map(sealer.seal_new_subjects, batches)
