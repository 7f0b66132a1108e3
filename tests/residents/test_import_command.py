"""`lindun residents import`: the same import from the command line, in one pass."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lindun.cli.residents import app
from lindun.residents import uploads
from lindun.residents.models import ImportState, RosterImport
from tests import cast
from tests.residents import bringing
from tests.residents.bringing import PEOPLE, table
from tests.scoped import everywhere

HOME = cast.HOME_COMMUNITY[1]
BROKEN = ("7栋", "1单元", "", "公孙流云", "16512340009", "", "", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(table())
    return path


def run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["import", str(file), "--community", HOME, *options])


def imports() -> list[RosterImport]:
    with everywhere():
        return list(RosterImport.objects.all())


def test_a_roster_is_taken_in_and_reported_in_one_pass(database: str, file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    done = run(file, "--json", "--report", str(report))
    assert done.exit_code == 0
    summary = json.loads(done.stdout)
    assert (summary["rows"], summary["accepted"], summary["rejected"], summary["ignored"]) == (4, 3, 0, 1)
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [line["status"] for line in lines] == ["ignored", "accepted", "accepted", "accepted"]
    assert PEOPLE[0][3] not in report.read_text()
    assert len(bringing.residents()) == 3
    (roster,) = imports()
    assert (roster.state, roster.accepted, roster.rows_total) == (ImportState.DONE, 3, 4)
    assert not uploads.path_of(roster.pk).exists()
    assert file.exists()


def test_a_sheet_nobody_understands_is_no_success(database: str, file: Path) -> None:
    file.write_text("3-2-1501 公孙流云\n3-2-1502 公孙流霞\n", encoding="utf-8")
    done = run(file, "--dry-run")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "2 rows lie on sheets" in " ".join(done.stderr.split())


@pytest.mark.parametrize(("asked", "said"), [("zh_CN.UTF-8", "文件是空的"), ("C.UTF-8", "The file is empty")])
def test_why_a_file_is_refused_is_said_in_the_language_of_the_terminal(
    database: str, file: Path, monkeypatch: pytest.MonkeyPatch, asked: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", asked)
    file.write_bytes(b"")
    refused = run(file, "--dry-run")
    assert refused.exit_code == 3
    assert said in refused.stderr


def test_rejected_rows_make_exit_code_1(database: str, file: Path) -> None:
    file.write_bytes(table((*PEOPLE, BROKEN)))
    done = run(file, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["rejected"] == 1
    assert len(bringing.residents()) == 3


def test_a_refused_file_makes_exit_code_3_and_stores_nothing(database: str, file: Path) -> None:
    file.write_bytes(b"%PDF-1.7 ")
    refused = run(file, "--json")
    assert refused.exit_code == 3
    assert json.loads(refused.stdout) == {"refused": "not_a_table"}
    (roster,) = imports()
    assert (roster.state, roster.reason) == (ImportState.REFUSED, "not_a_table")


def test_a_dry_run_needs_no_database_and_says_the_same(file: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    dry = run(file, "--dry-run", "--json", "--report", str(report))
    assert dry.exit_code == 0
    assert json.loads(dry.stdout)["accepted"] == 3
    assert len(report.read_text().splitlines()) == 4


def test_an_unknown_community_is_made_only_when_asked(database: str, file: Path) -> None:
    command = ["import", str(file), "--community", "新园"]
    assert CliRunner().invoke(app, command).exit_code == 2
    assert CliRunner().invoke(app, [*command, "--create", "--json"]).exit_code == 0


def test_again_nobody_is_doubled(database: str, file: Path) -> None:
    run(file)
    again = run(file, "--json")
    assert again.exit_code == 0
    assert json.loads(again.stdout)["reasons"]["already_registered"] == 3
    assert len(bringing.residents()) == 3
