"""How results are measured, shown and kept."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    """One line of the table. `ratio` is ours against theirs, as `better` says which way is good."""

    work: str
    ours: str
    theirs: str
    ratio: float
    target: str
    held: bool


def rate_ratio(work: str, *, ours: list[float], theirs: list[float], unit: str, at_least: float) -> Result:
    """Compare rates (per second), measured in alternating rounds: medians, and their ratio."""
    mine, base = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return Result(
        work, f"{mine:,.0f} {unit}/s", f"{base:,.0f} {unit}/s", ratio, f"≥ {at_least}", ratio >= at_least
    )


def time_ratio(work: str, *, ours: list[float], theirs: list[float], at_most: float) -> Result:
    """Compare durations (seconds), measured in alternating rounds."""
    mine, base = statistics.median(ours), statistics.median(theirs)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    return Result(
        work, f"{mine * 1000:,.2f} ms", f"{base * 1000:,.2f} ms", ratio, f"≤ {at_most}", ratio <= at_most
    )


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """Average seconds of one run over `times` runs."""
    begin = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - begin) / times


def show(results: list[Result]) -> None:
    print(f"{'work':<58} {'ours':>16} {'against':>16} {'ratio':>7}  target")
    for line in results:
        mark = "" if line.held else "   <- not held"
        print(f"{line.work:<58} {line.ours:>16} {line.theirs:>16} {line.ratio:>7.2f}  {line.target}{mark}")


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
        "machine": {"cores": os.cpu_count(), "processor": platform.machine(), "system": platform.release()},
        "results": [asdict(line) for line in results],
    }
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1))
    return path
