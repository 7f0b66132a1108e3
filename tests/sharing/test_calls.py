"""Calls from a work order: put through without a number, or left to the desk; over when the task is."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lindun.config.home import HomeError
from lindun.gate.vocabulary import Action, Happening
from lindun.notifications.kinds import Kind
from lindun.requests import actions as tasks
from lindun.sharing import jobs
from lindun.sharing.actions import Made
from lindun.sharing.dial import alibaba, chosen
from lindun.sharing.dial.provider import DialError
from lindun.sharing.models import Call, CallState
from tests import cast
from tests.notifications.told import told
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.sharing import bearers
from tests.sharing.provider import MIDDLE, Service
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
ASK, CALL = "请前台帮我转接", "联系住户"


@pytest.fixture
def ready() -> tuple[Made, Client]:
    made = bearers.sent()
    return made, bearers.proved(made)


def calls() -> list[Call]:
    with everywhere():
        return list(Call.objects.all())


@pytest.mark.req("USE-10")
def test_a_repairman_calls_without_seeing_the_number_and_not_after_closing(service: Service) -> None:
    """USE-10: he taps "call", the call connects and no full number appears; after closing, no button."""
    made = bearers.sent(to="repair")
    repairman = bearers.proved(made, as_("repair"))
    assert CALL in text(bearers.page(repairman, made))

    shown = text(bearers.call(repairman, made)) + text(bearers.page(repairman, made))
    (bound,) = service.of("BindAxb")
    assert bound["PhoneNoA"] == bearers.OWN_NUMBER
    assert bound["PhoneNoB"] == cast.OWNER.phones[0]
    assert f'href="tel:{MIDDLE}"' in shown
    assert not any(number in shown for number in (*cast.OWNER.phones, bearers.OWN_NUMBER))

    tasks.close_task(cast.identity("counter"), task=made.task.pk)
    after = text(bearers.page(repairman, made))
    assert CALL not in after
    assert MIDDLE not in after
    assert bearers.call(repairman, made).status_code == 403
    jobs.end_those_over(made.task.pk)
    assert service.bound == set()


def test_the_number_goes_from_the_gate_to_the_provider_and_each_step_is_an_entry(
    service: Service, ready: tuple[Made, Client]
) -> None:
    made, browser = ready
    bearers.call(browser, made)
    revealed = entries(Action.ITEM_REVEAL)[-1]
    assert (revealed["outcome"], revealed["items"]) == ("allowed", ["phone"])
    assert revealed["reasons"] == ["way.call"]
    bound = entries(Happening.CALL_BOUND)[-1]
    assert (bound["outcome"], bound["reasons"], bound["actor"]) == ("done", ["way.call"], revealed["actor"])
    (call,) = calls()
    assert (call.state, call.number) == (CallState.BOUND, MIDDLE)


def test_a_second_tap_makes_no_second_call(service: Service, ready: tuple[Made, Client]) -> None:
    made, browser = ready
    for _again in range(3):
        bearers.call(browser, made)
    assert len(service.of("BindAxb")) == 1
    assert len(calls()) == 1


def test_a_call_whose_process_died_makes_room_for_the_next(
    service: Service, ready: tuple[Made, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, browser = ready

    def die(*_args: object, **_more: object) -> None:
        raise SystemExit

    with monkeypatch.context() as dying, pytest.raises(SystemExit):
        dying.setattr(alibaba.Alibaba, "connect", die)
        bearers.call(browser, made)
    assert "正在接通" in text(bearers.page(browser, made))
    monkeypatch.setattr("lindun.sharing.connecting.STUCK", timedelta(0))
    monkeypatch.setattr("lindun.sharing.call_queries.STUCK", timedelta(0))
    assert CALL in text(bearers.page(browser, made))
    bearers.call(browser, made)
    assert [call.state for call in calls()] == [CallState.BOUND, CallState.OVER]


def test_a_call_uses_up_no_view(service: Service, ready: tuple[Made, Client]) -> None:
    made, browser = ready
    bearers.call(browser, made)
    made.link.state.refresh_from_db()
    assert made.link.state.views_left == 2


@pytest.mark.parametrize("mood", ["refuses", "fails", "odd", "hangs"])
def test_when_the_provider_fails_the_desk_is_rung(
    service: Service, ready: tuple[Made, Client], monkeypatch: pytest.MonkeyPatch, mood: str
) -> None:
    monkeypatch.setattr(alibaba, "SECONDS", 0.5)
    service.mood = mood
    made, browser = ready
    answer = bearers.call(browser, made)
    page = text(answer) + text(bearers.page(browser, made))
    assert not any(number in page for number in cast.OWNER.phones)
    assert [call.state for call in calls()] == [CallState.ASKED]
    asked = entries(Happening.CALL_ASKED)[-1]
    assert asked["reasons"][0].startswith("dial.")
    assert [(one.kind, one.reference) for one in told("counter")] == [(Kind.CALL_ASKED, made.task.number)]


def test_without_a_provider_the_desk_is_rung_and_answers(ready: tuple[Made, Client]) -> None:
    made, browser = ready
    assert ASK in text(bearers.page(browser, made))
    bearers.call(browser, made)
    assert ASK not in text(bearers.page(browser, made))
    assert "前台已收到" in text(bearers.page(browser, made))
    assert entries(Action.ITEM_REVEAL) == []  # nobody opened the number for that

    desk = as_("counter")
    waiting = text(desk.get(reverse("sharing:list")))
    assert bearers.FIRM in waiting
    assert made.task.number in waiting
    (call,) = calls()
    desk.post(reverse("sharing:call_done", args=[call.pk]))
    assert [one.state for one in calls()] == [CallState.OVER]
    assert ASK in text(bearers.page(browser, made))


def test_a_purpose_that_opens_no_number_leaves_the_call_to_the_desk(service: Service) -> None:
    made = bearers.sent(task=bearers.task_of(purpose="fee"))
    bearers.call(bearers.proved(made), made)
    assert service.asked == []
    assert [call.state for call in calls()] == [CallState.ASKED]


@pytest.mark.parametrize("own", ["", "110", "12", "abc", "not a number at all", "170****5678"])
def test_what_is_no_number_of_ones_own_calls_nobody(
    service: Service, ready: tuple[Made, Client], own: str
) -> None:
    made, browser = ready
    assert bearers.call(browser, made, own=own).status_code == 422
    assert service.asked == []
    assert calls() == []


def test_nobody_else_can_be_called(service: Service, ready: tuple[Made, Client]) -> None:
    made, browser = ready
    for person in (cast.NEIGHBOUR, cast.ELSEWHERE, cast.ABROAD):
        assert bearers.call(browser, made, person).status_code == 404
    assert service.asked == []


def test_taking_the_link_back_ends_its_calls(service: Service, ready: tuple[Made, Client]) -> None:
    made, browser = ready
    bearers.call(browser, made)
    as_("counter").post(reverse("sharing:revoke", args=[made.link.pk]))
    assert jobs.end_those_over(made.task.pk) == 1
    assert service.bound == set()
    assert entries(Happening.CALL_UNDONE)[-1]["outcome"] == "done"


def test_a_provider_that_is_away_is_asked_again(service: Service, ready: tuple[Made, Client]) -> None:
    made, browser = ready
    bearers.call(browser, made)
    tasks.close_task(cast.identity("counter"), task=made.task.pk)
    service.mood = "fails"
    with pytest.raises(DialError):
        jobs.end_those_over(made.task.pk)
    assert [call.state for call in calls()] == [CallState.BOUND]
    service.mood = "ok"
    assert jobs.end_those_over(made.task.pk) == 1
    assert [call.state for call in calls()] == [CallState.OVER]


def test_closing_a_task_has_its_calls_ended_by_a_job(service: Service, ready: tuple[Made, Client]) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    made, browser = ready
    bearers.call(browser, made)
    tasks.close_task(cast.identity("counter"), task=made.task.pk)
    waiting = ProcrastinateJob.objects.filter(task_name="lindun.sharing.jobs.end_calls")
    assert [job.args for job in waiting] == [{"task_id": str(made.task.pk)}] * 2
    assert waiting.earliest("id").scheduled_at == made.link.expires_at


def test_a_secret_that_others_can_read_is_refused(service: Service) -> None:
    settings.DIAL_SECRET_FILE.chmod(stat.S_IRUSR | stat.S_IRGRP)
    with pytest.raises(HomeError):
        chosen.provider()
