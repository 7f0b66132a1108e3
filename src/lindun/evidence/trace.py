"""Which of the 140 requirements have a test that ran and passed: `python -m lindun.evidence.trace`.

The test run writes the artefact (tests/trace_plugin.py), this module reads it. A requirement is proven when
at least one test marked with its id passed and none failed; a skipped test proves nothing. An artefact of
another commit is refused: it says nothing about the code that is here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from lindun.evidence.register import Chapter, Register, load

ARTEFACT = Path("tests/artefacts/trace.json")
"""Where the test run leaves its record, relative to the root of the checkout."""

Outcome = Literal["passed", "failed", "skipped"]


class TraceError(Exception):
    """The record of the test run cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One marked test and how it ended."""

    nodeid: str
    requirements: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Trace:
    """What the marked tests showed at one commit; `clean` is false when uncommitted changes were present."""

    commit: str
    clean: bool
    tests: tuple[Ran, ...]

    def failed(self) -> frozenset[str]:
        return frozenset(id_ for test in self.tests if test.outcome == "failed" for id_ in test.requirements)

    def proven(self) -> frozenset[str]:
        passed = {id_ for test in self.tests if test.outcome == "passed" for id_ in test.requirements}
        return frozenset(passed) - self.failed()


def head(root: Path) -> str:
    """Return the commit id of the checkout at `root`. Raises TraceError outside a git checkout."""
    return _git(root, "rev-parse", "HEAD").strip()


def is_clean(root: Path) -> bool:
    """Tell whether the checkout has no uncommitted change. Raises TraceError outside a git checkout."""
    return not _git(root, "status", "--porcelain").strip()


def _git(root: Path, *words: str) -> str:
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- fixed words
    except (OSError, subprocess.CalledProcessError) as error:
        raise TraceError("the commit cannot be read: run this inside the git checkout") from error
    return done.stdout


def save(path: Path, trace: Trace) -> None:
    """Write the record in one step: a reader meets the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(trace), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    draft.replace(path)


def read(path: Path) -> Trace:
    """Read the record of a test run. Raises TraceError if it is missing or not readable."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        tests = tuple(Ran(t["nodeid"], tuple(t["requirements"]), t["outcome"]) for t in data["tests"])
        return Trace(data["commit"], data["clean"], tests)
    except FileNotFoundError as error:
        raise TraceError(f"{path} is missing: run the tests first (make test)") from error
    except (ValueError, KeyError, TypeError) as error:
        raise TraceError(f"{path} is not readable: delete it and run the tests again") from error


def of_commit(path: Path, commit: str) -> Trace:
    """Read the record of `commit`. Raises TraceError if it is missing, damaged or of another commit."""
    trace = read(path)
    if trace.commit != commit:
        was, now = trace.commit[:12], commit[:12]
        raise TraceError(f"{path} was made at commit {was}, the checkout is at {now}: run the tests again")
    return trace


def report(register: Register, trace: Trace) -> Iterator[str]:
    """Yield the lines of the report; the last is exactly `requirements: N/140`."""
    for chapter in register.chapters:
        yield _chapter_line(chapter, trace)
    if not trace.clean:
        yield "note: the tests ran with uncommitted changes in the checkout"
    total = len(register.requirements)
    yield f"requirements: {len(trace.proven() & register.ids)}/{total}"


def _chapter_line(chapter: Chapter, trace: Trace) -> str:
    ids = [requirement.id for requirement in chapter.requirements]
    proven = [id_ for id_ in ids if id_ in trace.proven()]
    failed = [id_ for id_ in ids if id_ in trace.failed()]
    line = f"{chapter.id} {len(proven):2}/{len(ids):<2} {chapter.title_zh}: {_numbers(proven)}"
    return f"{line}; FAILED {_numbers(failed)}" if failed else line


def _numbers(ids: Sequence[str]) -> str:
    return " ".join(id_.partition("-")[2] for id_ in ids) or "none"


def main(root: Path | None = None) -> int:
    """Print the report for the checkout at `root` (default: here); return 1 when there is no fresh record."""
    root = root or Path.cwd()
    try:
        trace = of_commit(root / ARTEFACT, head(root))
    except TraceError as error:
        print(error, file=sys.stderr)
        return 1
    for line in report(load(), trace):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
