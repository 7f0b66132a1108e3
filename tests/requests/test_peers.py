"""What approvals elsewhere got wrong (see README.md beside this file), tried on ours."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from lindun import gate
from lindun.config import postgres
from lindun.config.home import Home
from lindun.organisation import actions as organisation
from lindun.organisation.actions import Post
from lindun.organisation.models import Assignment, Staff
from lindun.requests import deciding, grants
from lindun.requests.models import AccessRequest, Approval, ApprovalRule, Grant, Outcome
from lindun.requests.quorum import Asks, Given, reached
from tests import cast
from tests.requests.test_access_pages import answer, apply_for, file_of, stored
from tests.requests.test_approvals import decide, grant, submitted, yes
from tests.requests.test_grants import opened, reasons
from tests.scoped import everywhere
from tests.signin import as_


def rows_of(address: str) -> tuple[str, int, int]:
    """Outcome, answers and grants of a request, as stored."""
    request = stored(address)
    with everywhere():
        of_it = {"request": request}
        return (
            request.outcome,
            Approval.objects.filter(**of_it).count(),
            Grant.objects.filter(**of_it).count(),
        )


@pytest.mark.parametrize("path", ["", "decide/", "second/", "withdraw/", "conclude/", "review/"])
def test_following_a_link_decides_nothing(database: str, path: str) -> None:
    """A mail program that opens every address ahead of its reader approves nothing."""
    address = file_of(apply_for(as_("counter")))
    for approver in ("manager", "general_manager", "counter"):
        looked = as_(approver).get(f"{address}{path}?decision=approve")
        assert looked.status_code == (405 if path else 200)
    assert rows_of(address) == ("", 0, 0)


def test_an_answer_sent_twice_is_one_answer(database: str) -> None:
    manager, address = as_("manager"), file_of(apply_for(as_("counter")))
    seen = manager.get(address).context["seen"]
    said = {"decision": "approve", "seen": seen}
    assert manager.post(f"{address}decide/", said).status_code == 302
    until = grant(stored(address)).expires_at
    assert manager.post(f"{address}decide/", said).status_code == 422
    assert rows_of(address) == (Outcome.APPROVED, 1, 1)
    assert grant(stored(address)).expires_at == until


def test_a_page_elsewhere_cannot_answer_for_an_approver(database: str) -> None:
    address, manager = file_of(apply_for(as_("counter"))), as_("manager")
    seen = manager.get(address).context["seen"]
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = manager.cookies
    refused: HttpResponse = forged.post(f"{address}decide/", {"decision": "approve", "seen": seen})
    assert refused.status_code == 403
    assert rows_of(address) == ("", 0, 0)


@pytest.mark.parametrize("needed", [0, -1])
def test_no_rule_and_no_request_is_content_with_nobody(database: str, needed: int) -> None:
    with pytest.raises(DatabaseError), everywhere(action="organisation.company.found"):
        ApprovalRule.objects.filter(use="reveal", level=2).update(needed=needed)
    asks = Asks(
        applicant="a", digest=b"", deciders=frozenset({"manager"}), leader="", needed=needed, together=False
    )
    agreed = Given(
        person="b", role="manager", agreed=True, with_credentials=True, digest=b"", at=timezone.now()
    )
    assert not reached(asks, [])
    assert not reached(asks, [agreed])


def test_applicant_and_approver_who_swap_posts_open_nothing(database: str) -> None:
    waiting, request = submitted(), decide("manager", submitted(views=2))
    assert opened(request) == list(cast.OWNER.phones)
    desk, house = _places("counter"), _places("manager")
    _move("manager", Post("counter", 2, "active", desk))
    _move("counter", Post("manager", 3, "active", house))
    assert Staff.objects.get(pk=cast.staff("counter")).role == "manager"
    assert not grant(request).approved
    assert reasons(lambda: opened(request))
    new_manager = gate.Identity(staff=cast.staff("counter"), second_factor=True)
    seen = yes(waiting)
    assert "people.proposed_it" in reasons(
        lambda: deciding.decide(new_manager, request=waiting.pk, answer=seen)
    )
    assert reasons(lambda: decide("manager", waiting))


def _places(name: str) -> frozenset[tuple[int, int | None]]:
    found = Assignment.objects.filter(staff_id=cast.staff(name))
    return frozenset(found.values_list("community_id", "building_id"))


def _move(name: str, post: Post) -> None:
    """Personnel gives the post; a sensitive one is confirmed by a second person."""
    moved = organisation.change_post(cast.identity("hr"), staff=cast.staff(name), post=post)
    if moved.status == "waiting":
        mark = organisation.current_post(moved).mark
        organisation.confirm_post(
            cast.identity("general_manager"), staff=cast.staff(name), seen=mark, approve=True
        )


def test_a_grant_that_ends_between_decision_and_opening_opens_nothing(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = decide("manager", submitted(minutes=30))
    late = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(grants.timezone, "now", lambda: late)
    assert reasons(lambda: opened(request)) == ("grant.used_up",)
    with everywhere():
        assert Grant.objects.get(pk=request.pk).views_used == 0


def test_a_request_for_several_people_is_for_one_home_within_reach(database: str) -> None:
    for others in ((cast.NEIGHBOUR,), (cast.ELSEWHERE,), (cast.ABROAD,)):
        people = tuple(cast.resident(one) for one in (cast.OWNER, *others))
        with pytest.raises(gate.NotHere):
            submitted(subjects=people)
    with everywhere():
        assert not AccessRequest.objects.exists()


def behind(home: Home, database: str, statement: str, values: list[Any]) -> None:
    """As the owner of the machine might change it, past the application."""
    conninfo = psycopg.conninfo.make_conninfo(postgres.superuser_conninfo(home), dbname=database)
    with psycopg.connect(conninfo, options="-c session_replication_role=replica") as admin:
        assert admin.execute(statement, values).rowcount == 1


def test_a_resident_who_moved_away_meanwhile_is_out_of_reach(home: Home, database: str) -> None:
    request, elsewhere = decide("manager", submitted()), cast.dwelling(cast.ELSEWHERE)
    person = cast.resident(cast.OWNER)
    behind(
        home,
        database,
        "UPDATE residents_resident r SET dwelling_id = d.id, building_id = d.building_id"
        " FROM estates_dwelling d WHERE d.id = %s AND r.id = %s",
        [elsewhere, person],
    )
    with pytest.raises(gate.Denied):
        gate.reveal(
            cast.identity("counter"), subject=person, items=["phone"], purpose="fee", grant=request.number
        )
    with everywhere():
        assert Grant.objects.get(pk=request.pk).views_used == 0


def test_a_resident_who_was_erased_meanwhile_shows_nothing(home: Home, database: str) -> None:
    request = decide("manager", submitted())
    behind(home, database, "DELETE FROM vault_subjectkey WHERE subject_id = %s", [cast.resident(cast.OWNER)])
    assert opened(request) == []
    with everywhere():
        assert Grant.objects.get(pk=request.pk).views_used == 0


def test_an_approval_stays_with_the_request_it_was_given_for(database: str) -> None:
    """Agreeing to one request and posting its digest to another answers neither falsely."""
    clerk, manager = as_("counter"), as_("manager")
    one, other = (file_of(apply_for(clerk, why=f"第{turn}次催缴前核对")) for turn in (1, 2))
    seen = manager.get(one).context["seen"]
    assert manager.post(f"{other}decide/", {"decision": "approve", "seen": seen}).status_code == 422
    assert rows_of(other) == ("", 0, 0)
    assert answer(manager, one).status_code == 302
    assert not re.search("approved", rows_of(other)[0])
