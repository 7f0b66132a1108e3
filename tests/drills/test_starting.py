"""Processes that die or must not start: killed before opening, wrong key, old tables, loose secrets."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection, connections

from lindun.config.home import Home
from lindun.requests import actions as tasks
from tests import cast

pytestmark = pytest.mark.drill

REVEAL = """
import os, signal, sys
from uuid import UUID
from lindun.config import setup
setup.use_django()
from lindun import gate
from lindun.gate import reveals
def killed(*_sealed):
    os.kill(os.getpid(), signal.SIGKILL)
reveals.vault.open_values = killed
staff, subject, task = sys.argv[1:]
who = gate.Identity(staff=UUID(staff))
opened = gate.reveal(who, subject=UUID(subject), items=["phone"], purpose="repair", task=task)
print("opened", opened)
"""


def lindun(*arguments: str, database: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lindun.cli", *arguments],
        env={**os.environ, "LINDUN_DATABASE_NAME": database, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def newest_entry() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_entry ORDER BY id DESC LIMIT 1")
        return dict(json.loads(cursor.fetchone()[0]))


def test_killed_between_entry_and_opening_leaves_the_entry_and_opens_nothing(database: str) -> None:
    who = cast.identity("counter")
    task, _ = tasks.open_task(who, dwelling=cast.dwelling(cast.OWNER), purpose="repair", summary="漏水")
    subject = cast.resident(cast.OWNER)
    killed = subprocess.run(
        [sys.executable, "-c", REVEAL, str(who.staff), str(subject), task.number],
        env={**os.environ, "LINDUN_DATABASE_NAME": database},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    assert killed.stdout == ""
    entry = newest_entry()
    assert (entry["action"], entry["outcome"]) == ("residents.item.reveal", "allowed")
    assert entry["subjects"] == [f"resident:{subject}"]


@pytest.mark.parametrize("process", ["serve", "worker"])
def test_nobody_serves_tables_older_than_the_program(database: str, process: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'residents'"
            " AND name = (SELECT max(name) FROM django_migrations WHERE app = 'residents') RETURNING name"
        )
        (missing,) = cursor.fetchone()
    refused = lindun(process, database=database)
    assert refused.returncode == 3
    assert "lindun init" in refused.stdout + refused.stderr
    assert f"residents.{missing}" in (refused.stdout + refused.stderr).replace("\n", "")
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("process", ["serve", "worker"])
def test_nobody_serves_with_a_root_key_of_another_house(database: str, process: str, tmp_path: Path) -> None:
    other = tmp_path / "root.key"
    other.touch(mode=0o600)
    other.write_bytes(secrets.token_bytes(32))
    refused = lindun(process, database=database, LINDUN_ROOT_KEY_FILE=str(other))
    assert refused.returncode == 3
    assert "key" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_root_key_that_others_can_read_is_refused(database: str, tmp_path: Path) -> None:
    loose = tmp_path / "root.key"
    loose.write_bytes(secrets.token_bytes(32))
    loose.chmod(0o644)
    refused = lindun("serve", database=database, LINDUN_ROOT_KEY_FILE=str(loose))
    assert refused.returncode == 3
    assert "Traceback" not in refused.stderr


def test_without_a_database_commands_say_what_to_do(server: Home, tmp_path: Path) -> None:
    for command in (("serve",), ("ledger", "status"), ("keys", "status")):
        refused = lindun(*command, database="nosuchdatabase", LINDUN_DATABASE_HOST=str(tmp_path))
        assert refused.returncode == 3, command
        assert "Traceback" not in refused.stderr
        assert "database" in refused.stderr.lower() + refused.stdout.lower()


def test_without_a_home_commands_say_what_to_do(tmp_path: Path) -> None:
    refused = lindun("serve", database="x", LINDUN_HOME=str(tmp_path / "nowhere"))
    assert refused.returncode == 3
    assert "lindun init" in refused.stderr
