"""Approvals count persons, not accounts; deputies stand in, and never for the applicant herself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.requests import deputies, emergencies
from lindun.requests.applying import BadRequest
from lindun.requests.inbox import inbox
from lindun.requests.models import AccessRequest, Deputy, Outcome
from tests import cast, pages
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.requests.test_approvals import ID_NUMBER, MOVEMENT, decide, grant, submitted, yes
from tests.requests.test_no_sequence_opens_unapproved import WINDOW
from tests.signin import as_


def test_the_applicant_does_not_approve_through_her_second_account(database: str) -> None:
    from lindun.requests import deciding

    request = submitted()
    again = second_account("counter", role="general_manager", clearance=4)
    with pytest.raises(gate.Denied) as refused:
        deciding.decide(again, request=request.pk, answer=yes(request))
    assert refused.value.decision.reasons == ("people.proposed_it",)
    with gate.passage(again, Action.REQUEST_DECIDE):
        assert request.pk not in {waiting.id for waiting in inbox(again.person, 1).waiting}
    assert "request.waits" not in [notice.kind for notice in told("counter")]


def test_two_accounts_of_one_approver_are_one_person(database: str) -> None:
    from lindun.requests import deciding

    request = submitted(MOVEMENT, by="supervisor", window=WINDOW)
    again = second_account("general_manager", role="officer", clearance=3)
    proved = yes(request, with_credentials=True)
    assert decide("general_manager", request, proved).outcome == ""
    assert deciding.decide(again, request=request.pk, answer=proved).outcome == ""
    assert grant(request) is None
    assert decide("officer", request, proved).outcome == Outcome.APPROVED


def test_an_emergency_is_owed_by_the_person_and_not_reviewed_by_her(database: str) -> None:
    here = _places("counter")
    again = second_account("counter", role="guard", places=here)
    other = second_account(
        "counter", role="manager", places=frozenset((community, None) for community, _ in here)
    )
    people = [cast.resident(cast.OWNER)]
    used = emergencies.open_emergency(
        cast.identity("counter"), subjects=people, purpose="repair", why="水管爆裂"
    )
    with pytest.raises(BadRequest):
        emergencies.open_emergency(again, subjects=people, purpose="repair", why="水管又爆裂")
    with pytest.raises(gate.NotHere):
        emergencies.review_emergency(other, request=used.pk, result="情况属实")


def _places(name: str) -> frozenset[tuple[int, int | None]]:
    from lindun.organisation.actions import current_post
    from lindun.organisation.models import Staff

    return current_post(Staff.objects.get(pk=cast.staff(name))).assignments


def named(by: str, deputy: str, *, days: int = 1) -> Deputy:
    now = timezone.now()
    return deputies.name_deputy(
        cast.identity(by),
        deputy=cast.staff(deputy),
        begins=now - timedelta(hours=1),
        ends=now + timedelta(days=days),
    )


def test_a_deputy_does_not_approve_what_the_absent_herself_asks_for(database: str) -> None:
    """With whose post would she? With the applicant's."""
    named("manager", "supervisor")
    request = submitted(by="manager")
    with pytest.raises(gate.Denied) as refused:
        decide("supervisor", request)
    assert refused.value.decision.reasons == ("request.not_your_level",)


def test_both_are_told_and_an_ended_deputy_decides_no_more(database: str) -> None:
    request: AccessRequest = submitted(ID_NUMBER)
    deputy = named("general_manager", "supervisor")
    for person in ("general_manager", "supervisor"):
        assert "deputy.named" in [notice.kind for notice in told(person)]
    with pytest.raises(gate.NotHere):
        deputies.end_deputy(cast.identity("manager"), deputy=deputy.pk)
    deputies.end_deputy(cast.identity("general_manager"), deputy=deputy.pk)
    assert "deputy.ended" in [notice.kind for notice in told("supervisor")]
    with pytest.raises(gate.Denied):
        decide("supervisor", request)
    with pytest.raises(gate.NotHere):
        deputies.end_deputy(cast.identity("general_manager"), deputy=deputy.pk)
    assert pages.entries(Action.DEPUTY_END)[-2]["reasons"] == ["before.deputy", "after.none"]


@pytest.mark.parametrize(
    ("deputy", "days"), [("counter", 1), ("auditor", 1), ("general_manager", 1), ("officer", 120)]
)
def test_not_everybody_stands_in_and_not_for_ever(database: str, deputy: str, days: int) -> None:
    with pytest.raises(BadRequest):
        named("general_manager", deputy, days=days)


def test_a_deputys_time_is_not_moved_behind_the_page(database: str) -> None:
    from django.db import Error

    deputy = named("general_manager", "officer")
    with (
        pytest.raises(Error, match="never changes"),
        gate.passage(cast.identity("manager"), Action.DEPUTY_END),
    ):
        Deputy.objects.filter(pk=deputy.pk).update(ends=timezone.now() + timedelta(days=900))


def test_a_leader_names_and_ends_a_deputy_on_the_page(database: str) -> None:
    manager, address = as_("manager"), reverse("requests:deputies")
    assert "您不在时无人代审" in pages.text(manager.get(address))
    today = timezone.localdate()
    typed = {"deputy": str(cast.staff("supervisor")), "begins": str(today), "ends": str(today)}
    assert manager.post(address, typed).status_code == 302
    assert manager.post(address, typed | {"ends": "2020-01-01"}).status_code == 422
    shown = pages.text(manager.get(address))
    assert "生效中" in shown
    assert "我代" in pages.text(as_("supervisor").get(address))
    pk = Deputy.objects.get().pk
    assert as_("supervisor").post(reverse("requests:deputy_end", args=[pk])).status_code == 404
    assert manager.post(reverse("requests:deputy_end", args=[pk])).status_code == 302
    assert "提前结束" in pages.text(manager.get(address))
