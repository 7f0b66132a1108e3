"""Calls of whoever holds a task: the purpose permits calling, and no page shows the number."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.catalogue import actions as catalogue
from lindun.gate.vocabulary import Action, Happening
from lindun.notifications.kinds import Kind
from lindun.organisation import actions as organisation
from lindun.organisation.models import Staff
from lindun.requests import actions as tasks
from lindun.requests.models import Lookup, Task
from lindun.sharing import answering, calling, jobs
from lindun.sharing.models import Call, CallState
from tests import cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import HTMX, entries, text
from tests.scoped import everywhere
from tests.sharing import bearers
from tests.sharing.provider import MIDDLE, Service
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
DIAL = "打开号码代拨"


@pytest.fixture
def visit() -> Task:
    """The guard has somebody at the gate: for visitors one calls, and opens nothing."""
    return bearers.task_of("guard", purpose="visitor")


def url_of(task: Task, person: cast.Character = cast.OWNER) -> str:
    return reverse("sharing:call", args=[task.pk, cast.resident(person)])


def call(browser: Client, task: Task, person: cast.Character = cast.OWNER, own: str = bearers.OWN_NUMBER):  # type: ignore[no-untyped-def]
    return browser.post(url_of(task, person), {"own_number": own})


def calls() -> list[Call]:
    with everywhere():
        return list(Call.objects.all())


def household(browser: Client, task: Task) -> str:
    browser.post(reverse("residents:purpose", args=[task.dwelling_id]), {"choice": f"task:{task.number}"})
    return text(browser.get(reverse("residents:household", args=[task.dwelling_id])))


def test_for_a_visitor_the_guard_calls_and_opens_nothing(service: Service, visit: Task) -> None:
    guard = as_("guard")
    page = household(guard, visit)
    assert url_of(visit) in page
    assert "只能拨打，号码不显示" in page
    call(guard, visit)
    (bound,) = service.of("BindAxb")
    assert (bound["PhoneNoA"], bound["PhoneNoB"]) == (bearers.OWN_NUMBER, cast.OWNER.phones[0])
    shown = text(guard.get(url_of(visit)))
    assert f'href="tel:{MIDDLE}"' in shown
    assert not any(number in shown + page for number in (*cast.OWNER.phones, bearers.OWN_NUMBER))
    revealed, put = entries(Action.ITEM_REVEAL)[-1], entries(Happening.CALL_BOUND)[-1]
    assert (revealed["outcome"], revealed["reasons"]) == ("allowed", ["way.call"])
    assert revealed["task"] == put["task"] == f"task:{visit.pk}"
    assert "拨打了：电话" in household(guard, visit)  # who looked at this household


def test_what_may_be_called_is_not_opened(visit: Task) -> None:
    with pytest.raises(gate.Denied) as refusal:
        gate.reveal(
            cast.identity("guard"),
            subject=cast.resident(cast.OWNER),
            items=["phone"],
            purpose="visitor",
            task=visit.number,
        )
    assert refusal.value.decision.reasons == ("item.call_only",)
    assert entries(Action.ITEM_REVEAL)[-1]["outcome"] == "denied"


def test_what_is_masked_only_is_not_called_either(service: Service) -> None:
    task = bearers.task_of("guard", purpose="fee")
    guard = as_("guard")
    assert url_of(task) not in household(guard, task)
    answer = call(guard, task)
    assert answer.status_code == 403
    assert "看打码的就够了" in text(answer)
    assert entries(Action.CALL_MAKE)[-1]["reasons"] == ["item.masked_only"]
    assert (service.asked, calls()) == ([], [])


def test_where_it_may_be_read_it_may_be_called(service: Service) -> None:
    task = bearers.task_of("counter")
    counter = as_("counter")
    page = household(counter, task)
    assert url_of(task) in page
    assert reverse("residents:reveal", args=[cast.resident(cast.OWNER), "phone", 0]) in page
    call(counter, task)
    assert [one.state for one in calls()] == [CallState.BOUND]


def test_a_second_tap_makes_no_second_call(service: Service, visit: Task) -> None:
    for _again in range(3):
        call(as_("guard"), visit)
    assert len(service.of("BindAxb")) == len(calls()) == 1


def test_a_call_ends_with_its_task(service: Service, visit: Task) -> None:
    guard = as_("guard")
    call(guard, visit)
    tasks.close_task(cast.identity("guard"), task=visit.pk)
    after = guard.get(url_of(visit))
    assert MIDDLE not in text(after)
    assert "任务已关闭或已到期" in text(after)
    assert call(guard, visit).status_code == 403
    assert jobs.end_those_over(visit.pk) == 1
    assert service.bound == set()
    undone = entries(Happening.CALL_UNDONE)[-1]
    assert f"staff:{cast.staff('guard')}" in undone["subjects"]


def test_only_for_ones_own_task_and_its_household(service: Service, visit: Task) -> None:
    assert call(as_("counter"), visit).status_code == 404
    assert call(as_("guard"), visit, cast.NEIGHBOUR).status_code == 404
    assert as_("guard").get(reverse("sharing:call", args=[uuid4(), uuid4()])).status_code == 404
    assert service.asked == []


@pytest.mark.parametrize("own", ["", "110", "170****5678"])
def test_what_is_no_number_of_ones_own_calls_nobody(service: Service, visit: Task, own: str) -> None:
    answer = call(as_("guard"), visit, own=own)
    assert answer.status_code == 422
    assert not own or f'value="{own}"' not in text(answer)
    assert (service.asked, calls()) == ([], [])


def ask_the_desk(visit: Task) -> UUID:
    call(as_("guard"), visit)
    (waiting,) = calls()
    assert waiting.state == CallState.ASKED
    return waiting.pk


def test_without_a_provider_a_colleague_dials_and_the_caller_sees_nothing(visit: Task) -> None:
    waiting = ask_the_desk(visit)
    assert (Kind.CALL_ASKED, visit.number) in [(one.kind, one.reference) for one in told("counter")]
    guard, counter = as_("guard"), as_("counter")
    assert "前台已收到" in text(guard.get(url_of(visit)))
    assert DIAL in text(counter.get(reverse("sharing:list")))
    opened = counter.post(reverse("sharing:call_connect", args=[waiting]), headers=HTMX)
    assert cast.OWNER.phones[0] in text(opened)
    revealed = entries(Action.ITEM_REVEAL)[-1]
    assert revealed["reasons"] == ["reason.no_task", "reason.colleague", "way.call"]
    assert f"staff:{cast.staff('guard')}" in entries(Action.CALL_CONNECT)[-1]["subjects"]
    with everywhere():
        assert Lookup.objects.filter(staff=cast.staff("counter"), text=visit.number).exists()
    counter.post(reverse("sharing:call_done", args=[waiting]))
    assert [one.state for one in calls()] == [CallState.OVER]
    assert counter.post(reverse("sharing:call_connect", args=[waiting]), headers=HTMX).status_code == 404


def test_nobody_opens_the_number_for_a_call_of_her_own_by_no_account() -> None:
    visit = bearers.task_of("counter", purpose="visitor")
    own = cast.identity("counter")
    calling.call_for_task(own, task=visit.pk, resident=cast.resident(cast.OWNER), own_number="")
    (waiting,) = calls()
    answer = as_("counter").post(reverse("sharing:call_connect", args=[waiting.pk]), headers=HTMX)
    assert answer.status_code == 403
    post = organisation.current_post(Staff.objects.get(pk=cast.staff("counter")))
    second = second_account("counter", role="counter", places=post.assignments)
    with pytest.raises(calling.CallClosed):
        answering.number_to_dial(second, call=waiting.pk)
    assert entries(Action.CALL_CONNECT)[-1]["reasons"] == ["people.same_person"]
    assert entries(Action.ITEM_REVEAL) == []


def test_whose_task_is_over_is_connected_no_more(visit: Task) -> None:
    waiting = ask_the_desk(visit)
    tasks.close_task(cast.identity("guard"), task=visit.pk)
    answer = as_("counter").post(reverse("sharing:call_connect", args=[waiting]), headers=HTMX)
    assert answer.status_code == 403
    assert entries(Action.ITEM_REVEAL) == []


@pytest.mark.parametrize("name", ["guard", "repair"])
def test_a_post_without_a_desk_connects_nobody(visit: Task, name: str) -> None:
    waiting = ask_the_desk(visit)
    answer = as_(name).post(reverse("sharing:call_connect", args=[waiting]), headers=HTMX)
    assert answer.status_code == 403
    assert entries(Action.ITEM_REVEAL) == []


def test_a_company_may_narrow_a_purpose_to_calls(service: Service) -> None:
    """A change of the matrix by two people is in force at the next touch."""
    change = catalogue.propose_change(
        cast.identity("manager"), purpose="repair", item="phone", after="call", necessity="上门前只需打电话"
    )
    catalogue.decide_change(cast.identity("officer"), change=change.pk, approve=True)
    task = bearers.task_of("repair")
    with pytest.raises(gate.Denied):
        gate.reveal(
            cast.identity("repair"),
            subject=cast.resident(cast.OWNER),
            items=["phone"],
            purpose="repair",
            task=task.number,
        )
    call(as_("repair"), task)
    assert [one.state for one in calls()] == [CallState.BOUND]
