"""Every read of the vault. Rows appear only inside an open row scope; opening needs none.

`fetch_sealed` runs inside the gate's transaction and reads all that opening needs. `open_values` computes in
memory, so the gate can commit its entry between the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

from lindun.core.sealing import DataKey, KeyBinding, Revealed, open_key, parse_header, token, unseal
from lindun.scope.statements import run
from lindun.vault import keyring, rootkey
from lindun.vault.records import Opener, SealedRow, SearchForm, Source

# Two statements, not one with a join: planning the join cost more than the second statement (290 to 480 us).
_KEYS = """
SELECT subject_id, community_id, wrapped, version FROM vault_subjectkey
 WHERE subject_id = ANY(%b) AND wrapped IS NOT NULL
"""
_VALUES = """
SELECT source_channel, collected_by::text, collected_at::text, purpose,
       id, subject_id, community_id, building_id, item, ordinal, version, ciphertext, masked
  FROM vault_sealedvalue WHERE subject_id = ANY(%b) AND item = ANY(%b)
"""
# The same of one subject, for the gate to ask together with its facts: bytes come as hexadecimal text.
KEY_OF_SUBJECT = """
SELECT community_id, encode(wrapped, 'hex') AS wrapped, version FROM vault_subjectkey
 WHERE subject_id = %(subject)s AND wrapped IS NOT NULL
"""
VALUES_OF_SUBJECT = """
SELECT source_channel, collected_by, collected_at, purpose AS source_purpose, id, community_id, building_id,
       item, ordinal, version, encode(ciphertext, 'hex') AS ciphertext, masked
  FROM vault_sealedvalue WHERE subject_id = %(subject)s AND item = ANY(string_to_array(%(items)s, ','))
"""
_BY_SUBJECT_AND_ITEM = itemgetter(5, 8, 9)  # and ordinal; sorting here is quicker than planning it there
_ITEM_AND_ORDINAL = itemgetter("item", "ordinal")
_SUBJECT = attrgetter("subject_id")
_MASKED = """
SELECT subject_id, item, masked FROM vault_sealedvalue
 WHERE subject_id = ANY(%b) AND item = ANY(%b) ORDER BY subject_id, item, ordinal
"""
_STORED = """
SELECT subject_id, item, token FROM vault_token
 WHERE subject_id = ANY(%b) AND item = ANY(%b) AND form = %s
"""
# In a sub-select the array is unknown to the planner, so one plan serves all searches. Otherwise it plans
# each anew, as it expects ten tokens where one comes (119 against 37 us).
_FIND = """
SELECT DISTINCT subject_id FROM vault_token WHERE token = ANY((SELECT %b::bytea[])::bytea[])
 ORDER BY subject_id LIMIT %s
