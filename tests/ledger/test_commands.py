"""`lindun ledger`: what it prints, what it writes, and above all how it exits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from lindun.cli.ledger import app
from lindun.ledger import queries
from lindun.verifier.__main__ import main as verifier
from tests.ledger.house import House


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def printed(result: Result) -> Any:
    return json.loads(result.stdout)


def damage(house: House) -> str:
    order = house.fill(300)
    house.superuser(f"DELETE FROM ledger_entry WHERE id = '{order[100].id}'")
    return order[100].id


def test_an_intact_ledger_exits_with_0(house: House) -> None:
    house.fill(300)
    assert run("verify").exit_code == 0
    result = run("verify", "--json")
    assert (result.exit_code, printed(result)["intact"], printed(result)["size"]) == (0, True, 300)


def test_a_damaged_ledger_exits_with_1_and_names_the_entry(house: House) -> None:
    gone = damage(house)
    result = run("verify")
    assert result.exit_code == 1
    assert gone in result.stdout
    result = run("verify", "--json")
    assert result.exit_code == 1
    assert [finding["id"] for finding in printed(result)["findings"]] == [gone]


def test_a_damaged_mirror_exits_with_1(house: House) -> None:
    house.fill(300)
    (house.mirrors[1] / "tile/entries/000").write_bytes(b"")
    assert run("verify").exit_code == 1


def test_without_the_public_key_it_cannot_run(house: House) -> None:
    from django.conf import settings

    house.fill(3)
    Path(settings.LEDGER_PUBLIC_KEY).unlink()
    assert run("verify").exit_code == 3


def test_recovery_puts_back_and_exits_with_0(house: House) -> None:
    damage(house)
    result = run("recover", "--json")
    assert (result.exit_code, printed(result)["entries"]) == (0, 1)
    assert run("verify").exit_code == 0
    assert queries.entries(actor="system.recovery")[0].entry.counts["entries"] == 1
    assert run("recover").exit_code == 0


def test_recovery_without_a_mirror_exits_with_1(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    gone = damage(house)
    monkeypatch.setattr(settings, "LEDGER_MIRRORS", [])
    result = run("recover")
    assert result.exit_code == 1
    assert gone in result.stdout


def test_a_proof_is_written_for_the_verifier_and_is_itself_recorded(house: House, tmp_path: Path) -> None:
    order = house.fill(5)
    out = tmp_path / "proof.json"
    assert run("prove", order[2].id, "--out", str(out)).exit_code == 0
    assert verifier(["proof", str(out), "--key", house.key()]) == 0
    assert queries.entries(action="ledger.entry.prove")[0].entry.actor == "system.operator"
    assert json.loads(run("prove", order[2].id).stdout)["index"] == 2


def test_an_unknown_entry_is_wrong_usage(house: House) -> None:
    assert run("prove", "01902d3e-0000-7000-8000-000000000001").exit_code == 2


def test_an_entry_that_is_not_sealed_cannot_be_proved_now(house: House) -> None:
    assert run("prove", house.write()[0].id).exit_code == 3


def test_an_export_verifies_and_is_recorded(house: House, tmp_path: Path) -> None:
    house.fill(5)
    assert run("export", str(tmp_path / "out")).exit_code == 0
    assert verifier(["mirror", str(tmp_path / "out"), "--key", str(tmp_path / "out/ledger.pub")]) == 0
    assert queries.entries(action="ledger.copy.export")


def test_an_export_into_another_ledgers_folder_is_refused(house: House, tmp_path: Path) -> None:
    house.fill(5)
    (tmp_path / "checkpoint").write_text("something else")
    assert run("export", str(tmp_path)).exit_code == 1


def test_nothing_to_export_cannot_run(house: House, tmp_path: Path) -> None:
    assert run("export", str(tmp_path / "out")).exit_code == 3


def test_status(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    house.fill(5)
    result = run("status", "--json")
    assert (result.exit_code, printed(result)["size"], printed(result)["state"]) == (0, 5, "warn")
    monkeypatch.setattr(settings, "LEDGER_MIRROR_GRACE", -1)
    assert run("status").exit_code == 1


def test_there_is_no_clock_to_correct(house: House) -> None:
    assert run("correct-clock").exit_code == 3
    house.write()
    assert run("correct-clock").exit_code == 0
