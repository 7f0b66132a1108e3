"""The `lindun` command. Every subcommand turns its arguments into one call and words for the result.

Exit codes: 0 done, 1 something was found (findings, refused rows), 2 wrong usage, 3 cannot run here and now.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer
from rich.console import Console

from lindun.cli import detect, doctor, founding, keys, ledger, orders, processes, residents, staff
from lindun.config.home import Home, HomeError
from lindun.config.postgres import PostgresError

CANNOT_RUN = 3

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Lindun: the confidentiality system of a property company.",
)
app.add_typer(residents.app, name="residents", help="Bring owner rosters in.")
app.add_typer(staff.app, name="staff", help="Bring lists of staff in.")
app.add_typer(orders.app, name="orders", help="Bring work orders of another system in.")
app.add_typer(ledger.app, name="ledger", help="Verify, recover, prove and export the ledger.")
app.add_typer(keys.app, name="keys", help="State of the keys.")
app.command("detect")(detect.detect)
app.command("doctor")(doctor.doctor)
app.command("found")(founding.found)
for command in (
    processes.init,
    processes.demo,
    processes.serve,
    processes.worker,
    processes.sealer,
    processes.code,
):
    app.command(command.__name__)(command)

error_console = Console(stderr=True)


def home() -> Home:
    return Home(Path(os.environ.get("LINDUN_HOME", "var")).resolve())


def main() -> None:
    """Run the command; known troubles become a sentence and exit code 3, never a traceback."""
    sys.exit(_guarded(lambda: app(standalone_mode=True)))


def _guarded(run: Callable[[], object]) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError, ProgrammingError

    try:
        run()
    except (HomeError, PostgresError, ImproperlyConfigured) as error:
        error_console.print(f"[red]✗[/red] {error}")
        return CANNOT_RUN
    except OperationalError:
        error_console.print(
            "[red]✗[/red] The database does not answer. Start it with `lindun demo`, or run `lindun doctor`."
        )
        return CANNOT_RUN
    except ProgrammingError:
        error_console.print("[red]✗[/red] The tables do not fit this program: run `lindun init` first.")
        return CANNOT_RUN
    return 0


if __name__ == "__main__":
    main()