"""
# The usual search has one token; without an array it costs half (121 against 231 us).
_FIND_ONE = """
SELECT DISTINCT subject_id FROM vault_token WHERE token = %b ORDER BY subject_id LIMIT %s
"""


def check_root_key() -> None:
    """Raise RootKeyError unless the root key of the settings is the one this database was sealed with."""
    rootkey.current()


def fetch_sealed(subject_ids: Sequence[UUID], items: Sequence[str]) -> list[SealedRow]:
    """Return the sealed values of these people and items, with what is needed to open them later.

    People whose key was destroyed have no rows. Raises CommunityKeyMissingError, RootKeyError, SealingError.
    """
    openers = {row[0]: read_opener(*row[1:]) for row in run(_KEYS, [list(subject_ids)])}
    rows = sorted(run(_VALUES, [list(openers), list(items)]), key=_BY_SUBJECT_AND_ITEM)
    return [SealedRow(_source(*row[:4]), openers[row[5]], *row[4:]) for row in rows]


def sealed_rows(
    subject: UUID, keys: Sequence[Mapping[str, Any]], values: Sequence[Mapping[str, Any]]
) -> list[SealedRow]:
    """Put the answers to KEY_OF_SUBJECT and VALUES_OF_SUBJECT together. Raises as fetch_sealed."""
    if not keys:
        return []
    (key,) = keys
    opener = read_opener(key["community_id"], bytes.fromhex(key["wrapped"]), key["version"])
    return [_sealed_row(subject, opener, row) for row in sorted(values, key=_ITEM_AND_ORDINAL)]


def _sealed_row(subject: UUID, opener: Opener, row: Mapping[str, Any]) -> SealedRow:
    source = _source(row["source_channel"], row["collected_by"], row["collected_at"], row["source_purpose"])
    place = (row["community_id"], row["building_id"])
    ciphertext = bytes.fromhex(row["ciphertext"])
    identity = (row["item"], row["ordinal"], row["version"])
    return SealedRow(source, opener, UUID(row["id"]), subject, *place, *identity, ciphertext, row["masked"])


@lru_cache(maxsize=1024)  # the values of a person, often of a whole community, came from the same source
def _source(channel: str, collected_by: str, collected_at: str, purpose: str) -> Source:
    return Source(channel, UUID(collected_by), datetime.fromisoformat(collected_at), purpose)


def read_opener(community_id: int, wrapped: bytes, version: int) -> Opener:
    """Find the community key that wrapped a data key. Raises CommunityKeyMissingError, SealingError."""
    _, community_version = parse_header(wrapped)
    return Opener(keyring.community_key(community_id, community_version), wrapped, version)


def open_value(row: SealedRow) -> Revealed:
    """Open one value; see open_values."""
    return open_values([row])[0]


def open_values(rows: Sequence[SealedRow]) -> list[Revealed]:
    """Open the values, in order; the data key of a person is unwrapped once for rows that lie together.

    Touches no database. Raises SealingError if any row was altered or moved; then nothing is returned.
    """
    opened = []
    for subject, theirs in groupby(rows, key=_SUBJECT):
        rows_of_one = list(theirs)
        key = open_data_key(rows_of_one[0].opener, rows_of_one[0].community_id, subject)
        opened += [
            Revealed(unseal(key, row.ciphertext, binding=row.binding()).decode()) for row in rows_of_one
        ]
    return opened


def open_data_key(opener: Opener, community_id: int, subject_id: UUID, *, messages: int = 0) -> DataKey:
    """Unwrap a person's data key. Raises SealingError."""
    binding = KeyBinding(community_id, opener.version, subject_id)
    return open_key(DataKey, opener.community_key, opener.wrapped, binding=binding, messages=messages)


def masked_values(subject_ids: Sequence[UUID], items: Sequence[str]) -> dict[UUID, dict[str, list[str]]]:
    """Return person -> item -> masked forms in order. Touches no key."""
    found: dict[UUID, dict[str, list[str]]] = {}
    for subject_id, item, masked in run(_MASKED, [list(subject_ids), list(items)]):
        found.setdefault(subject_id, {}).setdefault(item, []).append(masked)
    return found


def search_tokens(community_ids: Sequence[int], form: SearchForm) -> list[bytes]:
    """Return the token of what is searched in each community; one without keys has nobody to find.

    Raises InvalidInputError for an empty value, RootKeyError, SealingError.
    """
    keys = keyring.index_keys(community_ids)
    return [token(key, kind=form.kind, form=form.form, value=form.value) for key in keys]


def find_subjects(tokens: Sequence[bytes], *, limit: int = 50) -> list[UUID]:
    """Return the people who have any of the tokens, at most `limit`, in the order of their ids."""
    found = run(_FIND_ONE, [*tokens, limit]) if len(tokens) == 1 else run(_FIND, [list(tokens), limit])
    return [row[0] for row in found]


def stored_tokens(
    subject_ids: Sequence[UUID], items: Sequence[str], *, form: str
) -> dict[UUID, dict[str, set[bytes]]]:
    """Return person -> item -> tokens of this form (`whole`), for telling whether a value is known already.

    People without such a token are left out. Touches no key.
    """
    found: dict[UUID, dict[str, set[bytes]]] = {}
    for subject_id, item, made in run(_STORED, [list(subject_ids), list(items), form]):
        found.setdefault(subject_id, {}).setdefault(item, set()).add(bytes(made))
    return found
