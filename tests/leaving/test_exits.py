"""An exit ends every session and right with the call that records it, for all accounts, once."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.exits.models import ExitPermit
from lindun.gate.vocabulary import Action
from lindun.leaving import ahead, exits, filing, jobs
from lindun.leaving.errors import BadExit
from lindun.leaving.exits import Wish, years_after
from lindun.leaving.models import Departure, Ending
from lindun.notifications.kinds import Kind
from lindun.organisation import facts
from lindun.organisation.models import Assignment, Role, Staff, Status
from lindun.requests import deputies
from lindun.requests.models import AccessRequest, Deputy, Task
from lindun.sharing.models import LinkState
from lindun.standing.models import Fulfilment
from tests import cast
from tests.exits.carrying import asked_for
from tests.leaving.going import in_days, ready_but_for_the_pledge, recorded, signed
from tests.matrix import stage
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import choose, entries, household, open_repair, reveal, text
from tests.scoped import everywhere
from tests.signin import as_
from tests.together import both


def clock(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """It is that day, as far as exits ask it."""
    noon = exits.start_of(day) + timedelta(hours=12)

    class Moved:
        make_aware = staticmethod(timezone.make_aware)

        @staticmethod
        def now() -> datetime:
            return noon

        @staticmethod
        def localdate() -> date:
            return day

    for module in (exits, exits.queries):
        monkeypatch.setattr(module, "timezone", Moved)


@pytest.mark.req("ACC-13")
def test_saving_an_exit_ends_every_session_and_lists_every_system(database: str) -> None:
    browser = as_("counter")
    assert browser.get("/").status_code == 200
    said = {"person": cast.staff("counter"), "cause": "resigned", "from_day": in_days(0)}
    page = as_("hr").post(reverse("leaving:new"), said | {"sure": "yes"}, follow=True)
    turned_away = browser.get("/")
    assert turned_away.status_code == 302
    assert turned_away["Location"].startswith("/account/login/")
    shown = text(page)
    assert "邻盾：账号、登录、链接、文件" in shown
    assert "已注销" in shown
    found = Departure.objects.get()
    systems = list(found.revocations.select_related("system"))
    assert len(systems) >= 4
    assert shown.count("待办</span>") == len(systems)
    first = systems[0]
    done = as_("hr").post(reverse("leaving:revoked", args=[found.pk, first.pk]), follow=True)
    assert text(done).count("待办</span>") == len(systems) - 1
    assert first.system.name in text(done)


def test_an_exit_of_today_says_first_what_ends_and_ends_it_when_that_is_confirmed(database: str) -> None:
    stage._task("counter"), stage._link("counter"), stage._own_request("counter")
    asked_for(who="counter")
    counter, hr = as_("counter"), as_("hr")
    said = {"person": cast.staff("counter"), "cause": "resigned", "from_day": in_days(0)}
    asked = hr.post(reverse("leaving:new"), said)
    assert (asked.status_code, counter.get("/").status_code) == (200, 200)
    assert not Departure.objects.exists()
    announced = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", text(asked))
    for what in (
        "停用账号",
        "结束登录",
        "收回范围",
        "关闭任务",
        "撤回申请",
        "收回工单链接",
        "退回待批出门证",
    ):
        assert what in dict(announced)
    changed = hr.post(reverse("leaving:new"), said | {"change": "yes"})
    assert 'name="from_day"' in text(changed)
    sent = dict(re.findall(r'type="hidden" name="(person|cause|from_day)" value="([^"]*)"', text(asked)))
    hr.post(reverse("leaving:new"), sent | {"sure": "yes"})
    ended = ahead.in_words(Ending.objects.exclude(count=0).values_list("what", "count"))
    assert [(str(what), str(count)) for what, count in ended] == [
        one for one in announced if "其他系统" not in one[0]
    ]


def test_nothing_is_foretold_of_an_exit_that_cannot_be_recorded(database: str) -> None:
    recorded("counter", days=3)
    hr, today = as_("hr"), {"cause": "resigned", "from_day": in_days(0)}
    twice = hr.post(reverse("leaving:new"), today | {"person": cast.staff("counter")})
    assert (twice.status_code, "LZ-" in text(twice)) == (422, True)
    own = hr.post(reverse("leaving:new"), today | {"person": cast.staff("hr")})
    assert own.status_code == 403
    with pytest.raises(gate.Denied):
        exits.foresee(cast.identity("manager"), Wish(cast.staff("repair"), "resigned", in_days(0)))


def test_a_planned_exit_says_what_would_end_now_less_what_is_handed_over(database: str) -> None:
    task = stage._task("counter")
    found = recorded("counter", days=3)
    hr, file = as_("hr"), reverse("leaving:file", args=[found.pk])
    assert "<dt>关闭任务</dt>" in text(hr.get(file))
    hr.post(reverse("leaving:hand_task", args=[found.pk, task]), {"to": cast.staff("guard")})
    shown = text(hr.get(file))
    assert "<dt>移交的任务</dt><dd>1</dd>" in shown
    assert "<dt>关闭任务</dt>" not in shown


def test_the_fact_counts_on_the_very_next_passage_of_another_client(database: str) -> None:
    counter = as_("counter")
    household(counter)
    open_repair(counter)
    choose(counter, "purpose:repair")
    assert cast.OWNER.phones[0][-4:] in text(reveal(counter, "phone"))
    who = cast.identity("counter")
    recorded("counter")
    with pytest.raises(gate.Denied) as refused:
        gate.reveal(who, subject=cast.resident(cast.OWNER), items=["phone"], purpose="repair")
    assert "actor.not_in_post" in refused.value.decision.reasons
    turned_away = reveal(counter, "phone")
    assert "/account/login/" in turned_away.headers["HX-Redirect"]
    assert cast.OWNER.phones[0][-4:] not in text(turned_away)


def test_everything_she_was_given_ends_with_it(database: str) -> None:
    task, link = stage._task("counter"), stage._link("counter")
    request = stage._own_request("counter")
    permit = asked_for(who="counter").pk
    found = recorded("counter")
    with everywhere():
        assert Task.objects.get(pk=task).closed_at is not None
        state = LinkState.objects.get(link=link)
        assert (state.revoked_at is not None, state.revoked_by_id) == (True, cast.staff("hr"))
        assert AccessRequest.objects.get(pk=request).outcome == "withdrawn"
        assert ExitPermit.objects.get(pk=permit).state == "refused"
    assert not Assignment.objects.filter(staff=cast.staff("counter")).exists()
    assert not Fulfilment.objects.filter(staff=cast.staff("counter"), until=None).exists()
    counted = dict(Ending.objects.filter(departure=found).values_list("what", "count"))
    assert (counted["accounts"], counted["tasks"], counted["links"], counted["permits"]) == (1, 2, 1, 1)


def test_deputies_end_either_way(database: str) -> None:
    now = timezone.now()
    to_her = deputies.name_deputy(
        cast.identity("officer"), deputy=cast.staff("manager"), begins=now, ends=now + timedelta(days=1)
    )
    by_her = deputies.name_deputy(
        cast.identity("manager"), deputy=cast.staff("officer"), begins=now, ends=now + timedelta(days=1)
    )
    recorded("manager")
    for named in (to_her, by_her):
        assert Deputy.objects.get(pk=named.pk).ended_at is not None


def test_all_accounts_of_the_person_end(database: str) -> None:
    second = second_account("counter", role="repair")
    recorded("counter")
    states = Staff.objects.filter(pk__in=[cast.staff("counter"), second.person]).values_list(
        "status", flat=True
    )
    assert set(states) == {Status.LEFT}


def test_an_exit_recorded_by_the_second_account_is_the_persons(database: str) -> None:
    second = second_account("counter", role="repair")
    found = exits.record(cast.identity("hr"), Wish(second.person, "ended", in_days(0)))
    assert found.person_id == cast.staff("counter")
    assert Staff.objects.get(pk=cast.staff("counter")).status == Status.LEFT


@pytest.mark.parametrize(("days", "said"), [(-1, "日期已过"), (367, "日期在一年以后")])
def test_a_day_that_is_over_or_far_ahead_is_refused(database: str, days: int, said: str) -> None:
    with pytest.raises(BadExit):
        recorded(days=days)
    wrong = as_("hr").post(
        reverse("leaving:new"),
        {"person": cast.staff("counter"), "cause": "resigned", "from_day": in_days(days)},
    )
    assert (wrong.status_code, said in text(wrong)) == (422, True)
    assert recorded(days=366).from_day == in_days(366)


def test_nobody_records_her_own_exit_by_any_account(database: str) -> None:
    second = second_account("hr", role="hr")
    for who in (cast.identity("hr"), second):
        with pytest.raises(gate.Denied) as refused:
            exits.record(who, Wish(cast.staff("hr"), "resigned", in_days(0)))
        assert "people.same_person" in refused.value.decision.reasons


def test_the_last_in_a_post_the_company_needs_goes_after_her_successor_came(database: str) -> None:
    with pytest.raises(BadExit):
        recorded("officer")
    second_account("repair", role="officer", clearance=3)
    assert recorded("officer").ended_at is not None


def test_two_personnel_who_record_each_other_leave_one(database: str) -> None:
    other = second_account("repair", role="hr")
    outcomes = both(
        lambda: exits.record(cast.identity("hr"), Wish(other.person, "resigned", in_days(0))),
        lambda: exits.record(other, Wish(cast.staff("hr"), "resigned", in_days(0))),
    )
    assert outcomes.count("done") == 1
    assert Staff.objects.filter(role="hr", status=Status.ACTIVE).count() == 1


def test_two_at_once_record_one_exit(database: str) -> None:
    outcomes = both(recorded, recorded)
    assert sorted(outcomes) == ["BadExit", "done"]
    assert Departure.objects.count() == 1
    with pytest.raises(BadExit):
        recorded()


def test_a_planned_exit_takes_effect_on_its_day_once(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    browser = as_("counter")
    found = recorded(days=3)
    assert (Kind.LEAVE_SIGN, found.number) in [(one.kind, one.reference) for one in told("counter")]
    (job,) = ProcrastinateJob.objects.filter(queue_name=jobs.QUEUE)
    assert timezone.localtime(job.scheduled_at).date() == found.from_day
    jobs.look_at(departure_id=str(found.pk))
    assert browser.get("/").status_code == 200
    clock(monkeypatch, found.from_day)
    jobs.tend_leaving(timestamp=0)
    jobs.look_at(departure_id=str(found.pk))
    assert browser.get("/").status_code == 302
    assert Ending.objects.filter(departure=found, what="accounts").count() == 1


def test_a_last_day_passes_while_the_worker_stands_still(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit is carried out by a job; that nothing opens after her last day waits for no job."""
    second = second_account("counter", role=Role.CASHIER)
    browser = as_("counter")
    found = recorded(days=3)
    assert browser.get(reverse("requests:desk")).status_code == 200
    clock(monkeypatch, found.from_day - timedelta(days=1))
    monkeypatch.setattr(facts, "today", lambda: (found.from_day - timedelta(days=1)).isoformat())
    assert browser.get(reverse("requests:desk")).status_code == 200
    monkeypatch.setattr(facts, "today", lambda: found.from_day.isoformat())
    assert browser.get(reverse("requests:desk")).status_code == 403
    assert "actor.not_in_post" in entries()[-1]["reasons"]
    with pytest.raises(gate.Denied), gate.passage(second, Action.DESK_VIEW):
        raise AssertionError
    found.refresh_from_db()
    assert found.ended_at is None


