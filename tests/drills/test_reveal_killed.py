"""Drill: a process is killed between the entry and the opening; somebody closes what another opens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from lindun import gate
from lindun.catalogue import actions as catalogue
from lindun.catalogue.actions import BadChange
from lindun.config.home import Home
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.requests import actions as tasks
from lindun.requests.models import Task
from tests import cast, pages
from tests.signin import as_

pytestmark = pytest.mark.drill

DIES_BEFORE_OPENING = """
import os, signal, sys, uuid
from lindun.config import setup
setup.use_django()
from lindun import gate
from lindun.vault import queries

def die(rows):
    print(len(rows), "sealed rows in hand, none opened", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

queries.open_values = die
who, subject, task = gate.Identity(staff=uuid.UUID(sys.argv[1])), uuid.UUID(sys.argv[2]), sys.argv[3]
opened = gate.reveal(who, subject=subject, items=["phone"], purpose="repair", task=task)
print("opened", opened.values[0].value.expose(), flush=True)
"""


def test_killed_after_the_entry_nothing_was_opened_and_the_entry_stands(home: Home, database: str) -> None:
    who, subject = cast.identity("counter"), cast.resident(cast.OWNER)
    task, _cleaned = tasks.open_task(
        who, dwelling=cast.dwelling(cast.OWNER), purpose="repair", summary="漏水"
    )
    before = pages.entries(Action.ITEM_REVEAL)
    child = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_OPENING, str(who.staff), str(subject), task.number],
        env={**os.environ, "LINDUN_HOME": str(home.root), "LINDUN_DATABASE_NAME": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    assert child.stdout == "2 sealed rows in hand, none opened\n"
    (entry,) = pages.entries(Action.ITEM_REVEAL)[len(before) :]
    assert (entry["outcome"], entry["counts"]) == ("allowed", {"fields": 2})
    opened = gate.reveal(who, subject=subject, items=["phone"], purpose="repair", task=task.number)
    assert [value.value.expose() for value in opened.values] == list(cast.OWNER.phones)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Let all deeds begin together, each with a connection of its own; returns what each gave or raised."""
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> object:
        start.wait()
        try:
            return deed()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_a_task_closed_while_a_value_is_opened_opens_nothing_any_more(database: str) -> None:
    """Whichever comes first, the ledger has both in an order that makes sense, and then it stays closed."""
    who, subject, home = cast.identity("counter"), cast.resident(cast.OWNER), cast.dwelling(cast.OWNER)
    for _round in range(6):
        task, _cleaned = tasks.open_task(who, dwelling=home, purpose="repair", summary="漏水")

        def look(number: str = task.number) -> gate.Opened:
            return gate.reveal(who, subject=subject, items=["phone"], purpose="repair", task=number)

        def close(pk=task.pk) -> Task:  # type: ignore[no-untyped-def]
            return tasks.close_task(who, task=pk)

        before = len(pages.entries())
        seen, closed = at_once(look, close)
        assert isinstance(closed, Task)
        said = {entry["action"]: entry["outcome"] for entry in pages.entries()[before:]}
        assert said[Action.ITEM_REVEAL] == ("allowed" if isinstance(seen, gate.Opened) else "denied")
        assert isinstance(seen, gate.Opened | gate.Denied)
        with pytest.raises(gate.Denied) as refused:
            look()
        assert refused.value.decision.reasons == ("task.not_open",)


def test_two_who_decide_at_the_same_time_decide_once(database: str) -> None:
    change = catalogue.propose_change(
        cast.identity("manager"), purpose="fee", item="plate", after="masked", necessity="收费时核对车位"
    )

    def decide(name: str, approve: bool) -> Callable[[], object]:
        return lambda: catalogue.decide_change(cast.identity(name), change=change.pk, approve=approve)

    first, second = at_once(decide("officer", True), decide("general_manager", False))
    assert sorted(isinstance(each, BadChange) for each in (first, second)) == [False, True]
    decided = [entry["outcome"] for entry in pages.entries(Action.CHANGE_DECIDE)]
    assert sorted(decided) == ["done", "failed"]


def test_of_two_sign_ins_at_the_same_time_one_is_alive(database: str) -> None:
    browsers = at_once(lambda: as_("guard"), lambda: as_("guard"))
    alive = [browser.get("/residents/").status_code for browser in browsers]  # type: ignore[attr-defined]
    assert sorted(alive) == [200, 302]
    assert Staff.objects.get(user__username="guard").session_digest != ""
