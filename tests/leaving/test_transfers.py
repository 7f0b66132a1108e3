"""A transfer: the old rights end that day, and what was opened lately is reviewed by old or new leaders."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.estates.models import Building
from lindun.gate.vocabulary import Action
from lindun.leaving import exits, jobs, queries, transfers
from lindun.leaving.errors import BadExit
from lindun.leaving.models import Transfer
from lindun.leaving.transfers import Wish
from lindun.notifications.kinds import Kind
from lindun.organisation import actions as organisation
from lindun.organisation.actions import Newcomer, Post
from lindun.organisation.models import Staff, Status
from lindun.requests.models import Task
from tests import cast
from tests.leaving.going import in_days, recorded
from tests.leaving.test_exits import clock
from tests.matrix import stage
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import choose, household, open_repair, reveal, text
from tests.scoped import everywhere
from tests.signin import as_


def building(name: str) -> Building:
    return Building.objects.get(community__code=cast.HOME_COMMUNITY[0], name=name)


def counter_of(name: str, *, role: str = "counter", clearance: int = 2) -> Post:
    where = building(name)
    return Post(role, clearance, "active", frozenset({(where.community_id, where.pk)}))


def moved(*, to: str = "5", days: int = 0, by: gate.Identity | None = None) -> Transfer:
    wish = Wish(cast.staff("counter"), counter_of(to), in_days(days))
    return transfers.record(by or cast.identity("hr"), wish)


@pytest.mark.req("ACC-12")
def test_a_transfer_ends_the_old_rights_the_same_day(database: str) -> None:
    task = stage._task("counter")
    counter = as_("counter")
    assert household(counter).status_code == 200
    found = moved()
    assert found.done_at is not None
    assert household(counter).status_code == 404
    assert household(counter, cast.ELSEWHERE).status_code == 200
    with everywhere():
        assert Task.objects.get(pk=task).closed_at is not None


def test_what_was_opened_lately_is_shown_to_old_and_new_leaders_and_closed_with_words(database: str) -> None:
    counter = as_("counter")
    household(counter)
    open_repair(counter)
    choose(counter, "purpose:repair")
    reveal(counter, "phone")
    found = moved()
    assert (Kind.TRANSFER_REVIEW, found.number) in [(one.kind, one.reference) for one in told("supervisor")]
    page = reverse("leaving:transfer", args=[found.pk])
    supervisor = as_("supervisor")
    shown = text(supervisor.get(page))
    assert "近90天查看记录" in shown
    assert "云栖里 3栋" in shown
    assert cast.OWNER.name not in shown
    assert "核查结论" in text(
        supervisor.post(reverse("leaving:transfer_review", args=[found.pk]), {"words": ""}, follow=True)
    )
    done = supervisor.post(
        reverse("leaving:transfer_review", args=[found.pk]), {"words": "均有任务"}, follow=True
    )
    assert "已核查" in text(done)
    with pytest.raises(BadExit):
        transfers.review(cast.identity("manager"), transfer=found.pk, words="再看一次")


def test_leaders_elsewhere_and_the_person_do_not_review(database: str) -> None:
    other = Building.objects.get(community__code=cast.OTHER_COMMUNITY[0])
    abroad = second_account(
        "repair", role="supervisor", clearance=3, places=frozenset({(other.community_id, None)})
    )
    found = moved()
    with pytest.raises(gate.NotHere):
        transfers.review(abroad, transfer=found.pk, words="已经核对过")
    herself = second_account(
        "counter", role="manager", clearance=3, places=frozenset({(building("5").community_id, None)})
    )
    with pytest.raises(gate.Denied):
        transfers.review(herself, transfer=found.pk, words="已经核对过")


def test_a_past_day_the_same_post_and_a_second_one_are_refused(database: str) -> None:
    with pytest.raises(BadExit):
        moved(days=-1)
    with pytest.raises(BadExit):
        moved(to="3")
    moved(days=2)
    with pytest.raises(BadExit):
        moved(to="5")


def test_nobody_transfers_herself(database: str) -> None:
    second = second_account("hr", role="counter")
    with pytest.raises(gate.Denied):
        transfers.record(cast.identity("hr"), Wish(second.person, counter_of("5"), in_days(0)))


def test_a_raise_still_waits_for_the_second_person(database: str) -> None:
    post = Post("supervisor", 3, "active", frozenset({(building("3").community_id, None)}))
    transfers.record(cast.identity("hr"), Wish(cast.staff("counter"), post, in_days(0)))
    person = Staff.objects.get(pk=cast.staff("counter"))
    assert (person.role, person.status) == ("supervisor", Status.WAITING)
    with pytest.raises(gate.Denied), gate.passage(cast.identity("counter"), Action.DESK_VIEW):
        pass


def test_a_planned_one_is_carried_out_on_its_day_and_told_when_it_cannot_be(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = moved(days=3)
    counter = as_("counter")
    assert household(counter).status_code == 200
    for module in (transfers, exits, queries):
        monkeypatch.setattr(module, "timezone", shifted(3))
    jobs.tend_leaving(timestamp=0)
    planned.refresh_from_db()
    assert planned.done_at is not None
    assert household(counter).status_code == 404


def test_a_transfer_whose_recorder_left_is_given_up_and_personnel_told(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = second_account("repair", role="hr")
    planned = moved(days=3, by=other)
    exits.record(cast.identity("hr"), exits.Wish(other.person, "resigned", in_days(0)))
    for module in (transfers, exits, queries):
        monkeypatch.setattr(module, "timezone", shifted(3))
    jobs.tend_leaving(timestamp=0)
    planned.refresh_from_db()
    assert (planned.done_at, planned.cancelled_at is not None) == (None, True)
    assert (Kind.TRANSFER_STUCK, planned.number) in [(one.kind, one.reference) for one in told("hr")]


def shifted(days: int) -> type:
    class Moved:
        make_aware, localtime = staticmethod(timezone.make_aware), staticmethod(timezone.localtime)

        @staticmethod
        def now():  # type: ignore[no-untyped-def]
            return timezone.now() + timedelta(days=days)

        @staticmethod
        def localdate():  # type: ignore[no-untyped-def]
            return timezone.localdate() + timedelta(days=days)

    return Moved


def test_it_can_be_taken_back_before_its_day(database: str) -> None:
    planned = moved(days=2)
    as_("hr").post(reverse("leaving:transfer_cancel", args=[planned.pk]))
    planned.refresh_from_db()
    assert planned.cancelled_at is not None
    with pytest.raises(BadExit):
        transfers.cancel(cast.identity("hr"), transfer=moved().pk)


def test_the_form_shows_the_post_and_records_another(database: str) -> None:
    page = reverse("leaving:transfer_new", args=[cast.staff("counter")])
    where = building("5")
    said = {
        "role": "counter",
        "clearance": "2",
        "places": f"{where.community_id}-{where.pk}",
        "from_day": in_days(0),
    }
    hr = as_("hr")
    stage._task("counter")
    shown = text(hr.get(page))
    assert "调岗" in shown
    assert "<dt>关闭任务</dt><dd>1</dd>" in shown
    assert hr.post(page, said | {"from_day": in_days(-1)}).status_code == 422
    assert "待核查" in text(hr.post(page, said, follow=True))


def test_the_database_keeps_what_was_recorded(database: str) -> None:
    found = moved()
    for change in (
        {"old_places": []},
        {"from_day": in_days(9)},
        {"review": "看过", "reviewed_by": found.staff_id},
    ):
        with pytest.raises(Error), everywhere(action=Action.TRANSFER_REVIEW):
            Transfer.objects.filter(pk=found.pk).update(**change)


def test_an_exit_recorded_before_a_transfers_day_wins(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = moved(days=3)
    found = recorded("counter")
    clock(monkeypatch, found.from_day + timedelta(days=3))
    for module in (transfers, queries):
        monkeypatch.setattr(module, "timezone", shifted(3))
    jobs.tend_leaving(timestamp=0)
    planned.refresh_from_db()
    assert planned.done_at is None
    assert Staff.objects.get(pk=cast.staff("counter")).status == Status.LEFT


def hired_as_auditor() -> Staff:
    """Somebody whose post waits for a second person."""
    post = Post("auditor", 2, "active", frozenset())
    newcomer = Newcomer("n1", "新来的", "9001", post, password=cast.PASSWORD, check=cast.passed_check())
    return organisation.hire(cast.identity("hr"), newcomer)


def test_who_waits_to_be_let_in_is_offered_no_transfer_and_a_typed_address_says_why(database: str) -> None:
    hr, person = as_("hr"), hired_as_auditor()
    address = reverse("leaving:transfer_new", args=[person.pk])
    assert ">调岗</a>" in text(hr.get(reverse("organisation:person", args=[cast.staff("counter")])))
    assert address not in text(hr.get(reverse("organisation:person", args=[person.pk])))
    for answer in (hr.get(address, follow=True), hr.post(address, {"role": "guard"}, follow=True)):
        assert "该人员的岗位尚待第二人确认" in text(answer)
    assert not Transfer.objects.exists()


def test_while_one_waits_another_is_refused_and_the_first_is_named(database: str) -> None:
    hr, planned = as_("hr"), moved(days=2)
    address = reverse("leaving:transfer_new", args=[cast.staff("counter")])
    assert address not in text(hr.get(reverse("organisation:person", args=[cast.staff("counter")])))
    assert planned.number in text(hr.get(address, follow=True))
    with pytest.raises(BadExit, match=planned.number):
        moved(to="3", days=3)


def test_who_has_left_or_leaves_is_offered_no_second_exit(database: str) -> None:
    hr, counter = as_("hr"), cast.staff("counter")
    address, page = (reverse(name, args=[counter]) for name in ("leaving:new_for", "organisation:person"))
    assert address in text(hr.get(page))
    recorded("counter", days=3)
    assert address not in text(hr.get(page))


def test_a_suspension_that_comes_in_between_is_not_lifted_by_a_transfer(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Suspended after the transfer looked and before it writes: the post is judged again under its lock."""
    found = moved(days=3)
    change = organisation.transfer_post

    def meanwhile(*who: gate.Identity, **said: Any) -> Staff:
        with everywhere(Action.STAFF_CHANGE):
            Staff.objects.filter(pk=cast.staff("counter")).update(status=Status.SUSPENDED)
        return change(*who, **said)

    monkeypatch.setattr(organisation, "transfer_post", meanwhile)
    with pytest.raises(BadExit):
        transfers.carry_out(found)
    assert Staff.objects.get(pk=cast.staff("counter")).status == Status.SUSPENDED
