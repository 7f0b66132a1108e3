"""Every write of the vault. Each runs in the caller's transaction and scope; the gate writes the entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection

from lindun.core.sealing import (
    CommunityKey,
    DataKey,
    IndexKey,
    KeyBinding,
    Suite,
    create_key,
    manifest,
    rewrap_key,
    suite_by_name,
)
from lindun.vault import keyring, rootkey, store
from lindun.vault.errors import (
    CommunityKeyExistsError,
    NoTransactionError,
    SubjectDestroyedError,
    SubjectExistsError,
    SubjectUnknownError,
)
from lindun.vault.queries import open_data_key, read_opener
from lindun.vault.records import COMMUNITY, INDEX, NewValue, Subject
from lindun.vault.sealer import SealedRows, Sealer, seal_value, token_part, value_part

REWRAP_BATCH = 2000


@dataclass(frozen=True)
class Destroyed:
    """What the destruction of a person's key took with it."""

    at: datetime
    values: int
    tokens: int


@dataclass(frozen=True)
class Rotated:
    """The new version of a community's key, and how many data keys it wraps now."""

    version: int
    rewrapped: int


@dataclass(frozen=True, slots=True, repr=False)
class _Held:
    """A person's key row, locked for this transaction."""

    subject: Subject
    key: DataKey


def create_community_key(*, community_id: int) -> None:
    """Give a community its key and its index key, wrapped by the root key, in the suite of the settings.

    Raises CommunityKeyExistsError, RootKeyError.
    """
    _require_transaction()
    root, suite, binding = rootkey.current(), _suite(), KeyBinding(community_id)
    _, community = create_key(CommunityKey, root, suite=suite, binding=binding)
    _, index = create_key(IndexKey, root, suite=suite, binding=binding)
    with connection.cursor() as cursor:
        _insert_community_key(cursor, community_id, COMMUNITY, 1, community)
        _insert_community_key(cursor, community_id, INDEX, keyring.INDEX_VERSION, index)


def sealer_of(*, community_id: int) -> Sealer:
    """Return what seals for a community; it needs no database afterwards. Raises CommunityKeyMissingError."""
    key = keyring.community_key(community_id, keyring.current_version(community_id))
    return Sealer(community_id, key=key, index=keyring.index_key(community_id), suite=_suite())


def store_sealed(*, rows: SealedRows) -> None:
    """Store rows that a Sealer made. Raises SubjectExistsError, KeyExhaustedError."""
    _require_transaction()
    store.insert(rows)


def seal_values(*, subject: Subject, values: Sequence[NewValue]) -> list[UUID]:
    """Seal values of one person, new or known; return the ids of the rows, by source and in order.

    Raises SubjectExistsError (the item and ordinal are taken, or the person is kept elsewhere),
    SubjectDestroyedError, CommunityKeyMissingError, SealingError.
    """
    _require_transaction()
    sealer = sealer_of(community_id=subject.community_id)
    held = _hold(subject.id)
    if held is None:
        rows = sealer.seal_new_subjects([(subject, values)])
        store.insert(rows)
    elif held.subject != subject:
        raise SubjectExistsError
    else:
        rows = sealer.new_rows()
        sealer.add_values(rows, held.key, held.subject, values)
        store.insert(rows)
        _renew_manifest(held, sealed=len(values))
    return [UUID(bytes=row[0]) for values_of_source in rows.values.values() for row in values_of_source]


def replace_value(*, value_id: UUID, value: NewValue) -> int:
    """Replace a value by another of the same item and ordinal; return its new version.

    Raises SubjectUnknownError, SubjectDestroyedError, SealingError.
    """
    _require_transaction()
    subject_id, item, ordinal, version = _locate(value_id)
    held = _hold(subject_id)
    if held is None or (item, ordinal) != (value.item, value.ordinal):
        raise SubjectUnknownError
    ciphertext = seal_value(held.key, held.subject, value, row_id=value_id, version=version + 1)
    sealer = sealer_of(community_id=held.subject.community_id)
    tokens = sealer.new_rows()
    sealer.add_tokens(tokens, held.subject, value, value_id.bytes)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vault_sealedvalue SET version = %s, ciphertext = %s, masked = %s, source_channel = %s,"
            " collected_by = %s, collected_at = %s, purpose = %s WHERE id = %s",
            [version + 1, ciphertext, value.masked, *value.source, value_id],
        )
        cursor.execute(
            "DELETE FROM vault_token WHERE subject_id = %s AND value_id = %s", [subject_id, value_id]
        )
    store.insert(tokens)
    _renew_manifest(held, sealed=1)
    return version + 1


