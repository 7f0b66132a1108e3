"""Posts: somebody answers for each, nobody holds two that exclude each other, what is held stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from django.db import Error, connection, connections, transaction
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import actions, posts
from lindun.organisation.actions import BadPost, Post, current_post
from lindun.organisation.models import Position, Staff
from lindun.organisation.posts import Plan
from lindun.requests import deciding
from lindun.web import reasons
from tests import cast
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.personnel.joining import hired, newcomer, standard, until
from tests.requests.test_approvals import submitted, yes
from tests.signin import as_
from tests.together import both

POSTS = reverse("personnel:posts")
GATE_POST = Plan("车场岗", "guard", frozenset({"full_time", "temporary"}))


def unanswer(role: str) -> Position:
    return posts.name_responsible(cast.identity("hr"), position=standard(role).pk, staff=None)


@pytest.mark.req("GOV-07")
def test_a_post_nobody_answers_for_is_red_and_gets_no_new_grants(database: str) -> None:
    asked = submitted()
    page = as_("officer").get(POSTS)
    assert "无人负责" not in text(page)
    unanswer("counter")
    red = text(as_("officer").get(POSTS))
    assert "1 个可以接触数据的岗位无人负责" in red
    assert red.count("tag--trouble") == 2  # the post, and the unit that has no name yet
    with pytest.raises(gate.Denied) as submitting:
        submitted()
    assert submitting.value.decision.reasons == ("post.nobody_responsible",)
    with pytest.raises(gate.Denied) as deciding_it:
        deciding.decide(cast.identity("manager"), request=asked.pk, answer=yes(asked))
    assert deciding_it.value.decision.reasons == ("post.nobody_responsible",)
    named = posts.name_responsible(
        cast.identity("officer"), position=standard("counter").pk, staff=cast.staff("supervisor")
    )
    assert named.responsible_id == cast.staff("supervisor")
    assert deciding.decide(cast.identity("manager"), request=asked.pk, answer=yes(asked)).outcome


@pytest.mark.parametrize("ends", ["suspended", "left"])
def test_whoever_answers_must_be_in_post_herself(database: str, ends: str) -> None:
    """The very next passage knows it: nobody has to tell the post that its responsible person is gone."""
    position = standard("counter")
    posts.name_responsible(cast.identity("hr"), position=position.pk, staff=cast.staff("cashier"))
    submitted()
    cashier = current_post(Staff.objects.get(pk=cast.staff("cashier")))
    actions.change_post(cast.identity("hr"), staff=cast.staff("cashier"), post=replace(cashier, status=ends))
    with pytest.raises(gate.Denied) as refused:
        submitted()
    assert "post.nobody_responsible" in refused.value.decision.reasons
    with pytest.raises(BadPost):
        posts.name_responsible(cast.identity("hr"), position=position.pk, staff=cast.staff("cashier"))


def test_the_refusal_says_who_mends_it(database: str) -> None:
    unanswer("counter")
    with pytest.raises(gate.Denied) as refused:
        submitted()
    assert refused.value.decision.ways_on == ("name.responsible",)
    way = reasons.explain(refused.value.decision.reasons, refused.value.decision.ways_on).ways[0]
    assert way.url == POSTS


@pytest.mark.parametrize(
    ("role", "other"), [("auditor", "officer"), ("officer", "auditor"), ("general_manager", "hr")]
)
def test_conflicting_posts_are_refused_by_a_second_account_too(database: str, role: str, other: str) -> None:
    second = replace(newcomer(other, checked=True), same_person_as=cast.staff(role))
    with pytest.raises(BadPost, match="不能同时"):
        actions.hire(cast.identity("hr"), second)


def test_an_account_is_not_moved_into_a_conflict_and_a_waiting_one_not_confirmed_into_it(
    database: str,
) -> None:
    mine = second_account("auditor", role="counter")
    with pytest.raises(BadPost):
        actions.change_post(
            cast.identity("hr"), staff=mine.person, post=Post("officer", 2, "active", frozenset())
        )
    other = second_account("manager", role="counter")
    waiting = actions.change_post(
        cast.identity("hr"), staff=other.person, post=Post("general_manager", 2, "active", frozenset())
    )
    first = cast.staff("manager")
    _make_auditor(first)
    with pytest.raises(BadPost):
        actions.confirm_post(
            cast.identity("officer"), staff=waiting.pk, seen=current_post(waiting).mark, approve=True
        )


def _make_auditor(staff: object) -> None:
    """Behind the gate: what the second person finds when both accounts were changed meanwhile."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE organisation_staff DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE organisation_staff SET role = 'auditor',"
            " position_id = (SELECT id FROM organisation_position WHERE role = 'auditor' AND standard)"
            " WHERE id = %s",
            [staff],
        )
        cursor.execute("ALTER TABLE organisation_staff ENABLE TRIGGER USER")


