"""Find what was altered directly in storage (STO-07), without letting a plaintext out.

For each person: the key row must unwrap, every value's tag must verify at its place with its clear columns,
and the manifest must list exactly the rows and tokens that are there. Rows without a key row are strays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lindun.core.sealing import DataKey, SealingError, unseal, verify_manifest
from lindun.scope.opening import RowScope, open_scope
from lindun.vault.errors import CommunityKeyMissingError
from lindun.vault.queries import open_data_key, read_opener
from lindun.vault.records import Opener, SealedRow, Source
from lindun.vault.sealer import token_part, value_part

BATCH = 500
FIRST = UUID(int=0)

KEY_ALTERED = "vault.key-altered"
VALUE_ALTERED = "vault.value-altered"
SET_ALTERED = "vault.set-altered"  # a row or token is missing, added, or an older version
NOT_DESTROYED = "vault.not-destroyed"  # rows of a person whose key was destroyed
STRAY = "vault.stray-row"  # rows of a person who has no key row

_KEYS = """
SELECT subject_id, community_id, building_id, version, wrapped, manifest FROM vault_subjectkey
 WHERE subject_id > %s ORDER BY subject_id LIMIT %s
"""
_VALUES = """
SELECT id, subject_id, community_id, building_id, item, ordinal, version, ciphertext, masked,
       source_channel, collected_by, collected_at, purpose
  FROM vault_sealedvalue WHERE subject_id = ANY(%b)
"""
_TOKENS = """
SELECT subject_id, token, value_id, community_id, building_id FROM vault_token WHERE subject_id = ANY(%b)
"""
_STRAYS = """
SELECT subject_id FROM vault_sealedvalue v
 WHERE NOT EXISTS (SELECT FROM vault_subjectkey k WHERE k.subject_id = v.subject_id)
UNION
SELECT subject_id FROM vault_token t
 WHERE NOT EXISTS (SELECT FROM vault_subjectkey k WHERE k.subject_id = t.subject_id)
"""


@dataclass(frozen=True)
class Finding:
    """One alteration: what (code), whose, which row (for a value), and when it was noticed."""

    code: str
    subject_id: UUID
    value_id: UUID | None
    detected_at: datetime


@dataclass
class Report:
    """How much was checked and what was found. `raise_if_altered` is for callers that need a verdict."""

    subjects: int = 0
    values: int = 0
    tokens: int = 0
    findings: list[Finding] = field(default_factory=list)

    def raise_if_altered(self) -> None:
        """Raise AlteredError if anything was found."""
        if self.findings:
            raise AlteredError(self)


class AlteredError(Exception):
    """Storage does not hold what was sealed; `report` lists where."""

    code = "vault.altered"

    def __init__(self, report: Report) -> None:
        super().__init__(f"{self.code}: {len(report.findings)} findings")
        self.report = report


@dataclass(slots=True)
class _Person:
    subject_id: UUID
    community_id: int
    building_id: int
    version: int
    wrapped: bytes | None
    manifest: bytes | None
    values: list[tuple[Any, ...]] = field(default_factory=list)
    tokens: list[tuple[Any, ...]] = field(default_factory=list)


def verify_integrity(
    *, communities: Sequence[int], progress: Callable[[int], None] = lambda checked: None
) -> Report:
    """Check every row of these communities in batches, each in its own transaction and row scope.

    progress: called with the number of people checked so far. Nothing opened leaves this module. Raises
    RuntimeError inside a transaction, RootKeyError; findings are in the report.
    """
    report, after = Report(), FIRST
    while True:
        with _scope(communities):
            people = _read_people(after)
            if not people:
                _add_strays(report)
                return report
            for person in people:
                _check(person, report)
        after = people[-1].subject_id
        progress(report.subjects)


@contextmanager
def _scope(communities: Sequence[int]) -> Iterator[None]:
    with transaction.atomic(durable=True):
        open_scope(RowScope(frozenset(communities)))
        yield


def _read_people(after: UUID) -> list[_Person]:
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [after, BATCH])
        people = {row[0]: _Person(*row) for row in cursor.fetchall()}
        cursor.execute(_VALUES, [list(people)])
        for row in cursor.fetchall():
            people[row[1]].values.append(row)
        cursor.execute(_TOKENS, [list(people)])
        for subject_id, *row in cursor.fetchall():
            people[subject_id].tokens.append(tuple(row))
    return list(people.values())


def _check(person: _Person, report: Report) -> None:
    report.subjects += 1
    report.values += len(person.values)
    report.tokens += len(person.tokens)
    if person.wrapped is None or person.manifest is None:
        if person.values or person.tokens:
            _find(report, NOT_DESTROYED, person.subject_id)
        return
    try:
        opener = read_opener(person.community_id, person.wrapped, person.version)
        key = open_data_key(opener, person.community_id, person.subject_id)
    except (SealingError, CommunityKeyMissingError):
        _find(report, KEY_ALTERED, person.subject_id)
        return
    for row in person.values:
        _check_value(person, row, opener, key, report)
    _check_manifest(person, key, report)


def _check_value(person: _Person, row: tuple[Any, ...], opener: Opener, key: DataKey, report: Report) -> None:
    sealed = SealedRow(Source(*row[9:]), opener, *row[:9])
    here = (sealed.community_id, sealed.building_id) == (person.community_id, person.building_id)
    try:
        unseal(key, sealed.ciphertext, binding=sealed.binding())
    except SealingError:
        here = False
    if not here:
        _find(report, VALUE_ALTERED, person.subject_id, sealed.id)


def _check_manifest(person: _Person, key: DataKey, report: Report) -> None:
    parts = [value_part(row[0].bytes, row[6]) for row in person.values]
    parts += [token_part(made, value_id.bytes) for made, value_id, *_ in person.tokens]
    places = {tuple(place) for _, _, *place in person.tokens}
    try:
        verify_manifest(key, parts, person.manifest or b"")
    except SealingError:
        _find(report, SET_ALTERED, person.subject_id)
        return
    if places - {(person.community_id, person.building_id)}:
        _find(report, SET_ALTERED, person.subject_id)


def _add_strays(report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_STRAYS)
        for (subject_id,) in cursor.fetchall():
            _find(report, STRAY, subject_id)


def _find(report: Report, code: str, subject_id: UUID, value_id: UUID | None = None) -> None:
    report.findings.append(Finding(code, subject_id, value_id, datetime.now(UTC)))
