"""Run the benchmarks: `python -m bench [part ...]`; all parts without a name."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import table
from bench.table import Result

PARTS = ("reveal", "pages", "search", "import", "ledger", "detection")


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    arguments.add_argument("--residents", type=int, default=100_000)
    chosen = arguments.parse_args()
    parts = chosen.parts or PARTS
    results: list[Result] = []
    if set(parts) & {"reveal", "pages", "search", "import", "ledger"}:
        results += _with_company(parts, chosen.residents)
    table.show(results)
    print("kept in", table.keep(results, Path("bench/results")))


def _with_company(parts: list[str], residents: int) -> list[Result]:
    from bench import company

    results: list[Result] = []
    with company.company():
        staff = company.found()
        company.fill(residents if {"pages", "search"} & set(parts) else 100)
        company.analyse()
        if "reveal" in parts:
            from bench import reveal

            results += reveal.measure(staff["manager"])
    return results


if __name__ == "__main__":
    main()
