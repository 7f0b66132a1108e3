"""The state of the keys for the health page and `lindun keys status`: versions, counts, bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from lindun.core.sealing import MAX_MESSAGES_PER_KEY
from lindun.scope.opening import RowScope, open_scope
from lindun.vault import keyring, rootkey
from lindun.vault.records import COMMUNITY

_COMMUNITY_KEYS = """
SELECT community_id, max(version), min(created), max(created) FROM vault_communitykey
 WHERE kind = %s GROUP BY community_id ORDER BY community_id
"""
_SUBJECT_KEYS = """
SELECT community_id, count(wrapped), count(destroyed_at), max(messages), max(wrap_number),
       coalesce(min(community_version) FILTER (WHERE wrapped IS NOT NULL), 0)
  FROM vault_subjectkey GROUP BY community_id
"""


@dataclass(frozen=True)
class CommunityKeys:
    """The keys of one community. `oldest_in_use`: the oldest version that still wraps a key, 0 if none."""

    community_id: int
    version: int
    suite: str
    first_created: datetime
    last_created: datetime
    subjects: int
    destroyed: int
    most_messages: int
    oldest_in_use: int


@dataclass(frozen=True)
class KeysStatus:
    """The keys of the installation. Uses are shares of the bound on messages per key, 0 to 1."""

    suite: str
    root_version: int
    communities: tuple[CommunityKeys, ...]
    subjects: int
    destroyed: int
    oldest: datetime | None
    wrap_use: float
    message_use: float


def keys_status(*, communities: Sequence[int]) -> KeysStatus:
    """Read the state of these communities' keys in a transaction of its own.

    Raises RuntimeError inside a transaction, RootKeyError if the root key cannot be used.
    """
    with transaction.atomic(durable=True):
        open_scope(RowScope(frozenset(communities)))
        root = rootkey.current()
        with connection.cursor() as cursor:
            cursor.execute(_SUBJECT_KEYS)
            people = {row[0]: row[1:] for row in cursor.fetchall()}
            cursor.execute(_COMMUNITY_KEYS, [COMMUNITY])
            found = tuple(_community(row, people) for row in cursor.fetchall())
    return KeysStatus(
        suite=settings.SEALING_SUITE,
        root_version=root.version,
        communities=found,
        subjects=sum(each.subjects for each in found),
        destroyed=sum(each.destroyed for each in found),
        oldest=min((each.first_created for each in found), default=None),
        wrap_use=max((row[3] for row in people.values()), default=0) / MAX_MESSAGES_PER_KEY,
        message_use=max((each.most_messages for each in found), default=0) / MAX_MESSAGES_PER_KEY,
    )


def _community(row: tuple[Any, ...], people: dict[int, tuple[Any, ...]]) -> CommunityKeys:
    community_id, version, first, last = row
    subjects, destroyed, messages, _, oldest = people.get(community_id, (0, 0, 0, 0, 0))
    return CommunityKeys(
        community_id=community_id,
        version=version,
        suite=keyring.community_key(community_id, version).suite.name,
        first_created=first,
        last_created=last,
        subjects=subjects,
        destroyed=destroyed,
        most_messages=messages,
        oldest_in_use=oldest,
    )
