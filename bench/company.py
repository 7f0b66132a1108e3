"""The database of a benchmark: a throw-away home, a durable server, a company, many residents."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

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
    """A company with one community and the posts the benchmarks need; name -> staff id."""
    from lindun.catalogue import defaults
    from lindun.estates.models import Building, Community
    from lindun.organisation import actions
    from lindun.organisation.actions import Newcomer, Post
    from lindun.organisation.models import Staff

    community = Community.objects.create(code="bench", name="测试苑")
    for number in range(1, BUILDINGS + 1):
        Building.objects.create(community=community, name=str(number))
    everywhere = frozenset({(community.pk, None)})
    people = [
        Newcomer("manager", "甲", "0001", Post("manager", 3, "active", everywhere), password="Bench-pass-1"),
        Newcomer("cashier", "乙", "0002", Post("cashier", 2, "active", everywhere), password="Bench-pass-1"),
    ]
    actions.found_company("测试物业", people, first_facts=defaults.install)
    return dict(Staff.objects.values_list("user__username", "pk"))


def fill(count: int, *, seed: int = 7) -> None:
    """Enter residents through the registry, as an import does."""
    from lindun.cli import synthetic
    from lindun.estates.models import Community
    from lindun.gate import Identity
    from lindun.gate.values import Plain
    from lindun.residents import actions
    from lindun.residents.actions import NewResident

    chance = random.Random(seed)

    def people() -> Iterator[NewResident]:
        for number in range(count):
            yield NewResident(
                str(1 + number % BUILDINGS), str(1 + number % 4), f"{1 + number // 120 % 33}{number % 99:02d}",
                "owner", "2020-01-01",
                (
                    Plain("name", synthetic.name(chance), "NAME"),
                    Plain("phone", synthetic.mobile(chance), "PHONE"),
                    Plain("id_number", synthetic.id_number(chance), "ID_CARD"),
                    Plain("plate", synthetic.plate(chance), "PLATE"),
                ),
            )  # fmt: skip

    actions.register_people(
        Identity(system="operator"), community=Community.objects.get().pk, people=people(), channel="bench"
    )


def close_connections() -> None:
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()


def analyse() -> None:
    """Fresh statistics, as autovacuum would have made them."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
