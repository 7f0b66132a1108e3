"""Drill: the database goes away under the pages; nothing is half done, and words say what happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from lindun.catalogue.models import Purpose
from lindun.config import postgres
from lindun.config.home import Home
from lindun.estates.models import Dwelling
from lindun.gate.vocabulary import Action
from lindun.ledger import queries
from lindun.requests import actions as tasks
from lindun.requests.models import Task
from tests import cast, pages
from tests.pages import HTMX
from tests.scoped import everywhere
from tests.signin import as_

pytestmark = pytest.mark.drill


@contextmanager
def away(home: Home, database: str) -> Iterator[None]:
    """The database lets nobody in and throws out who is there."""
    with psycopg.connect(postgres.superuser_conninfo(home), autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS false")
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])
        try:
            yield
        finally:
            admin.execute(f"ALTER DATABASE {database} ALLOW_CONNECTIONS true")
            connections.close_all()


def test_pages_say_so_and_come_back_by_themselves(home: Home, database: str) -> None:
    clerk = as_("counter")
    clerk.raise_request_exception = False
    household = reverse("residents:household", args=[cast.dwelling(cast.OWNER)])
    assert clerk.get(household).status_code == 200
    with away(home, database):
        for _again in range(2):
            answer = clerk.get(household)
            assert answer.status_code == 503
            assert answer["Cache-Control"] == "no-store"
            assert int(answer["Retry-After"]) > 0
        queries._answers.clear()  # an answer may be five seconds old
        watching = Client().get("/healthz")
        assert (watching.status_code, watching.content) == (503, b"stop\n")
    assert clerk.get(household).status_code == 200
    assert Client().get("/healthz").status_code == 200


def test_a_deed_that_was_cut_off_is_not_half_done(
    home: Home, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection dies after the task was written and before its entry: neither is there afterwards."""
    clerk = as_("counter")
    clerk.raise_request_exception = False
    where = cast.dwelling(cast.OWNER)
    before = len(pages.entries(Action.TASK_OPEN))
    written = tasks.create_task

    def then_cut(dwelling: Dwelling, purpose: Purpose, *, summary: str, holder: UUID) -> Task:
        task = written(dwelling, purpose, summary=summary, holder=holder)
        with psycopg.connect(postgres.superuser_conninfo(home), autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database]
            )
        return task

    monkeypatch.setattr(tasks, "create_task", then_cut)
    answer = clerk.post(
        reverse("requests:task_new_at", args=[where]), {"purpose": "repair", "summary": "漏水"}
    )
    assert answer.status_code == 503
    connections.close_all()
    with everywhere():
        assert Task.objects.count() == 0
    assert [entry["outcome"] for entry in pages.entries(Action.TASK_OPEN)[before:]] in ([], ["failed"])


def test_a_reveal_that_cannot_be_entered_opens_nothing(home: Home, database: str) -> None:
    clerk = as_("counter")
    clerk.raise_request_exception = False
    pages.open_repair(clerk)
    pages.household(clerk)
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as admin:
        admin.execute("REVOKE INSERT ON ledger_entry FROM lindun_app")
        admin.execute("ALTER TABLE ledger_entry ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    answer = clerk.post(pages.reveal_url("phone"), headers=HTMX)
    assert answer.status_code == 500
    assert not any(phone in pages.text(answer) for phone in cast.OWNER.phones)
    assert clerk.get("/").status_code == 500