def test_what_was_planned_and_taken_back_leaves_the_last_day_as_it_was(database: str) -> None:
    ends = in_days(20)
    with everywhere(Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("guard")).update(until=ends)
    for name, before in (("guard", ends), ("counter", None)):
        found = recorded(name, days=3)
        assert Staff.objects.get(pk=cast.staff(name)).until == in_days(2)
        exits.cancel(cast.identity("hr"), departure=found.pk)
        assert Staff.objects.get(pk=cast.staff(name)).until == before


def test_a_planned_exit_can_be_taken_back_until_it_took_effect(database: str) -> None:
    found = recorded(days=3)
    as_("hr").post(reverse("leaving:cancel", args=[found.pk]))
    found.refresh_from_db()
    assert found.stage == "cancelled"
    again = recorded(days=3)
    exits.end_now(cast.identity("hr"), departure=again.pk)
    with pytest.raises(BadExit):
        exits.cancel(cast.identity("hr"), departure=again.pk)


def test_duties_end_three_years_after_the_day_on_which_rights_really_ended(database: str) -> None:
    planned = recorded(days=200)
    assert planned.secrets_until == years_after(in_days(200), 3)
    exits.end_now(cast.identity("hr"), departure=planned.pk)
    planned.refresh_from_db()
    assert (planned.from_day, planned.secrets_until) == (in_days(0), years_after(in_days(0), 3))


