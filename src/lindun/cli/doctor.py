"""`lindun doctor`: is everything in place, and what to do about what is not."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from lindun.config import confine, postgres
from lindun.config.home import Home, HomeError

FINDINGS = 1
console = Console()


@dataclass(frozen=True)
class Finding:
    check: str
    ok: bool
    detail: str


def doctor(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Check the installation. Exit code 1 when something needs attention."""
    where = Home(Path(os.environ.get("LINDUN_HOME", "var")).resolve())
    findings = list(examine(where))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            mark = "[green]✓[/green]" if finding.ok else "[red]✗[/red]"
            console.print(f"{mark} {finding.check}: {finding.detail}")
    raise typer.Exit(0 if all(finding.ok for finding in findings) else FINDINGS)


def examine(where: Home) -> Iterator[Finding]:
    """All checks in order; those that need a database stop at the first that lacks one."""
    yield Finding("python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield _confinement()
    yield _secrets(where)
    yield _server(where)
    for check in (_tables, _root_key, _rights, _mirrors):
        finding = _guarded(check)
        yield finding
        if not finding.ok:
            return


def _confinement() -> Finding:
    version = confine.abi()
    if version >= 2:
        return Finding("confinement", True, f"Landlock {version}: serving cannot read the sealer's key")
    return Finding(
        "confinement", False, "no Landlock here: run `lindun sealer` as another user (docs/howto/deploy.md)"
    )


def _secrets(where: Home) -> Finding:
    loose = [
        path.name
        for path in (where.root / "secrets").rglob("*")
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if not (where.root / "secrets").exists():
        return Finding("secrets", False, "there is no home folder here: run `lindun init`")
    if loose:
        return Finding("secrets", False, f"readable by others: {', '.join(sorted(loose))}: run `chmod 600`")
    return Finding("secrets", True, "closed to other users")


def _server(where: Home) -> Finding:
    if "LINDUN_DATABASE_HOST" in os.environ:
        return Finding("postgresql", True, "a server of your own")
    version = where.postgres / "PG_VERSION"
    if version.exists() and version.read_text().strip() != postgres.MAJOR:
        return Finding(
            "postgresql",
            False,
            f"data directory of version {version.read_text().strip()}: see docs/howto/upgrade-postgres.md",
        )
    if not version.exists() or not postgres.is_running(where):
        return Finding("postgresql", False, "not running: `lindun demo` or `lindun init` starts it")
    return Finding("postgresql", True, f"embedded, version {postgres.MAJOR}, running")


def _guarded(check: Callable[[], Finding]) -> Finding:
    from django.db import Error

    try:
        return check()
    except (HomeError, Error, OSError) as error:
        return Finding(check.__name__.strip("_"), False, f"could not be checked ({type(error).__name__})")


def _tables() -> Finding:
    from lindun.config import setup

    setup.use_django()
    pending = setup.pending_migrations()
    if pending:
        return Finding("tables", False, f"{len(pending)} migrations are waiting: run `lindun init`")
    if unknown := setup.unknown_migrations():
        return Finding("tables", False, f"made by a newer program (it has {unknown[-1]}): install that one")
    return Finding("tables", True, "up to date")


def _root_key() -> Finding:
    from lindun.vault import queries as vault
    from lindun.vault.errors import RootKeyError

    try:
        vault.check_root_key()
    except RootKeyError as error:
        return Finding("root key", False, str(error))
    return Finding("root key", True, "fits this database")


def _rights() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls,"
            " has_table_privilege(current_user, 'ledger_entry', 'INSERT, UPDATE, DELETE, TRUNCATE')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        above_rules, may_rewrite = cursor.fetchone()
    if above_rules or may_rewrite:
        return Finding(
            "database rights", False, "the serving role has more rights than it may: run `lindun init`"
        )
    return Finding(
        "database rights",
        True,
        "the serving role is under row-level security and cannot write the ledger by itself",
    )


def _mirrors() -> Finding:
    from lindun.ledger.queries import mirror_state

    state = mirror_state()
    detail = {
        "ok": "current",
        "warn": "behind: see the health page",
        "stop": "too far behind: nothing opens",
    }[state]
    return Finding("ledger mirrors", state == "ok", detail)
