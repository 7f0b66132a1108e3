"""`lindun residents import`: bring a roster in from the server's command line."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from lindun.cli import terminal

if TYPE_CHECKING:
    from lindun.residents.intake import Arriving

app = typer.Typer(no_args_is_help=True)
console = Console(stderr=True)
FINDINGS, USAGE, CANNOT_RUN = 1, 2, 3

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="xlsx, xls or csv")]
Community = Annotated[str, typer.Option("--community", help="Community the roster belongs to.")]
Create = Annotated[bool, typer.Option("--create", help="Create the community if there is none of this name.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read and report only; nothing is stored.")]
Report = Annotated[
    Path | None, typer.Option("--report", help="Write one JSON object a source row to this file.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


@app.callback()
def residents() -> None:
    """Bring owner rosters in."""


@app.command("import")
def import_roster(
    file: File,
    community: Community,
    create: Create = False,
    dry_run: DryRun = False,
    report: Report = None,
    as_json: AsJson = False,
) -> None:
    """Import an owner roster, or with --dry-run say what would be imported.

    The source file is left where it is: destroy it yourself once the report is right. Exit code 1 says that
    rows were rejected or a sheet was not understood, 3 that the file was refused as a whole.
    """
    from lindun.config import setup

    if dry_run:
        setup.borrow_home()
    setup.use_django()
    from lindun.residents.rosters import BadRoster

    try:
        with (report or Path(os.devnull)).open("w", encoding="utf-8") as target, Telling(target) as telling:
            refused = (
                _dry_run(file, community, telling) if dry_run else _import(file, community, create, telling)
            )
    except BadRoster as bad:
        with terminal.speaking():
            console.print(f"[red]✗[/red] {bad}")
        raise typer.Exit(CANNOT_RUN) from None
    if refused:
        _say_refused(refused, telling, as_json)
        raise typer.Exit(CANNOT_RUN)
    _say(telling.summary(), as_json)
    raise typer.Exit(FINDINGS if telling.rejected or telling.unread else 0)


class Telling:
    """Counts rows, writes the report and moves the bar, while rows go by once."""

    def __init__(self, target: TextIO) -> None:
        from lindun.residents.roster.report import Summary

        self._target = target
        self._counts = Summary()
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console, transient=True,
        )  # fmt: skip
        self.refused_columns: list[str] = []

    def __enter__(self) -> Telling:
        self._bar.start()
        self._line = self._bar.add_task("rows", total=None)
        return self

    def __exit__(self, *_error: object) -> None:
        self._bar.stop()

    def tell(self, rows: Sequence[Arriving]) -> None:
        from lindun.residents import intake
        from lindun.residents.roster.report import report_line

        for row in rows:
            self._counts.add(row.result)
            self._target.write(report_line(row.result, intake.masked(row)) + "\n")
        self._bar.advance(self._line, len(rows))

    @property
    def rejected(self) -> int:
        return self._counts.rejected

    @property
    def unread(self) -> int:
        """Rows of sheets whose columns nobody could tell."""
        return self._counts.reasons["columns_unknown"]

    @property
    def accepted(self) -> int:
        return self._counts.accepted

    def summary(self) -> dict[str, object]:
        counts = self._counts
        return {
            "rows": counts.rows,
            "accepted": counts.accepted,
            "rejected": counts.rejected,
            "ignored": counts.ignored,
            "reasons": dict(counts.reasons),
            "findings": dict(counts.findings),
            "refused_columns": self.refused_columns,
        }


def _dry_run(file: Path, community: str, telling: Telling) -> str:
    """Read and report; returns the code of a refusal. Needs no database: the shipped catalogue decides."""
    from django.utils import timezone

    from lindun.catalogue import defaults
    from lindun.residents import intake, taking_in
    from lindun.residents.roster.refusal import RosterRefused

    codes, names = zip(*((item.code, item.name_zh) for item in defaults.ITEMS), strict=True)
    catalogued = intake.Catalogued(frozenset(codes), frozenset(names))
    try:
        reading = intake.open_roster(file, catalogued=catalogued, corrections={})
        telling.refused_columns += reading.refused
        rows = reading.arriving(community=community, today=timezone.localdate())
        for chunk in intake.in_chunks(rows, taking_in.CHUNK):
            telling.tell(chunk)
    except RosterRefused as refusal:
        return refusal.code.value
    return ""


def _import(file: Path, community: str, create: bool, telling: Telling) -> str:
    """Take a file in, reading it once; returns the code of a refusal."""
    from django.utils import timezone

    from lindun import gate
    from lindun.residents import roster_queries, rosters, taking_in

    who = gate.Identity(system="operator")
    place = rosters.community_named(who, community, create=create)
    if place is None:
        console.print("[red]✗[/red] there is no community of this name: check it, or add --create.")
        raise typer.Exit(USAGE)
    with file.open("rb") as source:
        roster = rosters.start_at_once(who, community=place, file=source, size=file.stat().st_size)
    taking_in.take_in(
        who, roster_id=roster.pk, community=place, today=timezone.localdate(), tell=telling.tell
    )
    ended = roster_queries.ended(who, roster.pk)
    telling.refused_columns += ended.refused_columns
    return ended.reason


def _say(summary: dict[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False))
        return
    reasons = summary["reasons"]
    unread = reasons.get("columns_unknown", 0) if isinstance(reasons, dict) else 0
    mark = "[green]✓[/green]" if summary["accepted"] and not summary["rejected"] else "[yellow]![/yellow]"
    console.print(
        f"{mark} {summary['rows']} rows: {summary['accepted']} accepted, "
        f"{summary['rejected']} rejected, {summary['ignored']} ignored."
    )
    if not summary["rows"]:
        console.print("  The file holds no rows.")
    if unread:
        console.print(
            f"  {unread} rows lie on sheets where no columns for name and room were recognised: "
            "name them in the import page, or give the columns a heading (姓名, 房号)."
        )
    if summary["rejected"] and isinstance(reasons, dict):
        most = sorted(reasons.items(), key=lambda item: -item[1])[:3]
        console.print("  most often: " + ", ".join(f"{code} {count}" for code, count in most))


def _say_refused(code: str, telling: Telling, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"refused": code}))
    stored = (
        f"{telling.accepted} rows had been taken in before." if telling.accepted else "Nothing was stored."
    )
    from lindun.residents import words

    console.print(f"[red]✗[/red] the file was refused ({code}). {stored}")
    with terminal.speaking():
        for sentence in words.refusal(code).sentences:
            console.print(f"  {sentence}")