def test_whoever_is_hired_again_meets_everything_anew(database: str) -> None:
    from dataclasses import replace

    from lindun.organisation import actions as organisation
    from lindun.organisation.actions import BadPost

    found = ready_but_for_the_pledge("counter")
    person = Staff.objects.get(pk=cast.staff("counter"))
    assert not Fulfilment.objects.filter(staff=person, until=None).exists()
    post = replace(organisation.current_post(person), status="active")
    with pytest.raises(BadPost):
        organisation.change_post(cast.identity("hr"), staff=person.pk, post=post)
    with pytest.raises(Error), everywhere(action=Action.STAFF_CHANGE):
        Staff.objects.filter(pk=person.pk).update(status="active")
    signed(found.pk)
    filing.close(cast.identity("hr"), departure=found.pk)
    organisation.change_post(cast.identity("hr"), staff=person.pk, post=post)
    with pytest.raises(gate.Denied) as refused, gate.passage(cast.identity("counter"), Action.DESK_VIEW):
        pass
    assert any(reason.startswith("standing.") for reason in refused.value.decision.reasons)


@pytest.mark.parametrize(
    "change",
    [{"ended_at": timezone.now()}, {"from_day": date(2030, 1, 1)}, {"secrets_until": date(2030, 1, 1)}],
)
def test_the_database_keeps_an_exit_as_it_was(database: str, change: dict[str, Any]) -> None:
    found = recorded()
    for deed in (Action.LEAVE_RECORD, Action.DESK_VIEW):
        with pytest.raises(Error), everywhere(action=deed):
            Departure.objects.filter(pk=found.pk).update(**change)


def test_the_ledger_says_who_recorded_what_and_what_ended(database: str) -> None:
    as_("counter")
    found = recorded("counter")
    (entry,) = [one for one in entries(Action.LEAVE_RECORD) if one["outcome"] == "done"]
    assert entry["subjects"][0] == f"departure:{found.pk}"
    assert {"cause.resigned", "exit.ended"} <= set(entry["reasons"])
    assert (entry["counts"]["accounts"], entry["counts"]["sessions"]) == (1, 1)


def test_years_are_counted_by_the_calendar() -> None:
    assert years_after(date(2026, 11, 22), 3) == date(2029, 11, 22)
    assert years_after(date(2028, 2, 29), 3) == date(2031, 3, 1)
