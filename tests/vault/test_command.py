"""`lindun keys`: the state as JSON or table, and a verdict with an exit code."""

from __future__ import annotations

import json

import pytest
from tests.vault.people import HERE, storage
from typer.testing import CliRunner

from lindun.cli import keys
from lindun.vault.records import Subject

runner = CliRunner()


@pytest.fixture
def here_only(person: Subject, monkeypatch: pytest.MonkeyPatch) -> Subject:
    monkeypatch.setattr(keys, "_communities", lambda: [HERE])
    return person


def test_status_as_json_tells_versions_counts_and_bounds(here_only: Subject) -> None:
    result = runner.invoke(keys.app, ["status", "--json"])
    state = json.loads(result.output)
    assert result.exit_code == 0
    assert (state["suite"], state["subjects"], state["destroyed"]) == ("aes-256-gcm", 1, 0)
    assert state["communities"][0]["community_id"] == HERE


def test_status_as_table_names_the_community(here_only: Subject) -> None:
    result = runner.invoke(keys.app, ["status"])
    assert result.exit_code == 0
    assert str(HERE) in result.output


@pytest.mark.parametrize("arguments", [["verify"], ["verify", "--json"]])
def test_verify_of_untouched_storage_exits_with_zero(here_only: Subject, arguments: list[str]) -> None:
    assert runner.invoke(keys.app, arguments).exit_code == 0


def test_verify_of_altered_storage_names_the_row_and_exits_with_one(here_only: Subject) -> None:
    with storage() as admin:
        query = b"UPDATE vault_sealedvalue SET masked = 'x' WHERE item = 'phone' RETURNING id"
        (altered,) = admin.execute(query).fetchone() or ()
    result = runner.invoke(keys.app, ["verify", "--json"])
    assert result.exit_code == 1
    assert [each["value"] for each in json.loads(result.output)["altered"]] == [str(altered)]
    shown = runner.invoke(keys.app, ["verify"])
    assert shown.exit_code == 1
    assert "vault.value-altered" in shown.output
