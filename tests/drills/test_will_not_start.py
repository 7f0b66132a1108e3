"""Drill: the house refuses to run on what does not fit, in words and with exit code 3."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from lindun.config import postgres
from lindun.config.home import Home

pytestmark = pytest.mark.drill
CANNOT_RUN = 3
PROCESSES = ("serve", "worker")


def start(home: Home, database: str, process: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start one of the processes, which is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "lindun.cli", process],
        env={**os.environ, "LINDUN_HOME": str(home.root), "LINDUN_DATABASE_NAME": database, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refuses(result: subprocess.CompletedProcess[str], *words: str) -> None:
    said = " ".join((result.stdout + result.stderr).split())
    assert result.returncode == CANNOT_RUN, said
    assert "Traceback" not in said
    for word in words:
        assert word in said


@pytest.mark.parametrize("process", PROCESSES)
def test_on_tables_that_are_behind(home: Home, database: str, process: str) -> None:
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as admin:
        admin.execute("DELETE FROM django_migrations WHERE app = 'requests' AND name <> '0001_initial'")
    refuses(start(home, database, process), "lacks", "requests.0002", "lindun init")


def test_on_tables_of_a_newer_program(home: Home, database: str) -> None:
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as admin:
        admin.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '0999_later', now())"
        )
    refuses(start(home, database, "serve"), "newer program", "requests.0999_later")


@pytest.mark.parametrize("process", PROCESSES)
def test_with_a_root_key_that_is_not_this_databases(
    home: Home, database: str, process: str, tmp_path: Path
) -> None:
    other = tmp_path / "root.key"
    other.write_bytes(os.urandom(32))
    other.chmod(0o600)
    refuses(start(home, database, process, LINDUN_ROOT_KEY_FILE=str(other)), "root key")


@pytest.mark.parametrize(("content", "mode"), [(b"short", 0o600), (b"k" * 32, 0o644), (None, 0)])
def test_with_a_root_key_file_that_is_no_secret(
    home: Home, database: str, tmp_path: Path, content: bytes | None, mode: int
) -> None:
    key = tmp_path / "root.key"
    if content is not None:
        key.write_bytes(content)
        key.chmod(mode)
    refuses(start(home, database, "serve", LINDUN_ROOT_KEY_FILE=str(key)), "root key file")


@pytest.mark.parametrize("secret", ["django.key", "scope.key"])
def test_with_secrets_that_others_can_read(home: Home, database: str, tmp_path: Path, secret: str) -> None:
    loose = Home(tmp_path / "home")
    for folder in ("secrets", "public"):
        shutil.copytree(home.root / folder, loose.root / folder)
    loose.secret("app", secret).chmod(0o644)
    result = start(loose, database, "serve", LINDUN_DATABASE_HOST=str(home.run))
    refuses(result, secret, "chmod 600")


def test_without_a_home(tmp_path: Path, database: str) -> None:
    refuses(start(Home(tmp_path / "nowhere"), database, "serve"), "lindun init")


@pytest.mark.parametrize("process", PROCESSES)
def test_without_a_database(home: Home, process: str) -> None:
    result = start(home, "no_such_database", process)
    refuses(result, "database")


@pytest.mark.parametrize("mode", [0o640, None])
def test_with_a_provider_of_calls_whose_secret_is_none(
    home: Home, database: str, tmp_path: Path, mode: int | None
) -> None:
    secret = tmp_path / "dial.key"
    if mode is not None:
        secret.write_text("secret")
        secret.chmod(mode)
    provider = {"LINDUN_DIAL_PROVIDER": "alibaba", "LINDUN_DIAL_POOL": "FC1", "LINDUN_DIAL_KEY_ID": "id"}
    refuses(start(home, database, "serve", LINDUN_DIAL_SECRET_FILE=str(secret), **provider), "dial.key")


@pytest.mark.parametrize(
    "loose",
    [
        {"LINDUN_DIAL_PROVIDER": "alibaba"},
        {"LINDUN_DIAL_PROVIDER": "another"},
        {"LINDUN_DIAL_ENDPOINT": "http://dial.example"},
    ],
)
def test_with_a_provider_of_calls_that_is_half_set(home: Home, database: str, loose: dict[str, str]) -> None:
    refuses(start(home, database, "serve", **loose), "LINDUN_DIAL")
