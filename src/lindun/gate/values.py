"""Sealed values as an open passage may meet them: masked forms, search, provenance, sealing new ones.

Every function takes the open passage, so that none can be called without a decision and an entry. None of
them yields plaintext: that is `reveal` alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from lindun.core.policy import Place
from lindun.gate.passages import Passage
from lindun.gate.plain import INDEXED, Plain, index_of
from lindun.vault import actions as vault_actions
from lindun.vault import queries as vault
from lindun.vault.errors import CommunityKeyMissingError, SubjectExistsError
from lindun.vault.records import NewValue, SearchForm, Source, Subject
from lindun.vault.sealer import Sealer
from lindun.vault.sealer import sealing as sealing_ahead

NAME, WHOLE = "name", "whole"
SEALED_TOGETHER = 250  # people: while these are being stored, the next are being sealed


class MaskedValue(NamedTuple):
    """A stored masked form: item code, which of several (from 0), the form as lists show it."""

    item: str
    ordinal: int
    masked: str


@dataclass(frozen=True)
class Provenance:
    """Where a value came from (COL-07)."""

    item: str
    ordinal: int
    masked: str
    channel: str
    collected_by: UUID
    collected_at: datetime
    purpose: str


@dataclass(frozen=True)
class Known:
    """Somebody brought again: who it is, and whether searchable values came that are not on record."""

    subject: UUID
    differs: bool


def masked(
    passage: Passage, subjects: Sequence[UUID], items: Sequence[str]
) -> dict[UUID, dict[str, list[MaskedValue]]]:
    """Stored masked forms, subject -> item -> values in order. Touches no key."""
    return {
        subject: {
            item: [MaskedValue(item, ordinal, form) for ordinal, form in enumerate(forms)]
            for item, forms in of_subject.items()
        }
        for subject, of_subject in vault.masked_values(subjects, items).items()
    }


def masked_forms(
    passage: Passage, subjects: Sequence[UUID], items: Sequence[str]
) -> Mapping[UUID, Mapping[str, Sequence[str]]]:
    """Stored masked forms alone, subject -> item -> forms in order, for long lists. Touches no key."""
    return vault.masked_values(subjects, items)


def find(
    passage: Passage, forms: Iterable[tuple[str, str, str]], *, communities: Sequence[int], most: int
) -> list[UUID]:
    """Subjects inside the passage's scope that carry any of the (kind, form, normalised) search forms."""
    tokens: list[bytes] = []
    for kind, form, value in forms:
        tokens += vault.search_tokens(communities, SearchForm(index_of(kind), form, value))
    return vault.find_subjects(tokens, limit=most) if tokens else []


def provenance(passage: Passage, subject: UUID, items: Sequence[str]) -> list[Provenance]:
    """Channel, collector, time and purpose of each value of these items; opens none of them."""
    return [
        Provenance(row.item, row.ordinal, row.masked, *row.source)
        for row in vault.fetch_sealed([subject], items)
    ]


@contextmanager
def sealing(
    passage: Passage,
    people: Sequence[tuple[UUID, int, Sequence[Plain]]],
    *,
    community: int,
    channel: str,
    purpose: str,
    at: datetime,
) -> Iterator[Callable[[], int]]:
    """Begin to seal the values of new subjects (id, building, values) of one community.

    Yields what stores them and returns how many there were: what the body writes before it calls that is
    written while they are sealed. A community's first resident brings its keys into being.
    """
    source = Source(channel, passage.who.collector, at, purpose)
    batch = [
        (Subject(subject, community, building), _new_values(plains, source))
        for subject, building, plains in people
    ]

    def store() -> int:
        for rows in batches:
            vault_actions.store_sealed(rows=rows)
        return sum(len(new) for _subject, new in batch)

    with sealing_ahead(_sealer(community), batch, batch=SEALED_TOGETHER) as batches:
        yield store


def _sealer(community: int) -> Sealer:
    try:
        return vault_actions.sealer_of(community_id=community)
    except CommunityKeyMissingError:
        vault_actions.create_community_key(community_id=community)
        return vault_actions.sealer_of(community_id=community)


def already_known(
    passage: Passage, people: Sequence[tuple[Sequence[UUID], Sequence[Plain]]], *, community: int
) -> list[Known | None]:
    """For each person brought: which of these subjects of the community bears the same whole name, if any.

    people: (subjects to compare with, values brought). Names, phones and plates are compared by search token;
    nothing is opened. Papers have no tokens, so a changed paper is not noticed.
    """
    subjects = {subject for candidates, _values in people for subject in candidates}
    if not subjects:
        return [None] * len(people)
    stored = vault.stored_tokens(list(subjects), sorted(INDEXED), form=WHOLE)
    return [_known(stored, candidates, plains, community) for candidates, plains in people]


def _known(
    stored: Mapping[UUID, Mapping[str, set[bytes]]],
    candidates: Sequence[UUID],
    plains: Sequence[Plain],
    community: int,
) -> Known | None:
    if not candidates:
        return None
    brought: dict[str, set[bytes]] = {}
    for plain in plains:
        for kind, form, value in plain.forms:
            if form == WHOLE:
                made = vault.search_tokens([community], SearchForm(kind, form, value))
                brought.setdefault(plain.item, set()).update(made)
    found = [
        Known(subject, differs=any(tokens - on_record.get(item, set()) for item, tokens in brought.items()))
        for subject in candidates
        if (on_record := stored.get(subject, {})) and brought.get(NAME, set()) & on_record.get(NAME, set())
    ]
    return min(found, key=lambda known: known.differs, default=None)


def _new_values(plains: Sequence[Plain], source: Source) -> list[NewValue]:
    ordinals: dict[str, int] = {}
    new = []
    for plain in plains:
        ordinal = ordinals.get(plain.item, 0)
        ordinals[plain.item] = ordinal + 1
        new.append(NewValue(plain.item, plain.plaintext, plain.masked, source, ordinal, plain.forms))
    return new


class SealedAlready(Exception):
    """There is a value of this item and ordinal."""


def add(
    passage: Passage,
    subject: UUID,
    place: Place,
    *,
    item: str,
    ordinal: int,
    plaintext: str,
    masked: str,
    channel: str,
    purpose: str,
    at: datetime,
) -> None:
    """Seal one more value of somebody who is on record. place: where she lives. Raises SealedAlready."""
    source = Source(channel, passage.who.collector, at, purpose)
    person = Subject(subject, place.community, place.building or 0)
    try:
        with transaction.atomic():
            vault_actions.seal_values(
                subject=person, values=[NewValue(item, plaintext, masked, source, ordinal)]
            )
    except SubjectExistsError as taken:
        raise SealedAlready from taken
