"""The root key file: closed to others, whole, and the one the database was sealed with."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from tests.vault.people import HERE, PHONE, in_scope, phone

from lindun.core.sealing import AES_256_GCM, SM4_GCM
from lindun.vault import actions, keyring, queries, rootkey
from lindun.vault.errors import RootKeyError
from lindun.vault.records import Subject


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "root.key"
    path.write_bytes(bytes(range(32)))
    path.chmod(0o600)
    return path


def _forget_keys() -> None:
    rootkey._checked.cache_clear()
    keyring._cache._keys.clear()


def test_closed_file_of_32_bytes_is_read(key_file: Path) -> None:
    first, again = (rootkey.from_file(key_file, suite=suite) for suite in (AES_256_GCM, SM4_GCM))
    again.verify_check_value(first.check_value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666, 0o601])
def test_file_that_others_can_reach_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(RootKeyError, match="chmod 600"):
        rootkey.from_file(key_file, suite=AES_256_GCM)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_file_of_another_size_is_refused(key_file: Path, size: int) -> None:
    key_file.write_bytes(bytes(size))
    with pytest.raises(RootKeyError, match="32 bytes"):
        rootkey.from_file(key_file, suite=AES_256_GCM)


def test_file_of_another_owner_is_refused(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = key_file.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(RootKeyError, match="another user"):
        rootkey.from_file(key_file, suite=AES_256_GCM)


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RootKeyError, match="missing"):
        rootkey.from_file(tmp_path / "none", suite=AES_256_GCM)
    with pytest.raises(RootKeyError, match="plain file"):
        rootkey.from_file(tmp_path, suite=AES_256_GCM)


def test_root_key_of_a_new_home_is_closed(vault: str) -> None:
    assert stat.S_IMODE(settings.ROOT_KEY_FILE.stat().st_mode) == 0o600


def test_wrong_key_file_is_named_as_such(
    person: Subject, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ROOT_KEY_FILE", key_file)
    _forget_keys()
    with in_scope(HERE), pytest.raises(RootKeyError, match="not the root key"):
        queries.fetch_sealed([person.id], ["phone"])
    with connections["owner"].cursor() as cursor, pytest.raises(RootKeyError, match="not the root key"):
        rootkey.install_check(cursor)


def test_database_without_check_value_is_refused(database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM vault_keycheck")
    _forget_keys()
    with pytest.raises(RootKeyError, match="lindun init"):
        rootkey.current()


def test_other_suite_setting_keeps_old_values_and_seals_new_ones(
    person: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SEALING_SUITE", "sm4-gcm")
    _forget_keys()
    with in_scope(HERE):
        actions.rotate_community_key(community_id=HERE)
        newcomer = person._replace(id=type(person.id)(int=7))
        actions.seal_values(subject=newcomer, values=[phone("13800006666")])
    with in_scope(HERE):
        rows = queries.fetch_sealed([person.id, newcomer.id], ["phone"])
    opened = {
        row.subject_id: value.expose() for row, value in zip(rows, queries.open_values(rows), strict=True)
    }
    assert opened == {person.id: PHONE, newcomer.id: "13800006666"}
    assert {row.ciphertext[1] for row in rows} == {AES_256_GCM.id, SM4_GCM.id}
