"""Fixtures of the whole house. Every run has its own home folder and its own PostgreSQL server.

Tests meet the real thing: the serving role, row-level security and real commits. A test that asks for
`database` gets a fresh database, copied from a template that holds the fixed cast (`tests/cast.py`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import psycopg
import pytest

MEMORY, ENOUGH = Path("/dev/shm"), 4 * 2**30


def _temporary() -> str | None:
    """Memory where there is plenty of it: a database for a test is made there five times as quickly."""
    return str(MEMORY) if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


HOME = Path(tempfile.mkdtemp(prefix="lindun-test-", dir=_temporary()))
os.environ["LINDUN_HOME"] = str(HOME)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindun.config.settings")
os.environ.pop("LINDUN_DATABASE_HOST", None)

from lindun.config import home as home_folder  # noqa: E402
from lindun.config import postgres  # noqa: E402
from lindun.config.home import Home  # noqa: E402

home_folder.create(Home(HOME))

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connections  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import translation  # noqa: E402

pytest_plugins = ["tests.trace_plugin"]

TEMPLATE = "lindun_template"
hypothesis.settings.register_profile("house", deadline=None)  # tests check behaviour, not time
hypothesis.settings.load_profile("house")
settings.PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # speed: nothing is guarded here
setup_test_environment()


@pytest.fixture(scope="session", autouse=True)
def static_files_found_once() -> Iterator[None]:
    """Every test client starts the middleware anew, and one of them looks through all static files."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    find, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(autouse=True)
def language() -> None:
    """The house's own language, whatever page the test before asked for."""
    translation.deactivate()


@pytest.fixture(scope="session")
def home() -> Home:
    return Home(HOME)


@pytest.fixture(scope="session")
def server(home: Home) -> Iterator[Home]:
    """A running PostgreSQL with the template database in it."""
    from lindun.config import setup
    from tests import cast

    postgres.start(home, durable=False)
    postgres.create_roles_and_database(home, TEMPLATE)
    _use_database(TEMPLATE)
    setup.migrate()
    setup.install_keys()
    cast.enter()
    _close_connections()
    yield home
    _close_connections()
    postgres.stop(home, mode="immediate")


@pytest.fixture
def database(server: Home) -> Iterator[str]:
    """A fresh database with the cast in it; changes are really committed and thrown away afterwards."""
    name = f"t{os.urandom(6).hex()}"
    with psycopg.connect(postgres.superuser_conninfo(server), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" OWNER lindun_owner TEMPLATE {TEMPLATE} STRATEGY file_copy')
        admin.execute(f'GRANT CONNECT ON DATABASE "{name}" TO lindun_app, lindun_sealer')
    _use_database(name)
    cache.clear()  # counts of attempts to sign in live in memory
    for left in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*"):
        left.unlink()  # files of a database that is gone: here nobody would know what they are
    try:
        yield name
    finally:
        _close_connections()
        with psycopg.connect(postgres.superuser_conninfo(server), autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _use_database(name: str) -> None:
    _close_connections()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def _close_connections() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()


def pytest_unconfigure() -> None:
    postgres.stop(Home(HOME), mode="immediate")
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.rmtree(Home(HOME).run, ignore_errors=True)
