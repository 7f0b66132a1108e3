"""Bring an installation into being: home, server, roles, tables, rights. Every step is safe to repeat."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from lindun.config import grants, home, postgres
from lindun.config.home import Home, read_secret


def use_django() -> None:
    """Load Django with the product's settings; the home folder must exist."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindun.config.settings")
    django.setup()


def borrow_home() -> None:
    """For commands that need no installation: where there is none, a home that ends with this process."""
    where = Home(Path(os.environ.get("LINDUN_HOME", "var")).resolve())
    if where.secret("app", "django.key").exists():
        return
    folder = tempfile.TemporaryDirectory(prefix="lindun-")
    atexit.register(folder.cleanup)
    os.environ["LINDUN_HOME"] = folder.name
    home.create(Home(Path(folder.name)))


def prepare(where: Home, *, say: Callable[[str], None], durable: bool = True) -> None:
    """Make or complete an installation. `say` is told each step; raises HomeError or PostgresError."""
    say("home folder and secrets")
    home.create(where)
    if "LINDUN_DATABASE_HOST" not in os.environ:
        say("PostgreSQL")
        postgres.start(where, durable=durable)
        postgres.create_roles_and_database(where, os.environ.get("LINDUN_DATABASE_NAME", postgres.DATABASE))
    use_django()
    say("tables and rights")
    migrate()
    install_keys()


def migrate() -> list[str]:
    """Bring the tables up to date as the owner; return those closed to serving because nobody listed them."""
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with connections["owner"].cursor() as cursor:
        return grants.apply(cursor)


def install_keys() -> None:
    """Give the database the pads of the scope key, create the signing key and check the root key."""
    from django.conf import settings
    from django.db import connections

    from lindun.ledger.keys import create_signing_key
    from lindun.scope.opening import install_key
    from lindun.vault import rootkey

    with connections["owner"].cursor() as cursor:
        install_key(cursor, read_secret(settings.SCOPE_KEY_FILE))
        rootkey.install_check(cursor)
    create_signing_key()


def unknown_migrations() -> list[str]:
    """Names of migrations of this house the database has had and this program does not know: the database
    was made by a newer program."""
    from django.apps import apps
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connections["default"])
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("lindun.")}
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return sorted(f"{label}.{name}" for label, name in unknown if label in ours)


def pending_migrations() -> list[str]:
    """Names of migrations this program brings and the database lacks."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
