"""The plugin records what marked tests showed, serially and over workers, and fails at unknown ids."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lindun.evidence import trace

TESTS = Path(__file__).parent.parent

SAMPLE = """
import os, pytest

@pytest.mark.req("STO-03", "STO-01")
def test_passes(): pass

@pytest.mark.req("AUD-01")
def test_fails(): assert os.environ.get("MENDED")

@pytest.fixture
def broken(): raise RuntimeError

@pytest.mark.req("AUD-02")
def test_whose_setup_fails(broken): pass

@pytest.mark.req("AUD-03")
def test_is_skipped(): pytest.skip("not here")

def test_without_mark(): pass
"""

CONFIG = "[pytest]\nmarkers =\n    req(*ids): requirement ids\naddopts = --strict-markers\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text(CONFIG)
    (tmp_path / ".gitignore").write_text("__pycache__\nartefacts\n")
    git(tmp_path, "init")
    write(tmp_path, SAMPLE)
    return tmp_path


def git(root: Path, *words: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
    subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True)


def write(root: Path, source: str, *, name: str = "test_sample.py") -> None:
    (root / name).write_text(source)
    git(root, "add", ".")
    git(root, "commit", "-m", "change the tests")


def run(root: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "trace_plugin", "-p", "no:cacheprovider"]
    command += ["-p", "xdist", *words]
    environment = {**os.environ, **variables, "PYTHONPATH": str(TESTS), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def outcomes(root: Path) -> dict[str, str]:
    record = trace.read(root / trace.ARTEFACT)
    return {f"{id_}": test.outcome for test in record.tests for id_ in test.requirements}


EXPECTED = {
    "STO-01": "passed",
    "STO-03": "passed",
    "AUD-01": "failed",
    "AUD-02": "failed",
    "AUD-03": "skipped",
}


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["serial", "xdist"])
def test_marked_tests_are_recorded_with_the_commit(project: Path, workers: tuple[str, ...]) -> None:
    done = run(project, *workers)
    assert done.returncode == 1, done.stdout
    assert outcomes(project) == EXPECTED
    record = trace.read(project / trace.ARTEFACT)
    assert (record.commit, record.clean) == (trace.head(project), True)


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["serial", "xdist"])
@pytest.mark.parametrize("mark", ['req("STO-99")', "req()", "req"])
def test_a_wrong_mark_fails_the_run(project: Path, workers: tuple[str, ...], mark: str) -> None:
    write(project, f"import pytest\n@pytest.mark.{mark}\ndef test_it(): pass\n")
    done = run(project, *workers)
    assert done.returncode == 1
    assert "test_it - Failed: " in done.stdout
    assert "requirement" in done.stdout
    assert "1 passed" not in done.stdout


def test_runs_add_up_within_a_commit(project: Path) -> None:
    write(project, 'import pytest\n@pytest.mark.req("LEG-03")\ndef test_b(): pass\n', name="test_b.py")
    run(project, "test_b.py")
    run(project, "test_sample.py::test_passes")
    assert outcomes(project) == {"LEG-03": "passed", "STO-01": "passed", "STO-03": "passed"}


def test_a_later_run_of_a_test_replaces_the_earlier(project: Path) -> None:
    run(project)
    run(project, "-k", "test_fails", MENDED="yes")
    assert outcomes(project) == {**EXPECTED, "AUD-01": "passed"}


def test_another_commit_begins_anew(project: Path) -> None:
    run(project)
    write(project, 'import pytest\n@pytest.mark.req("LEG-03")\ndef test_b(): pass\n', name="test_b.py")
    run(project, "test_b.py")
    assert outcomes(project) == {"LEG-03": "passed"}


def test_uncommitted_changes_are_recorded(project: Path) -> None:
    (project / "stray.txt").write_text("new")
    run(project, "test_sample.py::test_passes")
    assert trace.read(project / trace.ARTEFACT).clean is False


def test_a_file_that_no_longer_imports_loses_its_proof(project: Path) -> None:
    run(project, "test_sample.py::test_passes")
    (project / "test_sample.py").write_text("import nothing_of_that_name\n")
    run(project)
    assert outcomes(project) == {}


def test_a_test_that_kills_its_worker_counts_as_failed(project: Path) -> None:
    write(
        project,
        "import os, pytest\n@pytest.mark.req('STO-06')\ndef test_it():\n"
        "    if os.environ.get('KILL'): os._exit(1)\n",
    )
    run(project, "-n", "1")
    assert outcomes(project) == {"STO-06": "passed"}
    run(project, "-n", "1", KILL="yes")
    assert outcomes(project) == {"STO-06": "failed"}


def test_the_trace_reads_what_the_plugin_wrote(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(project)
    assert trace.main(project) == 0
    out = capsys.readouterr().out
    assert out.endswith("requirements: 2/140\n")
    assert "FAILED 01 02" in out
