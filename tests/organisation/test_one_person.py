"""Two accounts of one person are one person wherever something takes two."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import Error
from django.urls import reverse

from lindun import gate
from lindun.catalogue import actions as catalogue
from lindun.gate.vocabulary import Action
from lindun.organisation import actions
from lindun.organisation.actions import BadPost, Newcomer, Post
from lindun.organisation.models import Staff
from tests import cast, pages
from tests.organisation.second_accounts import second_account
from tests.signin import as_


def test_whoever_proposed_a_post_does_not_confirm_it_with_her_other_account(database: str) -> None:
    other = second_account("hr", role="general_manager")
    hired = _hire(Post("auditor", 2, "active", frozenset()))
    with pytest.raises(gate.Denied) as refused:
        actions.confirm_post(other, staff=hired.pk, seen=actions.current_post(hired).mark, approve=True)
    assert refused.value.decision.reasons == ("people.proposed_it",)


def test_nobody_confirms_or_changes_her_own_other_account(database: str) -> None:
    waiting = _hire(Post("general_manager", 2, "active", frozenset()), same_person_as=cast.staff("officer"))
    with pytest.raises(gate.Denied) as refused:
        actions.confirm_post(
            cast.identity("officer"), staff=waiting.pk, seen=actions.current_post(waiting).mark, approve=True
        )
    assert refused.value.decision.reasons == ("people.same_person",)
    mine = second_account("hr", role="counter")
    with pytest.raises(gate.Denied):
        actions.change_post(
            cast.identity("hr"), staff=mine.person, post=Post("guard", 2, "active", frozenset())
        )


def test_nobody_opens_a_second_account_for_herself(database: str) -> None:
    with pytest.raises(gate.Denied) as refused:
        _hire(Post("counter", 2, "active", frozenset()), same_person_as=cast.staff("hr"))
    assert refused.value.decision.reasons == ("people.same_person",)


def test_a_proposal_of_the_catalogue_is_not_decided_with_the_other_account(database: str) -> None:
    other = second_account("officer", role="general_manager")
    change = catalogue.propose_change(
        cast.identity("officer"),
        purpose="fee",
        item="id_number",
        after="masked",
        necessity="催缴时要核对证件",
    )
    with pytest.raises(gate.Denied) as refused:
        catalogue.decide_change(other, change=change.pk, approve=True)
    assert refused.value.decision.reasons == ("people.same_person",)
    assert catalogue.decide_change(cast.identity("general_manager"), change=change.pk, approve=True)


def test_whose_account_it_is_is_said_once_and_names_the_first(database: str) -> None:
    other = second_account("guard", role="counter")
    with pytest.raises(BadPost):
        _hire(Post("counter", 2, "active", frozenset()), same_person_as=other.person)
    with pytest.raises(Error, match="never changes"), gate.passage(cast.identity("hr"), Action.STAFF_CHANGE):
        Staff.objects.filter(pk=other.person).update(same_person_as=None)
    with pytest.raises(Error, match="never changes"), gate.passage(cast.identity("hr"), Action.STAFF_CHANGE):
        Staff.objects.filter(pk=cast.staff("guard")).update(same_person_as=cast.staff("counter"))


def test_the_hire_page_asks_and_the_pages_of_both_accounts_say_it(database: str) -> None:
    hr = as_("hr")
    typed = {
        "name": "员工两号", "number": "0900", "account": "second", "role": "counter", "clearance": "2",
        "same_person_as": str(cast.staff("guard")),
    }  # fmt: skip
    hr.post(reverse("organisation:hire"), typed)
    second = Staff.objects.get(number="0900")
    assert second.same_person_as_id == cast.staff("guard")
    assert "staff.second_account" in pages.entries(Action.STAFF_CHANGE)[-1]["reasons"]
    for one, other in ((second.pk, cast.staff("guard")), (cast.staff("guard"), second.pk)):
        assert str(other) in pages.text(hr.get(reverse("organisation:person", args=[one])))


def _hire(post: Post, *, same_person_as: UUID | None = None) -> Staff:
    name = f"n{uuid4().hex[:8]}"
    newcomer = Newcomer(
        name,
        "新来的",
        name,
        post,
        password=cast.PASSWORD,
        same_person_as=same_person_as,
        check=cast.passed_check(),
    )
    return actions.hire(cast.identity("hr"), newcomer)
