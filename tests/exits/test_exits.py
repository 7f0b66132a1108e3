"""From a wish to its return: who approves, what the guard sees, who is told when it is not back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.exits import actions, jobs
from lindun.exits.actions import BadPermit
from lindun.exits.models import ExitPermit, Standing
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind
from tests import cast
from tests.exits.carrying import approved, asked_for, wish
from tests.leaks.finder import found_in, of_cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_

CHECK = reverse("exits:check")


def at_the_gate(number: str, who: str = "guard") -> str:
    return text(as_(who).post(CHECK, {"number": number}))


def clock(monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    """The house's clock runs ahead, as far as permits ask it."""
    moved: datetime = timezone.now() + later

    class Moved:
        localtime, localdate = staticmethod(timezone.localtime), staticmethod(timezone.localdate)

        @staticmethod
        def now() -> datetime:
            return moved

    monkeypatch.setattr(actions, "timezone", Moved)


def overdue(name: str) -> list[str]:
    return [notice.reference for notice in told(name) if notice.kind == Kind.EXIT_OVERDUE]


@pytest.mark.req("USE-12")
def test_what_is_not_back_is_told_to_holder_and_officer_and_the_guard_sees_red(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    permit = approved(hours=1)
    green = at_the_gate(permit.number)
    assert "verdict--green" in green
    assert "可以放行" in green
    jobs.look_at(permit_id=str(permit.pk))  # before its time: nobody is told anything
    assert overdue("counter") == overdue("officer") == []
    clock(monkeypatch, timedelta(hours=1, minutes=1))
    jobs.look_at(permit_id=str(permit.pk))
    jobs.look_at(permit_id=str(permit.pk))
    assert overdue("counter") == overdue("officer") == [permit.number]
    assert overdue("manager") == []
    late = at_the_gate(permit.number)
    assert "verdict--red" in late
    assert "逾期未还" in late
    none = at_the_gate("CM-0000-0000")
    assert "verdict--red" in none
    assert "没有这张出门证" in none


def test_the_look_is_planned_for_the_return_time(database: str) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    permit = approved(hours=3)
    (job,) = ProcrastinateJob.objects.filter(queue_name=jobs.QUEUE, args={"permit_id": str(permit.pk)})
    assert job.scheduled_at == permit.until


@pytest.mark.parametrize(
    ("standing", "word"),
    [("waiting", "未批准"), ("refused", "未通过"), ("early", "未到时间"), ("returned", "已归还")],
)
def test_everything_but_a_valid_permit_is_red(database: str, standing: str, word: str) -> None:
    page = at_the_gate(_that_stands(standing).number)
    assert "verdict--red" in page
    assert "verdict--green" not in page
    assert word in page


def _that_stands(standing: str) -> ExitPermit:
    if standing == "waiting":
        return asked_for()
    if standing == "refused":
        return actions.decide(
            cast.identity("manager"), permit=asked_for().pk, approve=False, words="不必带出"
        )
    permit = approved(begins=2 if standing == "early" else 0)
    return permit if standing == "early" else actions.take_back(cast.identity("guard"), permit=permit.pk)


@pytest.mark.parametrize("typed", ["  {0} ", "http://gate.example/exits/check/{0}/", "{1}"])
def test_the_number_is_read_as_people_and_scanners_write_it(database: str, typed: str) -> None:
    permit = approved()
    written = typed.format(permit.number, permit.number.lower())
    assert "verdict--green" in at_the_gate(written)
    scanned = as_("guard").get(reverse("exits:scanned", args=[permit.number]))
    assert "verdict--green" in text(scanned)


def test_each_check_stands_in_the_ledger(database: str) -> None:
    permit = approved()
    at_the_gate(permit.number)
    at_the_gate("CM-0000-0000")
    found, none = entries(Action.EXIT_CHECK)
    assert (found["subjects"], found["reasons"]) == ([f"exit:{permit.pk}"], ["exit.valid"])
    assert none["reasons"] == ["exit.none"]


def test_the_holder_neither_approves_nor_takes_back_by_any_account(database: str) -> None:
    permit = asked_for(who="manager")
    for who in (cast.identity("manager"), second_account("manager", role="general_manager", clearance=4)):
        with pytest.raises(gate.Denied) as refused:
            actions.decide(who, permit=permit.pk, approve=True)
        assert "people.proposed_it" in refused.value.decision.reasons
    assert "exit.waits" not in [notice.kind for notice in told("manager")]
    actions.decide(cast.identity("supervisor"), permit=permit.pk, approve=True)
    with pytest.raises(gate.Denied):
        actions.take_back(cast.identity("manager"), permit=permit.pk)
    actions.take_back(cast.identity("guard"), permit=permit.pk)


def test_leaders_are_told_that_it_waits_and_the_holder_what_became_of_it(database: str) -> None:
    permit = approved()
    assert (Kind.EXIT_WAITS, permit.number) in [(one.kind, one.reference) for one in told("supervisor")]
    assert (Kind.EXIT_APPROVED, permit.number) in [(one.kind, one.reference) for one in told("counter")]


def test_personal_data_in_its_words_is_masked_before_it_is_kept(database: str) -> None:
    permit = asked_for(
        what=f"{cast.OWNER.name}的资料 {cast.OWNER.phones[0]}", why=f"交给{cast.OWNER.id_number}"
    )
    assert found_in(f"{permit.what} {permit.why}".encode(), of_cast()) == []


@pytest.mark.parametrize(
    "said", [{"thing": "van"}, {"what": " "}, {"why": ""}, {"hours": 24 * 31}, {"hours": -1}, {"begins": -3}]
)
def test_a_wish_that_makes_no_sense_is_not_taken(database: str, said: dict[str, Any]) -> None:
    with pytest.raises(BadPermit):
        actions.ask(cast.identity("counter"), wish(**said))
    with everywhere():
        assert not ExitPermit.objects.exists()


def test_a_refusal_needs_words_and_a_permit_is_decided_and_returned_once(database: str) -> None:
    manager, permit = cast.identity("manager"), asked_for()
    with pytest.raises(BadPermit):
        actions.decide(manager, permit=permit.pk, approve=False)
    with pytest.raises(BadPermit):
        actions.take_back(manager, permit=permit.pk)
    actions.decide(manager, permit=permit.pk, approve=True)
    with pytest.raises(BadPermit):
        actions.decide(manager, permit=permit.pk, approve=True)
    actions.take_back(manager, permit=permit.pk)
    with pytest.raises(BadPermit):
        actions.take_back(manager, permit=permit.pk)


@pytest.mark.parametrize(
    ("deed", "change"),
    [
        (Action.EXIT_DECIDE, {"what": "别的"}),
        (Action.EXIT_DECIDE, {"until": timezone.now() + timedelta(days=9)}),
        (Action.EXIT_DECIDE, {"state": "refused"}),
        (Action.DESK_VIEW, {"told_at": timezone.now()}),
    ],
)
def test_the_database_keeps_it_as_it_was_approved(database: str, deed: str, change: dict[str, Any]) -> None:
    permit = approved()
    with pytest.raises(Error), everywhere(action=deed):
        ExitPermit.objects.filter(pk=permit.pk).update(**change)


def test_elsewhere_it_does_not_exist_but_every_gate_checks_it(database: str) -> None:
    permit = approved()
    assert as_("stranger").get(reverse("exits:one", args=[permit.pk])).status_code == 404
    assert as_("repair").get(reverse("exits:one", args=[permit.pk])).status_code == 404
    assert permit.number not in text(as_("repair").get(reverse("exits:list")))
    assert permit.number in text(as_("counter").get(reverse("exits:list")))
    assert actions.check(cast.identity("guard"), permit.number)[1] is Standing.VALID


def test_the_sheet_is_for_paper_while_it_is_worth_something(database: str) -> None:
    permit = approved()
    page = reverse("exits:one", args=[permit.pk])
    sheet = text(as_("counter").get(page))
    assert " data-paper>" in sheet
    assert "<svg" in sheet[sheet.index('class="qr"') :]
    actions.take_back(cast.identity("guard"), permit=permit.pk)
    assert "data-paper>" not in text(as_("counter").get(page))


def test_the_form_asks_for_one_and_says_what_is_wrong(database: str) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    said = {"thing": "device", "place": _code(), "what": "手持终端", "why": "抄表"}
    times = {"begins": f"{tomorrow}T08:00", "until": f"{tomorrow}T18:00"}
    counter = as_("counter")
    wrong = counter.post(reverse("exits:new"), said | times | {"until": f"{tomorrow}T07:00"})
    assert wrong.status_code == 422
    assert "归还时间要晚于" in text(wrong)
    page = counter.post(reverse("exits:new"), said | times, follow=True)
    assert "手持终端" in text(page)
    decided = as_("manager").post(
        reverse("exits:decide", args=[_only().pk]), {"decision": "approve"}, follow=True
    )
    assert "已批准" in text(decided)
    back = as_("guard").post(reverse("exits:return", args=[_only().pk]), follow=True)
    assert "已归还" in text(back)


def _code() -> str:
    from tests.notices.arrears import code

    return code()


def _only() -> ExitPermit:
    with everywhere():
        return ExitPermit.objects.get()
