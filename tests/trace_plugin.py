"""pytest plugin: which requirements did this run carry out?

A test names the requirements whose acceptance sentence it carries out, `@pytest.mark.req("STO-03")`, and this
plugin writes how each such test ended to `tests/artefacts/trace.json`. An id the register does not know fails
its test. Under xdist the ids travel with each report, so that only the controller writes.

Runs add up as long as the commit stays the same: the slow part of the suite can run apart from the quick one.
"""

from __future__ import annotations

import fcntl
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from lindun.evidence import trace
from lindun.evidence.register import load

_ATTRIBUTE = "lindun_requirements"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(config.rootpath), "lindun-trace-recorder")


def pytest_runtest_setup(item: pytest.Item) -> None:
    # Said test by test and not while collecting: an error in there reaches the user of xdist as a crash.
    if problems := _problems(item):
        pytest.fail("; ".join(problems), pytrace=False)


def _problems(item: pytest.Item) -> list[str]:
    problems = []
    for marker in item.iter_markers("req"):
        if not marker.args or marker.kwargs:
            problems.append("req takes one or more requirement ids")
        unknown = [id_ for id_ in marker.args if id_ not in load().ids]
        problems += [f"the register knows no requirement {id_!r}" for id_ in unknown]
    return problems


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    ids = {id_ for marker in item.iter_markers("req") for id_ in marker.args}
    setattr(report, _ATTRIBUTE, sorted(ids))
    return report


class Recorder:
    """Gathers the reports of one run and writes them when it ends."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ran: dict[str, trace.Ran] = {}
        self.broken: set[str] = set()

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken.add(report.nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        earlier = self.ran.get(report.nodeid)
        ids = tuple(getattr(report, _ATTRIBUTE, earlier.requirements if earlier else ()))
        self.ran[report.nodeid] = trace.Ran(report.nodeid, ids, _outcome(report, earlier))

    def pytest_sessionfinish(self) -> None:
        path = self.root / trace.ARTEFACT
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # several runs may end at once
            self._write(path)

    def _write(self, path: Path) -> None:
        try:
            commit, clean = trace.head(self.root), trace.is_clean(self.root)
        except trace.TraceError:
            return  # an unpacked archive has no commit to speak for
        tests = {test.nodeid: test for test in self._still_valid(path, commit)}
        for nodeid, test in self.ran.items():
            # A test that took its worker down is reported without its ids: those of its last run count.
            ids = test.requirements or (tests[nodeid].requirements if nodeid in tests else ())
            tests[nodeid] = trace.Ran(nodeid, ids, test.outcome)
        marked = tuple(test for _, test in sorted(tests.items()) if test.requirements)
        trace.save(path, trace.Trace(commit, clean, marked))

    def _still_valid(self, path: Path, commit: str) -> list[trace.Ran]:
        try:
            earlier = trace.of_commit(path, commit).tests
        except trace.TraceError:
            return []
        return [test for test in earlier if test.nodeid.partition("::")[0] not in self.broken]


def _outcome(report: pytest.TestReport, earlier: trace.Ran | None) -> trace.Outcome:
    """A test passed when nothing of it failed and its body ran; set-up and tear-down alone prove nothing."""
    before: Any = earlier.outcome if earlier else "skipped"
    if report.failed or before == "failed":
        return "failed"
    return "passed" if report.when == "call" and report.passed else before
