"""`lindun found`: a company of one's own, with its first account."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

CANNOT_RUN = 3
console = Console()

Company = Annotated[str, typer.Option("--company", help="Name of the company.")]
Account = Annotated[str, typer.Option("--account", help="Sign-in name of the first person, of personnel.")]
Name = Annotated[str, typer.Option("--name", help="Her name.")]
Number = Annotated[str, typer.Option("--number", help="Her staff number.")]
Second = Annotated[str, typer.Option("--officer", help="Sign-in name of the confidentiality officer.")]
OfficerName = Annotated[str, typer.Option("--officer-name", help="The officer's name.")]
OfficerNumber = Annotated[str, typer.Option("--officer-number", help="The officer's staff number.")]


def found(
    company: Company,
    account: Account,
    name: Name,
    number: Number,
    officer: Second,
    officer_name: OfficerName,
    officer_number: OfficerNumber,
) -> None:
    """Found the company: the shipped catalogue, a person of personnel and the confidentiality officer.

    Asks for both first passwords; both set up a second factor when they first sign in, and learn, sign and
    acknowledge before they work. That their background was checked is recorded on the operator's word.
    Everybody else is hired on the pages. Works once, on an installation that `lindun init` has made.
    """
    from lindun.config import setup

    setup.use_django()
    from lindun.cli import first_facts
    from lindun.organisation import actions
    from lindun.organisation.actions import Newcomer, Post
    from lindun.organisation.models import Staff
    from lindun.standing.actions import vouch
    from lindun.standing.codes import BACKGROUND

    people = [
        Newcomer(account, name, number, Post("hr", 2, "active", frozenset()), password=_password(account)),
        Newcomer(
            officer,
            officer_name,
            officer_number,
            Post("officer", 3, "active", frozenset()),
            password=_password(officer),
        ),
    ]
    try:
        actions.found_company(company, people, first_facts=first_facts.install)
    except actions.AlreadyFounded:
        console.print("[red]✗[/red] there is a company already: hire people on its pages.")
        raise typer.Exit(CANNOT_RUN) from None
    vouch(Staff.objects.values_list("pk", flat=True), [BACKGROUND], until=None)
    console.print("[green]✓[/green] founded. Start it with `lindun serve`, `lindun worker`, `lindun sealer`.")


def _password(account: str) -> str:
    """Ask for a password until it satisfies the company's rules."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    while True:
        password: str = typer.prompt(
            f"First password of {account}", hide_input=True, confirmation_prompt=True
        )
        try:
            validate_password(password)
        except ValidationError as error:
            console.print(" ".join(error.messages))
        else:
            return password
