"""Apply and approve: whose word counts for which level, and what an answer does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lindun import gate
from lindun.gate.registry import facts
from lindun.requests import applying, deciding, deputies
from lindun.requests.applying import BadRequest, Wish
from lindun.requests.deciding import Answer
from lindun.requests.models import AccessRequest, Approval, Outcome
from lindun.requests.statement import digest
from tests import cast
from tests.scoped import everywhere

PHONE, ID_NUMBER, MOVEMENT = ("phone",), ("id_number",), ("movement",)


def wish(items: tuple[str, ...] = PHONE, **more: object) -> Wish:
    return Wish(
        **{
            "subjects": (cast.resident(cast.OWNER),),
            "items": items,
            "purpose": "fee",
            "why": "催缴前核对号码",
            "minutes": 30,
            "views": 1,
        }
        | more
    )  # type: ignore[arg-type]


def submitted(items: tuple[str, ...] = PHONE, *, by: str = "counter", **more: object) -> AccessRequest:
    return applying.submit(cast.identity(by), wish(items, **more))


def yes(request: AccessRequest, **more: bool) -> Answer:
    return Answer(agreed=True, seen=digest(request.statement).hex(), **more)


def decide(by: str, request: AccessRequest, answer: Answer | None = None) -> AccessRequest:
    return deciding.decide(cast.identity(by), request=request.pk, answer=answer or yes(request))


def grant(request: AccessRequest):  # type: ignore[no-untyped-def]
    with everywhere():
        return facts.grant(request.number)


def test_a_request_waits_and_opens_nothing(database: str) -> None:
    request = submitted()
    assert request.outcome == ""
    assert grant(request) is None


def test_a_manager_decides_what_is_confidential(database: str) -> None:
    request = decide("manager", submitted())
    assert request.outcome == Outcome.APPROVED
    found = grant(request)
    assert found.approved
    assert found.holder == str(cast.staff("counter"))
    assert found.views_left == 1


@pytest.mark.req("USE-03")
def test_a_manager_does_not_decide_what_is_secret_and_it_goes_to_the_general_manager(database: str) -> None:
    request = submitted(ID_NUMBER)
    with pytest.raises(gate.Denied) as refused:
        decide("manager", request)
    assert refused.value.decision.reasons == ("request.not_your_level",)
    assert refused.value.decision.ways_on == ("ask.decider",)
    assert decide("general_manager", request).outcome == Outcome.APPROVED


@pytest.mark.parametrize("by", ["manager", "general_manager"])
def test_nobody_decides_her_own_request(database: str, by: str) -> None:
    request = submitted(by=by)
    with pytest.raises(gate.Denied) as refused:
        decide(by, request)
    assert "people.proposed_it" in refused.value.decision.reasons


@pytest.mark.parametrize("by", ["counter", "cashier", "supervisor", "officer"])
def test_other_posts_do_not_decide(database: str, by: str) -> None:
    request = submitted()
    with pytest.raises(gate.Denied):
        decide(by, request)
    with everywhere():
        assert not Approval.objects.filter(request=request).exists()


def test_one_refusal_ends_it(database: str) -> None:
    request = submitted()
    decide("manager", request, Answer(agreed=False, seen=digest(request.statement).hex()))
    with pytest.raises(BadRequest):
        decide("general_manager", request)
    assert grant(request) is None


def test_what_changed_since_it_was_shown_is_not_decided(database: str) -> None:
    request = submitted()
    with pytest.raises(BadRequest):
        decide("manager", request, Answer(agreed=True, seen=digest("something else").hex()))


def test_the_database_refuses_to_change_what_was_asked(database: str) -> None:
    from django.db import DatabaseError

    request = submitted()
    request.statement = request.statement.replace("phone", "id_number")
    with pytest.raises(DatabaseError), everywhere(action="requests.request.decide"):
        request.save()


def test_an_approver_who_has_lost_the_post_does_not_count(database: str) -> None:
    from lindun.organisation import actions as organisation
    from lindun.organisation.actions import Post

    request = decide("manager", submitted())
    assert grant(request).approved
    organisation.change_post(
        cast.identity("hr"), staff=cast.staff("manager"), post=Post("cashier", 2, "active", frozenset())
    )
    assert not grant(request).approved


def test_what_nobody_decided_in_time_has_lapsed(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    request = submitted()
    later = timezone.now() + timedelta(hours=25)
    monkeypatch.setattr(deciding.timezone, "now", lambda: later)
    with pytest.raises(BadRequest):
        decide("manager", request)


@pytest.mark.parametrize(
    "more",
    [
        {"minutes": 8 * 24 * 60},
        {"views": 201},
        {"minutes": 0},
        {"views": 0},
        {"why": "  "},
        {"items": ()},
        {"items": ("no_such_item",)},
        {"items": MOVEMENT},
        {"subjects": ()},
        {"use": "export"},
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_words(database: str, more: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as refused:
        submitted(**({"items": PHONE} | more))  # type: ignore[arg-type]
    assert str(refused.value)


def test_nobody_asks_about_people_she_cannot_find(database: str) -> None:
    for stranger in (cast.ELSEWHERE, cast.ABROAD):
        with pytest.raises(gate.NotHere):
            submitted(subjects=(cast.resident(stranger),))


def test_two_must_be_present_within_five_minutes(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    window = (hour - timedelta(hours=4), hour)
    request = submitted(MOVEMENT, by="supervisor", window=window)
    with pytest.raises(BadRequest):
        decide("general_manager", request)  # without credentials
    proved = yes(request, with_credentials=True)
    assert decide("general_manager", request, proved).outcome == ""
    assert decide("general_manager", request, proved).outcome == ""  # twice the same person is one person
    late = timezone.now() + timedelta(minutes=6)
    with monkeypatch.context() as clock:
        clock.setattr(deciding.timezone, "now", lambda: late)
        assert decide("officer", request, proved).outcome == ""
    assert decide("manager", request, proved).outcome == Outcome.APPROVED
    assert grant(request).approved


def test_a_deputy_decides_with_the_post_of_whom_she_stands_in_for(database: str) -> None:
    request = submitted(ID_NUMBER)
    with pytest.raises(gate.Denied):
        decide("supervisor", request)
    now = timezone.now()
    deputies.name_deputy(
        cast.identity("general_manager"),
        deputy=cast.staff("supervisor"),
        begins=now - timedelta(hours=1),
        ends=now + timedelta(days=1),
    )
    assert decide("supervisor", request).outcome == Outcome.APPROVED
    assert grant(request).approved


def test_what_is_withdrawn_ends(database: str) -> None:
    request = decide("manager", submitted())
    applying.withdraw(cast.identity("counter"), request=request.pk)
    assert grant(request).ended
    with pytest.raises(gate.NotHere):
        applying.withdraw(cast.identity("manager"), request=request.pk)


def test_an_archived_request_never_changes(database: str) -> None:
    from django.db import DatabaseError

    request = decide("manager", submitted())
    archived = applying.conclude(cast.identity("counter"), request=request.pk, result="已电话告知业主")
    archived.result = "另一个结果"
    with pytest.raises(DatabaseError), everywhere(action="requests.request.conclude"):
        archived.save()
    with pytest.raises(gate.NotHere):
        applying.conclude(cast.identity("counter"), request=request.pk, result="再来一次")


def test_those_who_can_answer_are_told_and_then_the_applicant(database: str) -> None:
    from tests.notifications.told import told

    request = submitted()
    assert [notice.kind for notice in told("manager")] == ["request.waits"]
    assert [notice.kind for notice in told("general_manager")] == ["request.waits"]
    assert told("officer") == told("counter") == []
    decide("manager", request)
    assert [notice.kind for notice in told("counter")] == ["request.approved"]
    assert told("manager")[0].seen_at


def test_what_nobody_decided_lapses_and_the_applicant_is_told(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lindun.requests import jobs
    from tests.notifications.told import told

    request = submitted()
    jobs.tend(request.pk)
    assert told("counter") == []
    later = timezone.now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(jobs.timezone, "now", lambda: later)
    jobs.tend(request.pk)
    assert [notice.kind for notice in told("counter")] == ["request.expired"]
    with everywhere():
        assert AccessRequest.objects.get(pk=request.pk).outcome == Outcome.LAPSED
