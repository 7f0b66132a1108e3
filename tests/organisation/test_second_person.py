"""A sensitive post takes two people: personnel proposes, somebody else confirms, nothing opens between."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import actions
from lindun.organisation.actions import BadPost, Newcomer, Post, current_post
from lindun.organisation.models import Staff
from lindun.standing.actions import vouch
from lindun.standing.codes import CODES
from tests import cast, pages
from tests.signin import as_

STAFF = reverse("organisation:staff")
AUDITOR = Post("auditor", 2, "active", frozenset())


def hire(post: Post = AUDITOR, *, by: str = "hr") -> Staff:
    name = f"n{uuid4().hex[:8]}"
    hired = actions.hire(cast.identity(by), _newcomer(name, post))
    vouch([hired.pk], CODES, until=cast.far_off())
    return hired


def _newcomer(name: str, post: Post) -> Newcomer:
    return Newcomer(name, "新来的", name, post, password=cast.PASSWORD, check=cast.passed_check())


def post_of(name: str) -> Post:
    return current_post(Staff.objects.get(pk=cast.staff(name)))


def change(name: str, **parts: object) -> Staff:
    post = replace(post_of(name), **parts)  # type: ignore[arg-type]
    return actions.change_post(cast.identity("hr"), staff=cast.staff(name), post=post)


def confirm(person: UUID, *, by: gate.Identity, approve: bool = True) -> Staff:
    seen = current_post(Staff.objects.get(pk=person)).mark
    return actions.confirm_post(by, staff=person, seen=seen, approve=approve)


def page(client: Client, person: Staff) -> str:
    return pages.text(client.get(reverse("organisation:person", args=[person.pk])))


def decide(client: Client, person: Staff, decision: str) -> object:
    """Press a button of the page as it is shown."""
    seen = re.search(r'name="seen" value="([^"]+)"', page(client, person))
    assert seen
    url = reverse("organisation:confirm", args=[person.pk])
    return client.post(url, {"decision": decision, "seen": seen.group(1)}, follow=True)


def test_a_sensitive_hire_waits_and_the_entry_says_so(database: str) -> None:
    hired = hire()
    assert (hired.status, hired.raised_by_id) == ("waiting", cast.staff("hr"))
    assert "after.status.waiting" in pages.entries(Action.STAFF_CHANGE)[-1]["reasons"]
    with pytest.raises(gate.Denied) as refused, gate.passage(who(hired), Action.LEDGER_READ):
        pass
    assert refused.value.decision.reasons == ("actor.not_in_post",)


def who(person: Staff) -> gate.Identity:
    return gate.Identity(staff=person.pk, second_factor=True)


@pytest.mark.parametrize("decider", ["general_manager", "officer"])
def test_confirming_puts_in_post_and_stands_in_the_ledger(database: str, decider: str) -> None:
    hired = hire()
    confirm(hired.pk, by=cast.identity(decider))
    hired.refresh_from_db()
    assert (hired.status, hired.raised_by_id) == ("active", None)
    with gate.passage(who(hired), Action.LEDGER_READ):
        pass
    entry = pages.entries(Action.STAFF_CONFIRM)[-1]
    assert entry["actor"] == f"staff:{cast.staff(decider)}"
    assert {"before.status.waiting", "after.status.active", "approved"} <= set(entry["reasons"])


def test_refusing_suspends_and_personnel_cannot_lift_that_alone(database: str) -> None:
    hired = hire()
    refused = confirm(hired.pk, by=cast.identity("officer"), approve=False)
    assert (refused.status, refused.raised_by_id) == ("suspended", None)
    again = actions.change_post(cast.identity("hr"), staff=hired.pk, post=AUDITOR)
    assert again.status == "waiting"


RAISING = [
    ("counter", {"role": "general_manager"}),
    ("counter", {"clearance": 3}),
    ("manager", {"clearance": 4}),
    ("manager", {"role": "officer"}),
    ("auditor", {"role": "counter", "assignments": frozenset()}),
    ("leaver", {"status": "active", "clearance": 3}),
]
NOT_RAISING = [
    ("counter", {"clearance": 1}),
    ("counter", {"role": "guard"}),
    ("manager", {"clearance": 2}),
    ("manager", {"role": "cashier", "clearance": 2}),
    ("manager", {"assignments": frozenset()}),
    ("manager", {"status": "suspended"}),
    ("manager", {"status": "left"}),
    ("manager", {}),
    ("leaver", {"status": "active"}),
]


@pytest.mark.parametrize(("name", "parts"), RAISING)
def test_more_in_a_sensitive_post_waits(database: str, name: str, parts: dict[str, object]) -> None:
    assert change(name, **parts).status == "waiting"


@pytest.mark.parametrize(("name", "parts"), NOT_RAISING)
def test_less_and_ordinary_posts_take_effect_at_once(
    database: str, name: str, parts: dict[str, object]
) -> None:
    changed = change(name, **parts)
    assert changed.status == parts.get("status", "active")
    assert changed.raised_by_id is None


def test_more_places_wait_and_a_part_of_what_was_covered_does_not(database: str) -> None:
    ((home, _all),) = post_of("manager").assignments
    ((abroad, _building),) = post_of("stranger").assignments
    ((_home, three),) = post_of("counter").assignments
    assert change("manager", assignments=frozenset({(home, three)})).status == "active"
    assert change("manager", assignments=frozenset({(home, None)})).status == "waiting"
    assert change("supervisor", assignments=frozenset({(home, None), (abroad, None)})).status == "waiting"


def test_a_raised_person_is_out_of_post_with_her_next_click(database: str) -> None:
    clerk = as_("counter")
    assert clerk.get("/").status_code == 200
    change("counter", clearance=3)
    assert clerk.get("/").status_code == 302


@pytest.mark.req("ACC-10")
def test_whoever_proposed_it_cannot_confirm_whatever_she_has_become(database: str) -> None:
    """Personnel hires; is then herself made general manager by two others; and still cannot confirm."""
    second = hire(Post("hr", 2, "active", frozenset()))
    confirm(second.pk, by=cast.identity("officer"))
    waiting, become = hire(), Post("general_manager", 4, "active", frozenset())
    actions.change_post(who(second), staff=cast.staff("hr"), post=become)
    confirm(cast.staff("hr"), by=cast.identity("officer"))
    with pytest.raises(gate.Denied) as refused:
        confirm(waiting.pk, by=cast.identity("hr"))
    assert refused.value.decision.reasons == ("people.proposed_it",)
    entry = pages.entries(Action.STAFF_CONFIRM)[-1]
    assert (entry["outcome"], entry["actor"]) == ("denied", f"staff:{cast.staff('hr')}")
    text = page(as_("hr"), waiting)
    assert "这是您提出的，由别人决定。" in text
    assert 'name="seen"' not in text
    assert "总经理" in page(as_("officer"), waiting)


def test_nobody_confirms_herself(database: str) -> None:
    change("officer", clearance=4)
    with pytest.raises(gate.Denied) as refused:
        confirm(cast.staff("officer"), by=cast.identity("officer"))
    assert set(refused.value.decision.reasons) == {"people.same_person", "actor.not_in_post"}


def test_a_post_changed_after_it_was_seen_is_not_confirmed(database: str) -> None:
    hired = hire()
    seen = current_post(hired).mark
    grander = Post("general_manager", 4, "active", frozenset())
    actions.change_post(cast.identity("hr"), staff=hired.pk, post=grander)
    with pytest.raises(BadPost):
        actions.confirm_post(cast.identity("officer"), staff=hired.pk, seen=seen, approve=True)
    hired.refresh_from_db()
    assert hired.status == "waiting"


def test_only_what_waits_is_decided_and_nobody_gives_the_state_by_hand(database: str) -> None:
    with pytest.raises(BadPost):
        confirm(cast.staff("counter"), by=cast.identity("officer"))
    with pytest.raises(gate.NotHere):
        actions.confirm_post(cast.identity("officer"), staff=uuid4(), seen="", approve=True)
    with pytest.raises(BadPost):
        change("counter", status="waiting")


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "waiting"},
        {"raised_by": "hr"},
        {"status": "waiting", "raised_by": "counter"},
    ],
)
def test_the_database_keeps_waiting_and_proposer_together(database: str, wrong: dict[str, str]) -> None:
    proposer = {"raised_by": cast.staff(wrong["raised_by"])} if "raised_by" in wrong else {}
    with pytest.raises(Error, match="organisation_"), gate.passage(cast.identity("hr"), Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("counter")).update(**{**wrong, **proposer})


def test_the_state_is_guarded_outside_its_passages(database: str) -> None:
    hired = hire()
    with pytest.raises(Error, match="only inside a passage"), transaction.atomic():
        Staff.objects.filter(pk=hired.pk).update(status="active", raised_by=None)


def test_the_pages_say_what_waits_and_a_second_person_presses_the_button(database: str) -> None:
    hr, officer = as_("hr"), as_("officer")
    before = pages.text(officer.get(STAFF))
    hired = hire()
    listed = pages.text(officer.get(STAFF, {"status": "waiting"}))
    assert "等待另一个人决定" in listed
    assert "1 人等另一个人确认" in listed
    assert str(hired.pk) in listed
    assert badges(listed) == badges(before) + 1
    assert badges(pages.text(hr.get(STAFF))) == 0
    for_hr = page(hr, hired)
    assert "这是您提出的，由别人决定。" in for_hr
    assert 'name="seen"' not in for_hr
    assert 'name="seen"' not in page(as_("manager"), hired)
    assert "确认到岗" in page(officer, hired)
    answer = pages.text(decide(officer, hired, "approve"))
    assert "已确认，从现在起在岗。" in answer
    assert "等待另一个人决定 → 在岗" in answer
    assert Staff.objects.get(pk=hired.pk).status == "active"


def badges(text: str) -> int:
    """What the sidebar counts at the link to staff."""
    found = re.search(rf'href="{STAFF}"[^>]*>(.*?)</a>', text, re.DOTALL)
    assert found
    count = re.search(r'badge">(\d+)', found.group(1))
    return int(count.group(1)) if count else 0


def test_refusing_on_the_page_suspends(database: str) -> None:
    hired = hire()
    assert "已拒绝，保持停岗。" in pages.text(decide(as_("general_manager"), hired, "refuse"))
    assert Staff.objects.get(pk=hired.pk).status == "suspended"


def test_changing_a_post_on_the_page_says_that_it_waits(database: str) -> None:
    url = reverse("organisation:person", args=[cast.staff("counter")])
    form = {"role": "counter", "clearance": "3", "status": "active"}
    assert "另一个人确认之前，此岗位不生效。" in pages.text(as_("hr").post(url, form, follow=True))


def test_an_answer_without_the_post_that_was_seen_decides_nothing(database: str) -> None:
    hired = hire()
    url = reverse("organisation:confirm", args=[hired.pk])
    officer = as_("officer")
    assert officer.post(url, {"decision": "approve"}).status_code == 302
    answer = officer.post(url, {"decision": "approve", "seen": "another"}, follow=True)
    assert "请重新查看" in pages.text(answer)
    assert Staff.objects.get(pk=hired.pk).status == "waiting"
