"""SQL injected into the serving connection cannot approve, fill up, widen or invent a grant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import Error, connection

from lindun import gate
from lindun.gate import Action
from lindun.requests.models import AccessRequest
from tests import cast
from tests.requests.test_approvals import decide, grant, submitted
from tests.scoped import everywhere

OPENING = [Action.ITEM_REVEAL, Action.RESIDENT_SEARCH, Action.REQUEST_SUBMIT, Action.REQUEST_VIEW]


@contextmanager
def injected(action: str) -> Iterator[None]:
    """Inside a passage of this action the attacker says what she likes; the database refuses."""
    with pytest.raises(Error), everywhere(action=action):
        yield


def say(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


APPROVE = """
INSERT INTO requests_approval (id, request_id, community_id, building_id, approver_id, agreed,
                               with_credentials, digest, words, at)
SELECT gen_random_uuid(), id, community_id, building_id, %s, true, true,
       sha256(convert_to(statement, 'UTF8')), '', now()
  FROM requests_accessrequest WHERE id = %s
"""
GRANT = """
INSERT INTO requests_grant
       (request_id, community_id, building_id, starts_at, expires_at, views_allowed, views_used)
SELECT id, community_id, building_id, now(), now() + interval '1 day', 99, 0
  FROM requests_accessrequest WHERE id = %s
"""


@pytest.mark.parametrize("action", OPENING)
def test_nobody_approves_in_somebody_elses_name_outside_a_decision(database: str, action: str) -> None:
    request = submitted()
    with injected(action):
        say(APPROVE, cast.staff("general_manager"), request.pk)


def test_the_applicant_is_no_approver_even_in_a_decision(database: str) -> None:
    request = submitted()
    with injected(Action.REQUEST_DECIDE):
        say(APPROVE, cast.staff("counter"), request.pk)


@pytest.mark.parametrize("action", [*OPENING, Action.REQUEST_CONCLUDE, Action.EXPORT_MAKE])
def test_no_grant_is_made_without_a_decision(database: str, action: str) -> None:
    request = submitted()
    with injected(action):
        say(GRANT, request.pk)


def test_a_grant_that_was_slipped_into_a_decision_opens_nothing(database: str) -> None:
    request = submitted()
    with everywhere(action=Action.REQUEST_DECIDE):
        say(GRANT, request.pk)
        AccessRequest.objects.filter(pk=request.pk).update(outcome="approved", ended_at=request.submitted_at)
    assert not grant(request).approved
    with pytest.raises(gate.Denied):
        gate.reveal(
            cast.identity("counter"),
            subject=cast.resident(cast.OWNER),
            items=["phone"],
            purpose="fee",
            grant=request.number,
        )


@pytest.mark.parametrize(
    "change",
    [
        "views_used = 0",
        "views_allowed = 1000",
        "expires_at = now() + interval '1 year'",
        "views_used = views_used - 1",
    ],
)
def test_a_grant_is_neither_filled_up_nor_made_longer(database: str, change: str) -> None:
    request = decide("manager", submitted(views=2))
    with everywhere(action=Action.ITEM_REVEAL):
        say("UPDATE requests_grant SET views_used = 2 WHERE request_id = %s", request.pk)
    with injected(Action.ITEM_REVEAL):
        say(f"UPDATE requests_grant SET {change} WHERE request_id = %s", request.pk)


@pytest.mark.parametrize(
    "change",
    [
        "statement = replace(statement, 'phone', 'id_number')",
        "applicant_id = (SELECT id FROM organisation_staff WHERE role = 'guard')",
        "needed = 0",
        "deciders = '{counter}'",
        "together = NOT together",
        "emergency = true",
        "level = 0",
    ],
)
@pytest.mark.parametrize("action", [Action.REQUEST_SUBMIT, Action.REQUEST_DECIDE])
def test_what_was_asked_stays_as_it_is(database: str, change: str, action: str) -> None:
    request = submitted()
    with injected(action):
        say(f"UPDATE requests_accessrequest SET {change} WHERE id = %s", request.pk)


def test_no_approval_is_changed_or_taken_away(database: str) -> None:
    request = decide("manager", submitted())
    for statement in ("UPDATE requests_approval SET agreed = false", "DELETE FROM requests_approval"):
        with injected(Action.REQUEST_DECIDE):
            say(f"{statement} WHERE request_id = %s", request.pk)


def test_an_emergency_is_not_invented_while_asking(database: str) -> None:
    request = submitted()
    columns = (
        "community_id, building_id, dwelling_id, applicant_id, purpose_id, statement, level, deciders, leader"
    )
    with injected(Action.REQUEST_SUBMIT):
        say(
            f"INSERT INTO requests_accessrequest (id, number, {columns}, needed, together, emergency,"
            " submitted_at, decide_by, outcome, ended_at, result)"
            f" SELECT gen_random_uuid(), 'JJ-1122-1', {columns}, 0, false, true, now(), now(), 'approved',"
            " now(), '' FROM requests_accessrequest WHERE id = %s",
            request.pk,
        )
