"""`lindun orders import`: bring a file of another system's work orders in from the server's command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lindun.orders.importing import Seen

app = typer.Typer(no_args_is_help=True)
console = Console(stderr=True)
FINDINGS, USAGE, CANNOT_RUN = 1, 2, 3

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="xlsx, xls or csv")]
Community = Annotated[str, typer.Option("--community", help="Community of rows that name none.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become of each row; open nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what became of each row as JSON.")]


@app.callback()
def orders() -> None:
    """Bring work orders of another system in."""


@app.command("import")
def import_orders(file: File, community: Community, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Open, change and close tasks as a file says. Each row names who is to do it.

    Exit code 1 says that rows were not taken, 3 that the file was refused as a whole.
    """
    from lindun.config import setup

    setup.use_django()
    from lindun import gate
    from lindun.orders import importing, sheets
    from lindun.orders.sheets import BadSheet

    who = gate.Identity(system="operator")
    try:
        reading = sheets.read(file, community=community)
    except BadSheet as bad:
        if as_json:
            typer.echo(json.dumps({"refused": bad.code}))
        console.print(f"[red]✗[/red] the file was refused ({bad.code}). Nothing was opened.")
        raise typer.Exit(CANNOT_RUN) from None
    seen, good = importing.look(who, reading.lines)
    if not dry_run:
        left = [one for one in seen if one.problem]
        seen = sorted([*left, *importing.bring(who, good)], key=lambda one: one.position)
    _say(seen, reading.passed, as_json=as_json)
    raise typer.Exit(FINDINGS if any(one.problem for one in seen) else 0)


def _say(seen: Sequence[Seen], passed: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        rows = [_told(one) for one in seen]
        typer.echo(json.dumps({"rows": rows, "columns_not_read": passed}, ensure_ascii=False))
        return
    for one in seen:
        if one.problem:
            console.print(f"[yellow]![/yellow] row {one.position}: {one.problem}")
    taken = sum(1 for one in seen if not one.problem)
    console.print(f"{taken} of {len(seen)} rows taken.")
    if passed:
        console.print("  columns that are not read: " + ", ".join(passed))


def _told(one: Seen) -> dict[str, object]:
    return {
        "row": one.position,
        "became": one.word,
        "task": one.task,
        "problem": one.problem,
        "masked": one.masked,
    }
