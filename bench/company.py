"""The database of a benchmark: a throw-away home, a durable server, a company, many residents."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

BUILDINGS = 30


@contextmanager
def company() -> Iterator[Path]:
    """Bring up a fresh installation with fsync on, as in production; remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lindun-bench-"))
    os.environ["LINDUN_HOME"] = str(folder)
    os.environ.pop("LINDUN_DATABASE_HOST", None)
    from lindun.config import postgres, setup
    from lindun.config.home import Home

    setup.prepare(Home(folder), say=lambda _step: None)
    try:
        yield folder
    finally:
        close_connections()
        postgres.stop(Home(folder), mode="immediate")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(Home(folder).run, ignore_errors=True)


def found() -> dict[str, UUID]:
    """A company and the posts the benchmarks need; name -> staff id.

    Of its two communities `bench` has as many residents as are asked for, `list` those of one export.
    """
    from django.utils import timezone

    from lindun.cli import first_facts
    from lindun.estates.models import Building, Community
    from lindun.organisation import actions
    from lindun.organisation.actions import Newcomer, Post
    from lindun.organisation.models import Staff
    from lindun.standing.actions import vouch
    from lindun.standing.codes import CODES

    reach = {}
    for code, name in (("bench", "测试苑"), ("list", "名册苑")):
        community = Community.objects.create(code=code, name=name)
        for number in range(1, BUILDINGS + 1):
            Building.objects.create(community=community, name=str(number))
        reach[code] = frozenset({(community.pk, None)})
    posts = {
        "manager": Post("manager", 3, "active", reach["bench"]),
        "cashier": Post("cashier", 2, "active", reach["bench"]),
        "general_manager": Post("general_manager", 4, "active", frozenset()),
        "list_manager": Post("manager", 3, "active", reach["list"]),
        "list_cashier": Post("cashier", 2, "active", reach["list"]),
    }
    people = [
        Newcomer(username, "甲乙丙丁戊"[number], f"{number + 1:04d}", post, password="Bench-pass-1")
        for number, (username, post) in enumerate(posts.items())
    ]
    actions.found_company("测试物业", people, first_facts=first_facts.install)
    vouch(Staff.objects.values_list("pk", flat=True), CODES, until=timezone.now() + timedelta(days=365))
    return dict(Staff.objects.values_list("user__username", "pk"))


@contextmanager
def superuser() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection that neither row-level security nor triggers bind, for filling tables by SQL alone."""
    from lindun.config import postgres
    from lindun.config.home import Home

    conninfo = postgres.superuser_conninfo(Home(Path(os.environ["LINDUN_HOME"])), postgres.DATABASE)
    with psycopg.connect(conninfo, options="-c session_replication_role=replica") as connection:
        yield connection


def close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()


def analyse() -> None:
    """Fresh statistics and visibility, as autovacuum would have made them."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
