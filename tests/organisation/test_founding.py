"""A company of one's own, from the command line."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lindun.config import postgres
from lindun.config.home import Home

FOUND = [
    sys.executable, "-m", "lindun.cli", "found", "--company", "青禾物业",
    "--account", "renshi", "--name", "方敏", "--number", "0001",
    "--officer", "baomi", "--officer-name", "苏慧", "--officer-number", "0002",
]  # fmt: skip
PASSWORDS = "Blue-harbour-77\nBlue-harbour-77\nQuiet-meadow-88\nQuiet-meadow-88\n"


@pytest.fixture
def empty(server: Home, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with tables and nobody in it."""
    name = "founding"
    postgres.create_roles_and_database(server, name)
    monkeypatch.setenv("LINDUN_DATABASE_NAME", name)
    code = "from lindun.config import setup; setup.use_django(); setup.migrate(); setup.install_keys()"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
    return name


def test_a_company_is_founded_once(empty: str) -> None:
    first = subprocess.run(FOUND, input=PASSWORDS, capture_output=True, text=True, timeout=120)
    assert first.returncode == 0, first.stderr
    again = subprocess.run(FOUND, input=PASSWORDS, capture_output=True, text=True, timeout=120)
    assert again.returncode == 3
    assert "already" in again.stdout
