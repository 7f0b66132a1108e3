"""Write sealed rows. One statement a table, whatever the number of rows.

COPY FROM is refused by PostgreSQL for tables under row-level security, so the rows travel as binary arrays
and are unfolded by unnest().
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from django.db import IntegrityError, connection

from lindun.core.sealing import KeyExhaustedError
from lindun.scope import arrays
from lindun.scope.arrays import Packer, byteas, ids, ints, longs, shorts, texts, words
from lindun.vault.errors import SubjectExistsError
from lindun.vault.sealer import SealedRows

_KEYS = """
INSERT INTO vault_subjectkey
       (subject_id, building_id, wrapped, messages, manifest,
        community_id, community_version, version, created)
SELECT *, %s::int, %s::int, 1, now()
  FROM unnest(%b::uuid[], %b::int[], %b::bytea[], %b::bigint[], %b::bytea[])
"""
_VALUES = """
INSERT INTO vault_sealedvalue
       (id, subject_id, building_id, item, ordinal, ciphertext, masked,
        community_id, source_channel, collected_by, collected_at, purpose, version)
SELECT *, %s::int, %s::text, %s::uuid, %s::timestamptz, %s::text, 1
  FROM unnest(%b::uuid[], %b::uuid[], %b::int[], %b::text[], %b::smallint[], %b::bytea[], %b::text[])
"""
_TOKENS = """
INSERT INTO vault_token (token, value_id, subject_id, building_id, item, form, community_id)
SELECT *, %s::int FROM unnest(%b::bytea[], %b::uuid[], %b::uuid[], %b::int[], %b::text[], %b::text[])
"""
_KEY_COLUMNS = (ids, ints, byteas, longs, byteas)
_VALUE_COLUMNS = (ids, ids, ints, words, shorts, byteas, texts)
_TOKEN_COLUMNS = (byteas, ids, ids, ints, words, words)


def insert(rows: SealedRows) -> None:
    """Store the rows. Raises SubjectExistsError, KeyExhaustedError (the bound is a constraint)."""
    try:
        with connection.cursor() as cursor:
            arrays.register(cursor)
            place = [rows.community_id]
            _insert(cursor, _KEYS, [*place, rows.community_version], _KEY_COLUMNS, rows.keys)
            for source, values in rows.values.items():
                _insert(cursor, _VALUES, [*place, *source], _VALUE_COLUMNS, values)
            _insert(cursor, _TOKENS, place, _TOKEN_COLUMNS, rows.tokens)
    except IntegrityError as error:
        refuse(error)


def refuse(error: IntegrityError) -> NoReturn:
    """Say in the vault's words which constraint refused; the database's own words may quote a row."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if constraint in ("vault_message_bound", "vault_wrap_bound"):
        raise KeyExhaustedError from None
    if constraint in ("vault_subjectkey_pkey", "vault_value_once"):
        raise SubjectExistsError from None
    raise error


def _insert(
    cursor: Any,
    statement: str,
    constants: Sequence[object],
    packers: Sequence[Packer],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    if rows:
        columns = zip(*rows, strict=True)
        packed = [pack(column) for pack, column in zip(packers, columns, strict=True)]
        cursor.execute(statement, [*constants, *packed])
