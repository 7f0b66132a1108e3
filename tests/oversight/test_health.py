"""Health: what it says when all is well, when copies lag, when opening stops; and the bare address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from lindun.ledger import queries as ledger
from lindun.ledger.queries import PartState, Status
from lindun.oversight import health
from lindun.oversight.health import State
from tests import cast, pages
from tests.ledger.house import House
from tests.signin import as_

HEALTH = reverse("oversight:health")


def stop_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no copy had been current for longer than the company allows."""
    monkeypatch.setattr(settings, "LEDGER_MIRROR_GRACE", -1)
    ledger._answers.clear()


def status(*, behind: timedelta, state: ledger.State) -> Status:
    mirror = PartState("/copies/a", 5, timezone.now() - behind, "", None)
    return Status(state, 5, timezone.now(), 0, None, (mirror,))


def test_the_bare_address_needs_no_session_and_says_nothing(database: str) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.content in {b"ok\n", b"warn\n"}
    assert not answer.cookies


@pytest.mark.parametrize(
    ("code", "words", "advice"),
    [
        ("mirror.full", "磁盘已满", "有没有空间"),
        ("mirror.diverged", "记录与数据库不一致", "lindun ledger verify"),
    ],
)
def test_a_mirror_that_fails_is_told_in_words(code: str, words: str, advice: str) -> None:
    mirror = PartState("/copies/a", 5, timezone.now(), code, timezone.now())
    with translation.override("zh-hans"):
        told = health._mirror(mirror, Status("warn", 5, timezone.now(), 0, None, (mirror,)))
    assert words in told.words
    assert advice in told.do
    assert code not in told.words


def test_the_bare_address_says_when_opening_has_stopped(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_opening(monkeypatch)
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"stop\n")


def test_the_bare_address_says_when_the_database_is_gone(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> str:
        raise OperationalError

    monkeypatch.setattr(ledger, "mirror_state", gone)
    assert Client().get("/healthz").status_code == 503


def test_current_copies_are_shown_as_current(house: House) -> None:
    officer = as_("officer")
    house.ship()
    page = pages.text(officer.get(HEALTH))
    for word in (
        "镜像 mirror-a",
        "镜像 mirror-b",
        "根密钥",
        "相符",
        "后台工作",
        "磁盘",
        "数据库",
        "不做备份",
    ):
        assert word in page, word


def test_the_page_says_that_opening_has_stopped(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_opening(monkeypatch)
    page = pages.text(as_("manager").get(HEALTH))
    assert "已停止打开信息" in page
    assert "health--stop" in page


def test_what_the_page_says_about_stopping_is_what_the_gate_does(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = as_("counter")
    pages.open_repair(clerk)
    pages.household(clerk)
    stop_opening(monkeypatch)
    assert pages.reveal(clerk, "phone").status_code == 403
    assert "ledger.mirrors_behind" in pages.entries()[-1]["reasons"]


def test_the_time_left_counts_from_when_a_copy_was_last_current() -> None:
    hour = timedelta(hours=1)
    stops = health.opening_stops_at(status(behind=hour, state="warn"))
    assert stops is not None
    left = stops - timezone.now()
    assert timedelta() < timedelta(seconds=settings.LEDGER_MIRROR_GRACE) - hour - left < timedelta(seconds=5)


def test_no_time_is_counted_while_one_copy_is_current() -> None:
    assert health.opening_stops_at(status(behind=timedelta(seconds=5), state="warn")) is None
    assert health.opening_stops_at(status(behind=timedelta(hours=9), state="ok")) is None


def test_separation_is_tried_not_assumed(tmp_path: object, database: str) -> None:
    """The test process can read the sealer's secrets, and the check says so."""
    assert health._confinement().state is State.WARN


def test_a_note_alone_is_no_trouble() -> None:
    checks = [health.Check("a", State.OK, ""), health.Check("b", State.NOTE, "")]
    assert health.Health([health.Group("g", checks)], None).state is State.OK


def test_the_page_refreshes_its_checks_alone(database: str) -> None:
    fragment = pages.text(as_("auditor").get(HEALTH, headers=pages.HTMX))
    assert 'hx-trigger="every 60s' in fragment
    assert "<html" not in fragment


def test_health_names_nobody(database: str) -> None:
    page = pages.text(as_("officer").get(HEALTH))
    assert not any(person.name in page for person in cast.RESIDENTS)


@pytest.mark.parametrize("name", ["counter", "supervisor", "cashier", "hr"])
def test_other_posts_do_not_see_it(database: str, name: str) -> None:
    assert as_(name).get(HEALTH).status_code == 403
