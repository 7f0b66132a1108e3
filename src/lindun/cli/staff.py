"""`lindun staff import`: bring a list of staff in from the server's command line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from lindun.personnel.lists.comparing import Verdict
    from lindun.personnel.lists.reading import Listed

app = typer.Typer(no_args_is_help=True)
console = Console(stderr=True)
FINDINGS, USAGE, CANNOT_RUN = 1, 2, 3

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="xlsx, xls or csv")]
By = Annotated[
    str,
    typer.Option("--by", help="Staff number of whoever in personnel gave the list, if there are several."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would become of each row; enter nobody.")]
Report = Annotated[Path | None, typer.Option("--report", help="Write one JSON object a row to this file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]


@app.callback()
def staff() -> None:
    """Bring lists of staff in."""


@app.command("import")
def import_list(
    file: File, by: By = "", dry_run: DryRun = False, report: Report = None, as_json: AsJson = False
) -> None:
    """Enter who is new in a list of staff; they wait until a second person lets them in.

    Nobody who is there already is changed. The file is left where it is: destroy it yourself. Exit code 1
    says that rows were not taken or differ, 3 that the file was refused as a whole.
    """
    from lindun.config import setup

    setup.use_django()
    from lindun import gate
    from lindun.organisation.assigning import BadPost
    from lindun.personnel.lists import bringing
    from lindun.personnel.lists.bringing import BadImport
    from lindun.personnel.lists.reading import BadList

    who = gate.Identity(system="operator")
    try:
        if dry_run:
            listed, verdicts = bringing.look_at_file(who, file)
        else:
            listed, verdicts = bringing.carry_out_file(who, file, proposed_by=_proposer(by))
    except BadList as bad:
        _say_refused(bad.code, as_json=as_json)
        raise typer.Exit(CANNOT_RUN) from None
    except (BadImport, BadPost) as bad:
        console.print(f"[red]✗[/red] {bad}")
        raise typer.Exit(CANNOT_RUN) from None
    if report:
        _write(report, verdicts)
    counts = _say(listed, verdicts, as_json=as_json)
    raise typer.Exit(FINDINGS if counts["refused"] or counts["differs"] else 0)


def _proposer(number: str) -> UUID:
    from lindun.personnel import queries

    people = queries.of_personnel(number)
    if len(people) == 1:
        return people[0]
    wrong = (
        "nobody of personnel in post has this staff number" if number else "say with --by who gave the list"
    )
    console.print(f"[red]✗[/red] {wrong}.")
    raise typer.Exit(USAGE)


def _write(report: Path, verdicts: Sequence[Verdict]) -> None:
    from lindun.personnel.lists.queries import report_line

    with report.open("w", encoding="utf-8") as target:
        for each in verdicts:
            problems: list[list[object]] = [[one.code, one.cell, list(one.rows)] for one in each.problems]
            target.write(report_line(each.line.row, each.line.number, each.outcome, problems) + "\n")


def _say(listed: Listed, verdicts: Sequence[Verdict], *, as_json: bool) -> Counter[str]:
    counts = Counter(each.outcome.value for each in verdicts)
    passed = [f"{column.letters} {column.heading}" for column in listed.heading.not_stored]
    if as_json:
        told = {"rows": len(verdicts), **counts, "not_stored": passed}
        typer.echo(json.dumps(told, ensure_ascii=False))
        return counts
    _say_problems(verdicts)
    console.print(
        f"{len(verdicts)} rows: {counts['new']} new, {counts['unchanged']} unchanged, "
        f"{counts['differs']} differ, {counts['refused']} not taken, {counts['repeated']} repeated."
    )
    if passed:
        console.print("  not stored, because nobody asked for it: " + ", ".join(passed))
    return counts


def _say_problems(verdicts: Sequence[Verdict]) -> None:
    from lindun.personnel.lists import words

    for each in verdicts:
        for one in each.problems:
            where = one.cell or f"row {each.line.row}"
            console.print(f"[yellow]![/yellow] {where}: {words.problem(one.code, one.rows)}")


def _say_refused(code: str, *, as_json: bool) -> None:
    from lindun.personnel.lists import words

    if as_json:
        typer.echo(json.dumps({"refused": code}))
    console.print(f"[red]✗[/red] the file was refused ({code}). Nobody was entered.")
    for sentence in words.refusal(code).sentences:
        console.print(f"  {sentence}")
