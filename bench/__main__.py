"""Run the benchmarks: `python -m bench [part ...]`; all parts without a name. None can fail a build."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from bench import table
from bench.table import Result

WITH_COMPANY = ("reveal", "pages", "search", "import", "ledger", "granted", "inbox", "export", "staff")
PARTS = (*WITH_COMPANY, "detection")
FEW = 400  # residents are enough where their number does not matter


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    arguments.add_argument("--residents", type=int, default=100_000, help="imported, and listed page by page")
    arguments.add_argument("--entries", type=int, default=1_000_000, help="sealed and verified")
    chosen = arguments.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        arguments.error(f"there is no part named {', '.join(sorted(unknown))}")
    parts = chosen.parts or PARTS
    results: list[Result] = []
    try:
        if "detection" in parts:
            results += _detection()
        if set(parts) & set(WITH_COMPANY):
            for part in _with_company(parts, residents=chosen.residents, entries=chosen.entries):
                results += part
    finally:  # what was measured before a part failed took minutes
        table.show(results)
        print("kept in", table.keep(results, Path("bench/results")))


def _with_company(parts: Collection[str], *, residents: int, entries: int) -> Iterator[list[Result]]:
    from bench import company

    many = {"pages", "search", "import"} & set(parts)
    with company.company() as home:
        _say("a company")
        staff = company.found()
        from bench import export, granted, importing, inbox, ledger, pages, reveal, search, staffing

        measures: dict[str, Callable[[], list[Result]]] = {
            "reveal": lambda: reveal.measure(staff["manager"]),
            "granted": lambda: granted.measure(staff),
            "pages": lambda: pages.measure(staff["manager"], residents),
            "search": lambda: search.measure(staff),
            "ledger": lambda: ledger.measure(staff["manager"], entries),
            "inbox": lambda: inbox.measure(staff),
            "staff": lambda: staffing.measure(staff),
            "export": lambda: export.measure(staff, home),
        }
        _say("import")
        imported = importing.measure(residents if many else FEW, home)
        company.analyse()
        yield imported if "import" in parts else []
        for part, measure in measures.items():
            if part in parts:
                _say(part)
                yield measure()


def _detection() -> list[Result]:
    from bench import detection

    _say("detection")
    records = detection.records()
    print(detection.score(records).table(), end="\n\n")
    rate = detection.speed([record["text"] for record in records])
    return [Result("detection in text, one core", f"{rate:.1f} MB/s")]


def _say(part: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {part}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
