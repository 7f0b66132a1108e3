"""`lindun ledger`: verify, recover, prove, export, and say how it stands.

Exit codes: 0 intact or done, 1 something is wrong with the ledger, 2 wrong usage, 3 cannot run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.progress import Progress

from lindun.config import setup

WRONG, CANNOT_RUN = 1, 3
MOST_LISTED = 50
OPERATOR = "system.operator"  # whoever may run commands on this machine
app = typer.Typer(no_args_is_help=True)
console = Console()

Result = TypeVar("Result")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def verify(as_json: AsJson = False) -> None:
    """Compare the database with what was signed and with every mirror; name what is missing or changed."""
    setup.use_django()
    from lindun.ledger import verification

    with Progress(console=console, disable=as_json) as bar:
        task = bar.add_task("entries", total=None)
        try:
            report = _or_cannot_run(
                lambda: verification.verify(
                    progress=lambda done, total: bar.update(task, completed=done, total=total)
                )
            )
        except verification.LedgerDamaged as damaged:
            report = damaged.report
    _print_report(report, as_json=as_json)
    if not report.intact:
        raise typer.Exit(WRONG)


@app.command()
def recover(as_json: AsJson = False) -> None:
    """Put back from a mirror what was deleted or changed in the database; needs the owner's rights."""
    setup.use_django()
    from lindun.ledger import recovery

    try:
        done = _or_cannot_run(recovery.recover)
    except recovery.NothingToRecover:
        _say({"recovered": 0}, "[green]✓[/green] nothing is missing or changed", as_json=as_json)
        return
    facts = {"entries": done.entries, "leaves": done.leaves, "checkpoints": done.checkpoints}
    text = ", ".join(f"{count} {name}" for name, count in facts.items())
    _say(facts | {"left": _plain(done.left)}, f"put back: {text}", as_json=as_json)
    if not done.left.intact:
        if not as_json:
            _print_report(done.left, as_json=False)
        raise typer.Exit(WRONG)


@app.command()
def prove(entry: str, out: Annotated[Path | None, typer.Option(help="File to write to.")] = None) -> None:
    """Write a proof that one entry is in the ledger; anyone can check it with the verifier, offline."""
    setup.use_django()
    from lindun.core.tlog import NoteError, ProofError
    from lindun.gate import entries
    from lindun.ledger import queries

    try:
        bundle = queries.prove(entry)
    except LookupError as error:
        raise typer.BadParameter("there is no entry with this id") from error
    except queries.NotSealedYet as error:
        console.print("[yellow]![/yellow] not sealed yet: ask again in a moment")
        raise typer.Exit(CANNOT_RUN) from error
    except (NoteError, ProofError) as error:
        console.print("[red]✗[/red] the stored ledger is damaged: run `lindun ledger verify`")
        raise typer.Exit(WRONG) from error
    entries.write(OPERATOR, entries.What(action="ledger.entry.prove", outcome="done"))
    if out is None:
        typer.echo(bundle)
    else:
        _or_cannot_run(lambda: out.write_text(bundle, encoding="utf-8"))


@app.command()
def export(directory: Path, as_json: AsJson = False) -> None:
    """Write the sealed ledger, the public key and the verifier to a directory, for an auditor."""
    setup.use_django()
    from lindun.gate import entries
    from lindun.ledger import actions
    from lindun.ledger.mirrors import ShippingFailed

    entries.write(OPERATOR, entries.What(action="ledger.copy.export", outcome="done"))
    try:
        signed = _or_cannot_run(lambda: actions.export(directory))
    except actions.NothingSealed as error:
        console.print("[yellow]![/yellow] nothing is sealed yet")
        raise typer.Exit(CANNOT_RUN) from error
    except ShippingFailed as error:
        console.print(f"[red]✗[/red] {error.code}")
        raise typer.Exit(WRONG) from error
    _say(
        {"size": signed.checkpoint.size},
        f"[green]✓[/green] {signed.checkpoint.size} entries",
        as_json=as_json,
    )


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say how far sealing and every mirror are; exit code 1 when no mirror is current for too long."""
    setup.use_django()
    from lindun.ledger import queries

    state = queries.status()
    lines = [f"{state.state}: {state.size} sealed, {state.waiting} waiting"]
    parts = [part for part in (state.sealer, *state.mirrors) if part]
    lines += [
        f"  {part.name}: {part.size}, current at {part.current_at}, {part.error or 'ok'}" for part in parts
    ]
    _say(asdict(state), "\n".join(lines), as_json=as_json)
    if state.state == "stop":
        raise typer.Exit(WRONG)


@app.command()
def correct_clock() -> None:
    """Acknowledge that the clock ran back, so that sealing goes on; every verification will show it."""
    setup.use_django()
    from lindun.ledger import actions

    try:
        entry = actions.correct_clock(OPERATOR)
    except actions.NothingSealed as error:
        console.print("[yellow]![/yellow] no entry waits: there is nothing to acknowledge")
        raise typer.Exit(CANNOT_RUN) from error
    console.print(f"[green]✓[/green] entry {entry}")


def _or_cannot_run(run: Callable[[], Result]) -> Result:
    """Turn a file that cannot be read or written into exit code 3."""
    try:
        return run()
    except OSError as error:
        console.print(f"[red]✗[/red] {error.strerror or type(error).__name__}")
        raise typer.Exit(CANNOT_RUN) from error


def _say(facts: dict[str, Any], text: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, default=str, ensure_ascii=False))
    else:
        console.print(text, highlight=False)


def _plain(report: Any) -> dict[str, Any]:
    return {"intact": report.intact, **asdict(report)}


def _print_report(report: Any, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_plain(report), default=str, ensure_ascii=False))
        return
    _print_findings("database", report.findings)
    for name, findings in report.mirrors.items():
        _print_findings(name, findings)
    for notice in report.notices:
        console.print(f"[yellow]![/yellow] {notice}", highlight=False)
    verdict = "[green]✓[/green] intact" if report.intact else "[red]✗ NOT INTACT[/red]"
    checkpoint = f", checkpoint {report.checkpoint}" if report.checkpoint else ""
    waiting = f" ({report.unsealed} more not sealed yet)" if report.unsealed else ""
    console.print(f"{verdict}: {report.size} entries{checkpoint}{waiting}", highlight=False, soft_wrap=True)


def _print_findings(where: str, findings: Sequence[Any]) -> None:
    for finding in findings[:MOST_LISTED]:
        console.print(f"[red]✗[/red] {where}: {finding}", highlight=False)
    if len(findings) > MOST_LISTED:
        console.print(f"  … and {len(findings) - MOST_LISTED} more (--json lists all)")