def test_a_held_post_cannot_be_deleted_and_one_that_was_held_is_closed(database: str) -> None:
    hr = cast.identity("hr")
    position = posts.create(hr, GATE_POST)
    person = hired("guard")
    post = replace(current_post(person), position=position.pk)
    actions.change_post(hr, staff=person.pk, post=post)
    with pytest.raises(BadPost):
        posts.remove(hr, position=position.pk)
    page, button = (reverse(f"personnel:{name}", args=[position.pk]) for name in ("post", "remove"))
    assert button not in text(as_("hr").get(page))
    actions.change_post(hr, staff=person.pk, post=replace(post, status="left"))
    assert button in text(as_("hr").get(page))
    assert posts.remove(hr, position=position.pk) is False
    with pytest.raises(BadPost):
        actions.change_post(hr, staff=person.pk, post=post)
    unheld = posts.create(hr, replace(GATE_POST, name="夜班岗"))
    assert posts.remove(hr, position=unheld.pk) is True
    with pytest.raises(BadPost):
        posts.remove(hr, position=standard("guard").pk)


def test_a_post_that_is_removed_while_somebody_takes_it_up_is_removed_or_held(database: str) -> None:
    hr = cast.identity("hr")
    for name in ("一岗", "二岗", "三岗"):
        position = posts.create(hr, replace(GATE_POST, name=name)).pk
        person = newcomer("guard")
        comes = replace(person, post=replace(person.post, position=position))
        outcomes = both(partial(posts.remove, hr, position=position), partial(actions.hire, hr, comes))
        assert sorted(outcomes) == ["BadPost", "done"]
        held = Staff.objects.filter(number=person.number).values_list("position_id", flat=True)
        assert list(held) in ([], [position])  # never another post than the one that was chosen


def test_a_removed_post_in_a_form_is_no_other_post(database: str) -> None:
    hr = cast.identity("hr")
    position = posts.create(hr, GATE_POST).pk
    posts.remove(hr, position=position)
    person = newcomer("guard")
    with pytest.raises(BadPost, match="刚刚被删除"):
        actions.hire(hr, replace(person, post=replace(person.post, position=position)))


def test_somebody_who_is_entered_twice_at_once_is_entered_once_and_told_so(database: str) -> None:
    person, hr = newcomer("guard"), cast.identity("hr")
    assert sorted(both(*[lambda: actions.hire(hr, person)] * 2)) == ["BadPost", "done"]


def test_a_post_is_held_by_the_kinds_of_people_it_names(database: str) -> None:
    position = posts.create(cast.identity("hr"), replace(GATE_POST, kinds=frozenset({"full_time"})))
    person = newcomer("guard", employment=until(date(2030, 1, 1)))
    with pytest.raises(BadPost):
        actions.hire(cast.identity("hr"), replace(person, post=replace(person.post, position=position.pk)))


def test_two_posts_of_one_name_and_another_role_are_refused(database: str) -> None:
    hr = cast.identity("hr")
    made = posts.create(hr, GATE_POST)
    for wrong in (
        lambda: posts.create(hr, GATE_POST),
        lambda: posts.change(hr, position=made.pk, plan=replace(GATE_POST, role="manager")),
        lambda: posts.create(hr, replace(GATE_POST, name=" ")),
        lambda: posts.create(hr, replace(GATE_POST, name="别的", kinds=frozenset())),
    ):
        _refused(wrong)


def _refused(deed: Callable[[], object]) -> None:
    with pytest.raises(BadPost):
        deed()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation_position SET responsible_id = (SELECT id FROM organisation_staff LIMIT 1)",
        "UPDATE organisation_position SET sensitive = false",
        "DELETE FROM organisation_position",
        "DELETE FROM organisation_postconflict",
        "UPDATE organisation_staff SET until = NULL",
        "UPDATE organisation_staff SET position_id = (SELECT id FROM organisation_position LIMIT 1)",
        "DELETE FROM organisation_backgroundcheck",
        "UPDATE organisation_backgroundcheck SET result = 'passed'",
    ],
)
def test_the_serving_role_changes_none_of_it_outside_its_passages(database: str, statement: str) -> None:
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_post_and_holder_have_one_role_whoever_writes_them(database: str) -> None:
    with pytest.raises(Error), gate.passage(cast.identity("hr"), Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("guard")).update(role="auditor")


def test_the_pages_make_a_post_name_somebody_and_remove_it(database: str) -> None:
    hr = as_("hr")
    form = {"name": "车场岗", "role": "guard", "kinds": ["full_time"], "department": "秩序部"}
    made = hr.post(reverse("personnel:post_new"), form, follow=True)
    assert "无人负责" in text(made)
    position = Position.objects.get(name="车场岗")
    address = reverse("personnel:responsible", args=[position.pk])
    assert "没有这个工号" in text(hr.post(address, {"number": "9999"}, follow=True))
    manager = Staff.objects.get(pk=cast.staff("manager"))
    assert manager.name in text(hr.post(address, {"number": manager.number}, follow=True))
    assert "post.responsible" in entries(Action.POST_CHANGE)[-1]["reasons"]
    hr.post(reverse("personnel:unit"), {"unit": "保密工作小组"})
    assert "保密工作小组" in text(hr.get(POSTS))
    assert reverse("personnel:remove", args=[position.pk]) in text(hr.get(made.redirect_chain[-1][0]))
    assert hr.post(reverse("personnel:remove", args=[position.pk])).status_code == 302
    assert not Position.objects.filter(pk=position.pk).exists()
