"""How results are measured, shown and kept."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One line of the table. Without something to compare with, `theirs` is empty and `ratio` None;
    without a target, `held` is None.
    """

    work: str
    ours: str
    theirs: str = ""
    ratio: float | None = None
    target: str = ""
    held: bool | None = None


def rate_ratio(
    work: str, *, ours: list[float], theirs: list[float], unit: str, at_least: float | None = None
) -> Result:
    """Compare rates (per second), measured in alternating rounds: medians, and the median of their ratios."""
    mine, base = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    line = Result(work, f"{mine:,.0f} {unit}/s", f"{base:,.0f} {unit}/s", ratio)
    return line if at_least is None else replace(line, target=f"≥ {at_least}", held=ratio >= at_least)


def time_ratio(work: str, *, ours: list[float], theirs: list[float], at_most: float | None = None) -> Result:
    """Compare durations (seconds), measured in alternating rounds."""
    mine, base = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    line = Result(work, f"{mine * 1000:,.2f} ms", f"{base * 1000:,.2f} ms", ratio)
    return line if at_most is None else replace(line, target=f"≤ {at_most}", held=ratio <= at_most)


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """Average seconds of one run over `times` runs."""
    begin = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - begin) / times


def show(results: list[Result]) -> None:
    """Print the lines as a table."""
    print(f"{'work':<52} {'ours':>18} {'against':>18} {'ratio':>7}  target")
    for line in results:
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        mark = "   <- not held" if line.held is False else ""
        print(f"{line.work:<52} {line.ours:>18} {line.theirs:>18} {ratio:>7}  {line.target}{mark}")


def keep(results: list[Result], folder: Path) -> Path:
    """Write the results as JSON with machine and commit."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    record = {
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "machine": {
            "cores": os.cpu_count(),
            "processor": platform.machine(),
            "system": platform.release(),
            "load": os.getloadavg(),
        },
        "results": [asdict(line) for line in results],
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1))
    return path