def destroy_subject_key(*, subject_id: UUID) -> Destroyed:
    """Destroy a person's data key, and with it every value; remove masked forms and tokens too.

    The key row stays, empty, so that the destruction can be shown. Raises SubjectUnknownError,
    SubjectDestroyedError.
    """
    _require_transaction()
    with connection.cursor() as cursor:
        if not _lock(cursor, subject_id):
            raise SubjectUnknownError
        cursor.execute(
            "UPDATE vault_subjectkey SET wrapped = NULL, manifest = NULL, destroyed_at = now()"
            " WHERE subject_id = %s RETURNING destroyed_at",
            [subject_id],
        )
        (at,) = cursor.fetchone()
        cursor.execute("DELETE FROM vault_token WHERE subject_id = %s", [subject_id])
        tokens = cursor.rowcount
        cursor.execute("DELETE FROM vault_sealedvalue WHERE subject_id = %s", [subject_id])
        return Destroyed(at, values=cursor.rowcount, tokens=tokens)


def rotate_community_key(*, community_id: int) -> Rotated:
    """Give a community a new key and wrap every data key with it; values are not touched.

    Raises CommunityKeyMissingError, SealingError (a data key was altered: nothing is rotated).
    """
    _require_transaction()
    old_version = keyring.current_version(community_id)
    root, binding = rootkey.current(), KeyBinding(community_id, old_version + 1)
    new, wrapped = create_key(CommunityKey, root, suite=_suite(), binding=binding)
    rewrapped = 0
    with connection.cursor() as cursor:
        _insert_community_key(cursor, community_id, COMMUNITY, new.version, wrapped)
        while batch := _rewrap_batch(cursor, community_id, new):
            rewrapped += batch
    return Rotated(new.version, rewrapped)


def _rewrap_batch(cursor: Any, community_id: int, new: CommunityKey) -> int:
    cursor.execute(
        "SELECT subject_id, version, community_version, wrapped FROM vault_subjectkey"
        " WHERE community_id = %s AND community_version < %s AND wrapped IS NOT NULL LIMIT %s FOR UPDATE",
        [community_id, new.version, REWRAP_BATCH],
    )
    found = cursor.fetchall()
    old = {version: keyring.community_key(community_id, version) for version in {row[2] for row in found}}
    wrapped = [
        rewrap_key(
            DataKey,
            old=old[old_version],
            new=new,
            wrapped=bytes(stored),
            binding=KeyBinding(community_id, version, subject_id),
        )
        for subject_id, version, old_version, stored in found
    ]
    cursor.execute(
        "UPDATE vault_subjectkey k SET wrapped = n.wrapped, community_version = %s, wrap_number = DEFAULT"
        " FROM unnest(%b::uuid[], %b::bytea[]) AS n(subject_id, wrapped) WHERE k.subject_id = n.subject_id",
        [new.version, [row[0] for row in found], wrapped],
    )
    return len(found)


def _hold(subject_id: UUID) -> _Held | None:
    """Lock a person's key row and open the key; None if there is none. Raises SubjectDestroyedError."""
    with connection.cursor() as cursor:
        found = _lock(cursor, subject_id)
    if found is None:
        return None
    community_id, building_id, version, wrapped, messages = found
    opener = read_opener(community_id, bytes(wrapped), version)
    key = open_data_key(opener, community_id, subject_id, messages=messages)
    return _Held(Subject(subject_id, community_id, building_id), key)


def _lock(cursor: Any, subject_id: UUID) -> tuple[Any, ...] | None:
    cursor.execute(
        "SELECT community_id, building_id, version, wrapped, messages FROM vault_subjectkey"
        " WHERE subject_id = %s FOR UPDATE",
        [subject_id],
    )
    found: tuple[Any, ...] | None = cursor.fetchone()
    if found is not None and found[3] is None:
        raise SubjectDestroyedError
    return found


def _locate(value_id: UUID) -> tuple[UUID, str, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_id, item, ordinal, version FROM vault_sealedvalue WHERE id = %s FOR UPDATE",
            [value_id],
        )
        found: tuple[UUID, str, int, int] | None = cursor.fetchone()
    if found is None:
        raise SubjectUnknownError
    return found


def _renew_manifest(held: _Held, *, sealed: int) -> None:
    """Authenticate the rows and tokens the person has now, and count what the key has sealed."""
    subject_id = held.subject.id
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, version FROM vault_sealedvalue WHERE subject_id = %s", [subject_id])
        parts = [value_part(value_id.bytes, version) for value_id, version in cursor.fetchall()]
        cursor.execute("SELECT token, value_id FROM vault_token WHERE subject_id = %s", [subject_id])
        parts += [token_part(bytes(made), value_id.bytes) for made, value_id in cursor.fetchall()]
        try:
            cursor.execute(
                "UPDATE vault_subjectkey SET manifest = %s, messages = messages + %s WHERE subject_id = %s",
                [manifest(held.key, parts), sealed, subject_id],
            )
        except IntegrityError as error:
            store.refuse(error)


def _insert_community_key(cursor: Any, community_id: int, kind: str, version: int, wrapped: bytes) -> None:
    try:
        cursor.execute(
            "INSERT INTO vault_communitykey (community_id, kind, version, wrapped, created)"
            " VALUES (%s, %s, %s, %s, now())",
            [community_id, kind, version, wrapped],
        )
    except IntegrityError:
        raise CommunityKeyExistsError from None


def _suite() -> Suite:
    return suite_by_name(settings.SEALING_SUITE)


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise NoTransactionError
