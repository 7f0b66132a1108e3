"""Unwrapped community and index keys, kept in this process: bounded, by database, community and version."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import TypeVar

from django.db import connection, transaction

from lindun.core.sealing import CommunityKey, IndexKey, KeyBinding, open_key
from lindun.vault import rootkey
from lindun.vault.errors import CommunityKeyMissingError
from lindun.vault.records import COMMUNITY, INDEX

CAPACITY = 2048
INDEX_VERSION = 1

_K = TypeVar("_K", CommunityKey, IndexKey)
_KINDS: dict[type[CommunityKey] | type[IndexKey], str] = {
    CommunityKey: COMMUNITY,
    IndexKey: INDEX,
}
Name = tuple[str, str, int, int]


class _Cache:
    """Least recently used keys go first. A key that is gone is unwrapped again when it is needed."""

    def __init__(self, capacity: int) -> None:
        self._keys: OrderedDict[Name, CommunityKey | IndexKey] = OrderedDict()
        self._capacity = capacity
        self._lock = Lock()

    def get(self, name: Name) -> CommunityKey | IndexKey | None:
        with self._lock:
            key = self._keys.get(name)
            if key is not None:
                self._keys.move_to_end(name)
            return key

    def put(self, name: Name, key: CommunityKey | IndexKey) -> None:
        with self._lock:
            self._keys[name] = key
            self._keys.move_to_end(name)
            while len(self._keys) > self._capacity:
                self._keys.popitem(last=False)


_cache = _Cache(CAPACITY)


def community_key(community_id: int, version: int) -> CommunityKey:
    """Return the key that wraps data keys. Raises CommunityKeyMissingError, RootKeyError, SealingError."""
    known = _cache.get((connection.settings_dict["NAME"], COMMUNITY, community_id, version))
    return known if isinstance(known, CommunityKey) else _only(_keys(CommunityKey, [(community_id, version)]))


def index_key(community_id: int) -> IndexKey:
    """Return the key that makes search tokens; raises as `community_key` does."""
    return _only(_keys(IndexKey, [(community_id, INDEX_VERSION)]))


def index_keys(community_ids: Iterable[int]) -> list[IndexKey]:
    """Return the index keys of those communities that have one; one query for all not yet in memory."""
    return _keys(IndexKey, [(each, INDEX_VERSION) for each in community_ids])


def current_version(community_id: int) -> int:
    """The newest version of the community's key. Raises CommunityKeyMissingError."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(version) FROM vault_communitykey WHERE community_id = %s AND kind = %s",
            [community_id, COMMUNITY],
        )
        (version,) = cursor.fetchone()
    if version is None:
        raise CommunityKeyMissingError
    return int(version)


def _keys(kind: type[_K], wanted: list[tuple[int, int]]) -> list[_K]:
    database = connection.settings_dict["NAME"]
    found: dict[tuple[int, int], _K] = {}
    for community_id, version in wanted:
        key = _cache.get((database, _KINDS[kind], community_id, version))
        if isinstance(key, kind):
            found[community_id, version] = key
    missing = [each for each in wanted if each not in found]
    if missing:
        loaded = _load(kind, missing)
        found |= loaded
        # Not before the commit: a key made and rolled back in this transaction must not be remembered.
        transaction.on_commit(lambda: _remember(database, kind, loaded))
    return [found[each] for each in wanted if each in found]


def _only(keys: list[_K]) -> _K:
    if not keys:
        raise CommunityKeyMissingError
    return keys[0]


def _remember(database: str, kind: type[_K], loaded: dict[tuple[int, int], _K]) -> None:
    for (community_id, version), key in loaded.items():
        _cache.put((database, _KINDS[kind], community_id, version), key)


def _load(kind: type[_K], wanted: list[tuple[int, int]]) -> dict[tuple[int, int], _K]:
    root = rootkey.current()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT community_id, version, wrapped FROM vault_communitykey"
            " WHERE community_id = ANY(%s) AND kind = %s",
            [[community_id for community_id, _ in wanted], _KINDS[kind]],
        )
        stored = {(row[0], row[1]): bytes(row[2]) for row in cursor.fetchall()}
    return {
        each: open_key(kind, root, stored[each], binding=KeyBinding(*each))
        for each in wanted
        if each in stored
    }
