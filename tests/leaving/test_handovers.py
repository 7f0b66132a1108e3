"""A leaver's open tasks: handed to whoever may hold them, in the transaction of the exit; the rest closes."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.estates.models import Building
from lindun.gate.vocabulary import Action, Happening
from lindun.leaving import exits, transfers
from lindun.leaving.errors import BadExit
from lindun.leaving.exits import Wish
from lindun.leaving.models import Departure, Ending, Handover, Transfer
from lindun.notifications.kinds import Kind
from lindun.organisation import actions as organisation
from lindun.organisation.actions import Post
from lindun.organisation.models import Staff
from lindun.requests.models import Task
from tests import cast
from tests.leaving.going import in_days, post_at, recorded
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.sharing import bearers
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def task() -> Task:
    return bearers.task_of("counter")


def as_it_is(task: Task) -> Task:
    with everywhere():
        return Task.objects.get(pk=task.pk)


def name(departure: Departure, task: Task, to: str | UUID | None) -> None:
    staff = cast.staff(to) if isinstance(to, str) else to
    exits.hand_task(cast.identity("hr"), departure=departure.pk, task=task.pk, to=staff)


def end(departure: Departure) -> None:
    exits.end_now(cast.identity("hr"), departure=departure.pk)


def place_of(name: str) -> str:
    where = Building.objects.get(community__code=cast.HOME_COMMUNITY[0], name=name)
    return f"{where.community_id}-{where.pk}"


def opens(who: str, task: Task) -> gate.reveals.Opened:  # type: ignore[name-defined]
    return gate.reveal(
        cast.identity(who),
        subject=cast.resident(cast.OWNER),
        items=["phone"],
        purpose="repair",
        task=task.number,
    )


def test_named_in_the_file_the_work_goes_on_under_the_same_number(task: Task) -> None:
    other = bearers.task_of("counter", purpose="fee")
    found = recorded("counter", days=3)
    hr = as_("hr")
    page = reverse("leaving:file", args=[found.pk])
    assert task.number in text(hr.get(page))
    url = reverse("leaving:hand_task", args=[found.pk, task.pk])
    hr.post(url, {"to": cast.staff("guard")})
    assert as_it_is(task).holder_id == cast.staff("counter")  # until her rights end
    with pytest.raises(gate.Denied):
        opens("guard", task)
    end(found)
    assert (as_it_is(task).holder_id, as_it_is(task).closed_at) == (cast.staff("guard"), None)
    assert as_it_is(other).closed_at is not None
    assert {value.item for value in opens("guard", task).values} == {"phone"}
    counted = dict(Ending.objects.filter(departure=found).values_list("what", "count"))
    assert (counted["handed"], counted["tasks"]) == (1, 1)
    assert f"已移交{Staff.objects.get(pk=cast.staff('guard')).name}" in text(hr.get(page))
    assert (Kind.TASK_GIVEN, task.number) in [(one.kind, one.reference) for one in told("guard")]


def test_the_ledger_says_who_has_it_from_whom(task: Task) -> None:
    found = recorded("counter", days=3)
    name(found, task, "guard")
    end(found)
    (entry,) = entries(Happening.TASK_HANDED)
    assert entry["task"] == f"task:{task.pk}"
    assert entry["subjects"] == [f"staff:{cast.staff('counter')}", f"staff:{cast.staff('guard')}"]
    assert entry["actor"] == f"staff:{cast.staff('hr')}"


def test_an_exit_of_today_names_one_colleague_for_all(task: Task) -> None:
    said = {
        "person": cast.staff("counter"),
        "cause": "resigned",
        "from_day": in_days(0),
        "tasks_to": cast.staff("supervisor"),
    }
    hr = as_("hr")
    assert "<dt>移交的任务</dt><dd>1</dd>" in text(hr.post(reverse("leaving:new"), said))
    hr.post(reverse("leaving:new"), said | {"sure": "yes"})
    assert (as_it_is(task).holder_id, as_it_is(task).closed_at) == (cast.staff("supervisor"), None)


def test_without_a_name_it_closes(task: Task) -> None:
    found = recorded("counter", days=3)
    name(found, task, "guard")
    name(found, task, None)
    end(found)
    assert (as_it_is(task).holder_id, as_it_is(task).closed_at is None) == (cast.staff("counter"), False)


@pytest.mark.parametrize("to", ["neighbour_desk", "stranger", "hr", "leaver", "counter"])
def test_nobody_takes_it_who_may_not_hold_it(task: Task, to: str) -> None:
    found = recorded("counter", days=3)
    with pytest.raises(BadExit):
        name(found, task, to)
    assert not Handover.objects.exists()
    if to == "counter":
        return
    end(found)
    assert as_it_is(task).closed_at is not None


def test_no_second_account_of_hers_takes_it(task: Task) -> None:
    place = organisation.current_post(Staff.objects.get(pk=cast.staff("counter"))).assignments
    second = second_account("counter", role="counter", places=place)
    found = recorded("counter", days=3)
    with pytest.raises(BadExit):
        name(found, task, second.person)
    with pytest.raises(BadExit):
        exits.record(
            cast.identity("hr"), Wish(cast.staff("guard"), "resigned", in_days(1), cast.staff("guard"))
        )


def test_who_may_not_hold_it_any_more_gets_nothing(task: Task) -> None:
    """The colleague is judged again at the moment itself."""
    found = recorded("counter", days=3)
    name(found, task, "guard")
    person = Staff.objects.get(pk=cast.staff("guard"))
    post = organisation.current_post(person)
    suspended = Post(post.role, post.clearance, "suspended", post.assignments)
    organisation.change_post(cast.identity("hr"), staff=person.pk, post=suspended)
    end(found)
    assert as_it_is(task).closed_at is not None
    assert entries(Happening.TASK_HANDED) == []


def test_a_newcomer_who_has_not_met_what_her_post_asks_takes_nothing(task: Task) -> None:
    cast.unmet("guard", "pledge")
    with pytest.raises(BadExit):
        name(recorded("counter", days=3), task, "guard")


def test_only_her_own_open_tasks_and_only_before_her_rights_ended(task: Task) -> None:
    elses = bearers.task_of("guard")
    found = recorded("counter", days=3)
    for pk in (elses.pk, uuid4()):
        with pytest.raises(gate.NotHere):
            exits.hand_task(cast.identity("hr"), departure=found.pk, task=pk, to=cast.staff("repair"))
    end(found)
    with pytest.raises(BadExit):
        name(found, task, "guard")


def test_it_closes_when_its_time_was_over(task: Task) -> None:
    found = recorded("counter", days=3)
    name(found, task, "guard")
    with everywhere(action=Action.TASK_OPEN):
        Task.objects.filter(pk=task.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    end(found)
    assert as_it_is(task).holder_id == cast.staff("counter")


def test_sql_in_another_page_names_nobody(task: Task) -> None:
    found = recorded("counter", days=3)
    row = {
        "departure": found,
        "task_id": task.pk,
        "to_id": cast.staff("guard"),
        "named_by_id": cast.staff("hr"),
        "named_at": timezone.now(),
    }
    with pytest.raises(Error), everywhere(action=Action.LEAVE_SETTLE):
        Handover.objects.create(**row)


def test_at_a_transfer_the_work_goes_on_with_the_colleague_named(task: Task) -> None:
    asked = {"role": "counter", "clearance": 2, "places": [place_of("5")], "from_day": in_days(0)}
    url = reverse("leaving:transfer_new", args=[cast.staff("counter")])
    done = as_("hr").post(url, asked | {"tasks_to": cast.staff("guard")}, follow=True)
    assert f"移交给</dt><dd>{Staff.objects.get(pk=cast.staff('guard')).name}</dd>" in text(done)
    assert (as_it_is(task).holder_id, as_it_is(task).closed_at) == (cast.staff("guard"), None)
    assert (Kind.TASK_GIVEN, task.number) in [(one.kind, one.reference) for one in told("guard")]
    with pytest.raises(gate.Denied):
        opens("counter", task)


@pytest.mark.parametrize("to", ["neighbour_desk", "hr", "leaver"])
def test_at_a_transfer_it_closes_where_the_colleague_may_not_hold_it(task: Task, to: str) -> None:
    wish = transfers.Wish(cast.staff("counter"), post_at("5"), in_days(0), cast.staff(to))
    transfers.record(cast.identity("hr"), wish)
    assert (as_it_is(task).holder_id, as_it_is(task).closed_at is None) == (cast.staff("counter"), False)
    assert entries(Happening.TASK_HANDED) == []


def test_whoever_is_transferred_keeps_no_task_by_naming_herself(task: Task) -> None:
    second = second_account("counter", role="counter")
    for to in (cast.staff("counter"), second.staff):
        with pytest.raises(BadExit):
            wish = transfers.Wish(cast.staff("counter"), post_at("5"), in_days(1), to)
            transfers.record(cast.identity("hr"), wish)


def test_who_goes_on_after_a_transfer_is_named_once(task: Task) -> None:
    wish = transfers.Wish(cast.staff("counter"), post_at("5"), in_days(3))
    found = transfers.record(cast.identity("hr"), wish)
    with pytest.raises(Error), everywhere(action=Action.TRANSFER_RECORD):
        Transfer.objects.filter(pk=found.pk).update(tasks_to=cast.staff("guard"))
