"""`lindun keys`: the state of the keys, and whether what they sealed is still as it was sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from lindun.config import setup

FOUND = 1
MOST_LISTED = 20
app = typer.Typer(no_args_is_help=True)
console = Console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show versions, counts, suite and how much of the message bound is used."""
    setup.use_django()
    from lindun.gate.keys import key_state

    state: dict[str, Any] = key_state(communities=_communities())
    if as_json:
        typer.echo(json.dumps(state, default=str, ensure_ascii=False))
        return
    console.print(
        f"suite {state['suite']} · root key version {state['root_version']} · oldest {state['oldest']}"
    )
    console.print(f"people {state['subjects']} · destroyed {state['destroyed']}")
    console.print(
        f"message bound used: {state['message_use']:.2e} by a person, {state['wrap_use']:.2e} by wraps"
    )
    console.print(_table(state["communities"]))


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Check every sealed row in storage; exit code 1 if one was altered."""
    setup.use_django()
    from lindun.gate.keys import verify_storage

    with Progress(console=console, disable=as_json) as bar:
        task = bar.add_task("people checked", total=None)
        report = verify_storage(
            communities=_communities(), progress=lambda done: bar.update(task, completed=done)
        )
    found = [
        {"code": each.code, "subject": each.subject, "value": each.value, "detected_at": each.detected_at}
        for each in report.altered
    ]
    if as_json:
        counts = {"subjects": report.subjects, "values": report.values, "tokens": report.tokens}
        typer.echo(json.dumps(counts | {"altered": found}, default=str))
    else:
        console.print(f"{report.subjects} people, {report.values} values, {report.tokens} tokens checked")
        for each in found[:MOST_LISTED]:
            where = each["value"] or each["subject"]
            console.print(f"[red]✗[/red] {each['code']} {where} at {each['detected_at']}")
        console.print(
            f"[red]✗[/red] {len(found)} altered" if found else "[green]✓[/green] nothing was altered"
        )
    if found:
        raise typer.Exit(FOUND)


def _communities() -> list[int]:
    from lindun.estates.models import Community

    return list(Community.objects.values_list("pk", flat=True))


def _table(communities: Sequence[dict[str, Any]]) -> Table:
    table = Table("community", "version", "suite", "people", "destroyed", "oldest version in use")
    for each in communities:
        table.add_row(
            *(str(each[name]) for name in ("community_id", "version", "suite", "subjects", "destroyed")),
            str(each["oldest_in_use"] or "–"),
        )
    return table
