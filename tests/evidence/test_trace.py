"""The trace counts what ran and passed, and refuses a record that speaks of other code."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lindun.evidence import trace
from lindun.evidence.register import load
from lindun.evidence.trace import Ran, Trace


def git(root: Path, *words: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
    subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    git(tmp_path, "init")
    git(tmp_path, "commit", "--allow-empty", "-m", "begin")
    return tmp_path


def recorded(checkout: Path, *tests: Ran, commit: str | None = None, clean: bool = True) -> Path:
    path = checkout / trace.ARTEFACT
    trace.save(path, Trace(commit or trace.head(checkout), clean, tests))
    return path


def test_a_passed_test_proves_its_requirements(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(checkout, Ran("a", ("STO-03", "ACC-05"), "passed"))
    assert trace.main(checkout) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "requirements: 2/140"
    assert "STO  1/11 存储、加密与备份: 03" in lines
    assert len(lines) == 17


def test_one_failure_outweighs_other_passes(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(checkout, Ran("a", ("STO-03",), "passed"), Ran("b", ("STO-03",), "failed"))
    assert trace.main(checkout) == 0
    out = capsys.readouterr().out
    assert out.endswith("requirements: 0/140\n")
    assert "none; FAILED 03" in out


def test_a_skipped_test_proves_nothing(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(checkout, Ran("a", ("STO-03",), "skipped"))
    assert trace.main(checkout) == 0
    assert capsys.readouterr().out.endswith("requirements: 0/140\n")


def test_all_140_can_be_proven() -> None:
    everything = Trace("c0ffee", True, (Ran("a", tuple(load().ids), "passed"),))
    assert list(trace.report(load(), everything))[-1] == "requirements: 140/140"


def test_uncommitted_changes_are_mentioned(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(checkout, clean=False)
    assert trace.main(checkout) == 0
    assert "uncommitted changes" in capsys.readouterr().out


def test_a_missing_record_says_to_run_the_tests(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trace.main(checkout) == 1
    assert "run the tests first" in capsys.readouterr().err


def test_a_record_of_another_commit_is_stale(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded(checkout, Ran("a", ("STO-03",), "passed"))
    git(checkout, "commit", "--allow-empty", "-m", "go on")
    assert trace.main(checkout) == 1
    captured = capsys.readouterr()
    assert "run the tests again" in captured.err
    assert captured.out == ""


@pytest.mark.parametrize("content", ["", "{", "[]", '{"commit": "x", "clean": true}'])
def test_a_damaged_record_is_refused(
    checkout: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    path = recorded(checkout)
    path.write_text(content, encoding="utf-8")
    assert trace.main(checkout) == 1
    assert "delete it" in capsys.readouterr().err


def test_outside_a_checkout_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert trace.main(tmp_path) == 1
    assert "git checkout" in capsys.readouterr().err
