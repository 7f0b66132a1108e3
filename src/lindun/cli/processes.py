"""`lindun init | demo | serve | worker | sealer`: bring the house up and keep its three processes running."""

from __future__ import annotations

import ctypes
import fcntl
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.console import Console

from lindun.config import confine, postgres, setup
from lindun.config.home import Home, read_secret

PORT = typer.Option(envvar="LINDUN_PORT", help="Port to serve on.")
USAGE, CANNOT_RUN = 2, 3
PR_SET_PDEATHSIG = 1
ANYWHERE, DEVICES = Path("/"), Path("/dev")
PATIENCE = 15.0  # seconds a child may take to end
console = Console()


def home() -> Home:
    return Home(Path(os.environ.get("LINDUN_HOME", "var")).resolve())


def init() -> None:
    """Make or complete an installation: home folder, secrets, database, tables, rights, keys."""
    _prepare(home())
    console.print("[green]✓[/green] ready")


def serve(
    port: Annotated[int, PORT] = 8080,
    host: str = "127.0.0.1",
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate chain (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
) -> None:
    """Serve the pages. This process can read neither the sealer's key nor the owner's password.

    With a certificate only TLS 1.2 or later is spoken. Beyond this machine there is no serving without.
    """
    _check_transport(host, certificate, key)
    if certificate:
        os.environ["LINDUN_HTTPS"] = "1"
    setup.use_django()
    _check_ready()
    _check_port(host, port)
    _confine_serving()
    from granian.constants import Interfaces, SSLProtocols
    from granian.server import Server

    Server(
        "lindun.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        log_enabled=False,
        respawn_failed_workers=True,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,
    ).serve()


def worker() -> None:
    """Run background jobs: reading and importing rosters, schedules."""
    setup.use_django()
    _check_ready()
    _confine_serving()
    from procrastinate.contrib.django import app

    from lindun.residents import jobs

    jobs.resume()
    with app.replace_connector(app.connector.get_worker_connector()) as working:  # type: ignore[attr-defined]
        working.run_worker(concurrency=1, listen_notify=True, install_signal_handlers=True)


def sealer() -> None:
    """Seal the ledger: order entries, sign checkpoints, ship them to the mirrors."""
    setup.use_django()
    from django.conf import settings

    from lindun.ledger import sealer as ledger_sealer

    _confine(
        [settings.ROOT_KEY_FILE, settings.SCOPE_KEY_FILE, home().root / "secrets" / "owner"],
        writable=[ANYWHERE],  # mirrors come and go: a place named now would not be the one mounted later
    )
    ledger_sealer.run()


def code(account: str) -> None:
    """Print the current second-factor code of a demo account, as an authenticator would."""
    setup.use_django()
    from lindun.cli import demo_company

    secret = demo_company.totp_secret(home(), account)
    if not secret:
        console.print("[red]✗[/red] there is no such demo account with a second factor.")
        raise typer.Exit(CANNOT_RUN)
    typer.echo(demo_company.current_code(secret))


def demo(port: Annotated[int, PORT] = 8080) -> None:
    """Start a demo company: database, server, worker and sealer, until Ctrl-C."""
    where = home()
    _check_port("127.0.0.1", port)
    with _only_one(where):
        _run_demo(where, port)


@contextmanager
def _only_one(where: Home) -> Iterator[None]:
    """Hold the home's lock: a second demo on it would stop the first one's database when it ends."""
    where.root.mkdir(parents=True, exist_ok=True)
    with (where.root / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.print("[red]✗[/red] a demo of this home folder is running already.")
            raise typer.Exit(CANNOT_RUN) from None
        yield


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            console.print(
                f"[red]✗[/red] port {port} is taken or not allowed: choose another with LINDUN_PORT."
            )
            raise typer.Exit(CANNOT_RUN) from None


def _run_demo(where: Home, port: int) -> None:
    _prepare(where)
    from lindun.cli import demo_company

    demo_company.enter(say=_say)
    _become_ready(where)
    children = [_spawn("sealer"), _spawn("worker"), _spawn("serve", "--port", str(port))]
    _announce(port, demo_company.accounts(where))
    try:
        _watch(children)
    finally:
        _stop(children)
        if "LINDUN_DATABASE_HOST" not in os.environ:
            postgres.stop(where)
        console.print("stopped.")


def _prepare(where: Home) -> None:
    setup.prepare(where, say=_say)


def _become_ready(where: Home) -> None:
    """Close our own database connections before children start; they open theirs."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()


def _say(step: str) -> None:
    console.print(f"  [dim]·[/dim] {step}")


def _check_ready() -> None:
    """Refuse to run on tables that do not fit this program, or keys that are not theirs or not secret."""
    from django.conf import settings

    from lindun.vault import queries as vault

    if pending := setup.pending_migrations():
        console.print(
            f"[red]✗[/red] the database lacks {len(pending)} migrations "
            f"(first: {pending[0]}): run `lindun init`."
        )
        raise typer.Exit(CANNOT_RUN)
    if unknown := setup.unknown_migrations():
        console.print(
            f"[red]✗[/red] the database was made by a newer program (it has {unknown[-1]}): install that one."
        )
        raise typer.Exit(CANNOT_RUN)
    read_secret(settings.SCOPE_KEY_FILE)
    if settings.DIAL_PROVIDER != "desk":
        read_secret(settings.DIAL_SECRET_FILE)
    vault.check_root_key()


def _check_transport(host: str, certificate: Path | None, key: Path | None) -> None:
    """Refuse to speak plain HTTP to other machines (STO-02); a proxy on this one brings its own TLS."""
    if (certificate is None) != (key is None):
        console.print("[red]✗[/red] --certificate and --key go together.")
        raise typer.Exit(USAGE)
    if certificate is None and not ipaddress.ip_address(host).is_loopback:
        console.print(
            "[red]✗[/red] beyond this machine pages go over TLS only: give --certificate and --key, "
            "or listen on 127.0.0.1 behind a proxy (docs/howto/deploy.md)."
        )
        raise typer.Exit(CANNOT_RUN)


def _confine_serving() -> None:
    from django.conf import settings

    where = home()
    _confine(
        [*where.closed_to_serving, *settings.LEDGER_MIRRORS], writable=[where.uploads, where.logs, DEVICES]
    )


def _confine(closed: list[Path], *, writable: list[Path]) -> None:
    try:
        confine.close_folders(closed, writable=writable)
    except confine.ConfinementUnavailable as error:
        console.print(f"[yellow]![/yellow] this process is not confined ({error}); see `lindun doctor`.")


def _spawn(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "lindun.cli", *arguments],
        start_new_session=True,  # Ctrl-C comes to us alone; we tell the children
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    """If the supervisor is killed, the kernel ends the children too (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _watch(children: list[subprocess.Popen[bytes]]) -> None:
    """Wait for Ctrl-C or a termination signal, or for a child that ends by itself."""

    endings = (signal.SIGTERM, signal.SIGINT)

    def end(_signal: int, _frame: FrameType | None) -> Any:
        for ending in endings:  # a second one would break the stopping off, and leave PostgreSQL running
            signal.signal(ending, signal.SIG_IGN)
        raise KeyboardInterrupt

    for ending in endings:  # a parent in the background may have set SIGINT aside
        signal.signal(ending, end)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        return
    console.print("[red]✗[/red] a process ended by itself; stopping the others.")
    raise typer.Exit(CANNOT_RUN)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()


def _announce(port: int, accounts: list[tuple[str, str, str]]) -> None:
    from rich.table import Table

    table = Table("account", "password", "who", title=f"http://127.0.0.1:{port}/", title_justify="left")
    for row in accounts:
        table.add_row(*row)
    console.print(table)
    console.print(
        "Accounts marked * ask for a code: `lindun code ACCOUNT` prints it. Ctrl-C stops everything."
    )
