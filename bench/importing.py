"""Import of an owner roster (parse, validate, seal, index) against COPY of the same file in clear."""

from __future__ import annotations

import csv
from itertools import islice
from pathlib import Path

from bench import clear, rosters
from bench.table import Result, rate_ratio, seconds

FILES = 4  # rounds: each file is brought in once by either side


def measure(count: int, folder: Path) -> list[Result]:
    """Bring `count` residents in, a quarter at a time; both sides keep them for the other benchmarks."""
    clear.create()
    ours, theirs = [], []
    for roster in _write(count, folder):
        size = count // FILES
        theirs.append(size / seconds(lambda roster=roster: clear.copy(roster)))  # type: ignore[misc]
        ours.append(size / seconds(lambda roster=roster: bring_in(roster)))  # type: ignore[misc]
    return [
        rate_ratio(f"import of {count:,} rows from CSV", ours=ours, theirs=theirs, unit="rows", at_least=0.2)
    ]


def bring_in(roster: Path, code: str = "bench") -> None:
    """As `lindun residents import` does, into the community of that code."""
    from django.utils import timezone

    from lindun import gate
    from lindun.estates.models import Community
    from lindun.residents import rosters as imports
    from lindun.residents import taking_in

    who, community = gate.Identity(system="operator"), Community.objects.get(code=code).pk
    with roster.open("rb") as file:
        begun = imports.start_at_once(who, community=community, file=file, size=roster.stat().st_size)
    taking_in.take_in(
        who, roster_id=begun.pk, community=community, today=timezone.localdate(), tell=lambda _rows: None
    )


def _write(count: int, folder: Path) -> list[Path]:
    """One invented roster in as many files as there are rounds; no home is in two of them."""
    rows, paths = rosters.rows(count), []
    for number in range(FILES):
        paths.append(folder / f"roster{number}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(rosters.HEADER)
            writer.writerows(islice(rows, count // FILES))
    return paths
