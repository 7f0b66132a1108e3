"""`lindun residents import`: bring a roster in from the server's command line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

app = typer.Typer(no_args_is_help=True)
console = Console(stderr=True)
FINDINGS, USAGE, CANNOT_RUN = 1, 2, 3

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="xlsx, xls or csv")]
Community = Annotated[str, typer.Option("--community", help="Community the roster belongs to.")]
Create = Annotated[bool, typer.Option("--create", help="Create the community if there is none of this name.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read and report only; nothing is stored.")]
Report = Annotated[Path | None, typer.Option("--report", help="Write one JSON object a source row to this file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


@app.callback()
def residents() -> None:
    """Bring owner rosters in."""


@app.command("import")
def import_roster(
    file: File, community: Community, create: Create = False, dry_run: DryRun = False, report: Report = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Import an owner roster, or with --dry-run say what would be imported.

    The source file is left where it is: destroy it yourself once the report is right. Exit code 1 says that
    rows were rejected, 3 that the file was refused as a whole.
    """
    from lindun.config import setup

    setup.use_django()
    from lindun.residents.roster.refusal import RosterRefused

    try:
        summary = _dry_run(file, community, report) if dry_run else _import(file, community, create, report)
    except RosterRefused as refusal:
        _say_refused(refusal.code.value, as_json)
        raise typer.Exit(CANNOT_RUN) from None
    _say(summary, as_json)
    raise typer.Exit(FINDINGS if summary["rejected"] else 0)


def _dry_run(file: Path, community: str, report: Path | None) -> dict[str, object]:
    """Needs no database: the shipped catalogue decides which kinds of data would be refused."""
    from django.utils import timezone

    from lindun.catalogue import defaults
    from lindun.residents import intake

    catalogued = {item.code for item in defaults.ITEMS}
    reading = intake.open_roster(file, catalogued=catalogued, corrections={})
    return _reported(reading.rows(community=community, today=timezone.localdate()), report, reading.refused)


def _import(file: Path, community: str, create: bool, report: Path | None) -> dict[str, object]:
    from django.utils import timezone

    from lindun import gate
    from lindun.residents import rosters

    who = gate.Identity(system="operator")
    place = rosters.community_named(who, community, create=create)
    if place is None:
        console.print("[red]✗[/red] there is no community of this name: check it, or add --create.")
        raise typer.Exit(USAGE)
    with file.open("rb") as source:
        roster = rosters.start(who, community=place, file=source, size=file.stat().st_size)
    rosters.read(who, roster_id=roster.pk, community=place, today=timezone.localdate())
    summary = _dry_run(file, community, report)  # raises for a refused file, after its stored copy is destroyed
    if summary["accepted"]:
        rosters.confirm(who, roster_id=roster.pk)
        with _bar() as bar:
            line = bar.add_task("sealing", total=summary["rows"])
            rosters.take_in(
                who, roster_id=roster.pk, community=place, today=timezone.localdate(),
                tell=lambda rows: bar.advance(line, rows),
            )  # fmt: skip
    else:
        rosters.cancel(who, roster_id=roster.pk)
    return summary


def _reported(rows: Iterator[object], report: Path | None, refused: tuple[str, ...]) -> dict[str, object]:
    from lindun.residents.roster import report as reports

    summary = reports.Summary()
    with _bar() as bar, (report or Path(os.devnull)).open("w", encoding="utf-8") as target:
        line = bar.add_task("reading", total=None)
        for row in rows:
            summary.add(row)
            target.write(reports.report_line(row, reports.masked(row)) + "\n")
            bar.advance(line)
    return {
        "rows": summary.rows, "accepted": summary.accepted, "rejected": summary.rejected,
        "ignored": summary.ignored, "reasons": dict(summary.reasons), "findings": dict(summary.findings),
        "refused_columns": list(refused),
    }  # fmt: skip


def _say(summary: dict[str, object], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False))
        return
    console.print(
        f"[green]✓[/green] {summary['rows']} rows: {summary['accepted']} accepted, "
        f"{summary['rejected']} rejected, {summary['ignored']} ignored."
    )


def _say_refused(code: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"refused": code}))
    console.print(f"[red]✗[/red] the file was refused: {code} (docs/reference/roster-refusals.md). Nothing was stored.")


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, transient=True,
    )  # fmt: skip
