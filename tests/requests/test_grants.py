"""What an approved request opens, how far, how long and how often (ACC-09)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from lindun import gate
from lindun.requests import applying, emergencies
from lindun.requests.applying import BadRequest
from lindun.requests.models import AccessRequest, Grant
from tests import cast, pages
from tests.requests.test_approvals import ID_NUMBER, PHONE, decide, submitted
from tests.scoped import everywhere


def opened(
    request: AccessRequest,
    *,
    by: str = "counter",
    of: cast.Character = cast.OWNER,
    items: tuple[str, ...] = PHONE,
) -> list[str]:
    shown = gate.reveal(
        cast.identity(by), subject=cast.resident(of), items=items, purpose="fee", grant=request.number
    )
    return [value.value.expose() for value in shown.values]


def reasons(open_it: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(gate.Denied) as refused:
        open_it()
    return refused.value.decision.reasons


@pytest.mark.req("USE-01")
def test_an_unapproved_request_opens_nothing_and_an_approved_one_what_it_says(database: str) -> None:
    request = submitted()
    assert "grant.unknown" in reasons(lambda: opened(request))
    decide("manager", request)
    assert opened(request) == list(cast.OWNER.phones)


def test_it_opens_for_nobody_else_nothing_else_and_of_nobody_else(database: str) -> None:
    request = decide("manager", submitted(views=5))
    assert "grant.of_somebody_else" in reasons(lambda: opened(request, by="supervisor"))
    assert "grant.for_something_else" in reasons(lambda: opened(request, of=cast.NEIGHBOUR))
    assert "grant.for_something_else" in reasons(lambda: opened(request, items=ID_NUMBER))
    assert "grant.for_something_else" in reasons(lambda: opened(request, items=(*PHONE, *ID_NUMBER)))


@pytest.mark.req("ACC-09")
def test_the_view_after_the_last_does_not_open(database: str) -> None:
    request = decide("manager", submitted(views=20))
    for _view in range(20):
        opened(request)
    assert reasons(lambda: opened(request)) == ("grant.used_up",)
    with everywhere():
        assert Grant.objects.get(pk=request.pk).views_used == 20


@pytest.mark.req("ACC-09")
def test_it_ends_with_its_time(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from lindun.gate import reveals

    request = decide("manager", submitted(minutes=120))
    late = timezone.now() + timedelta(minutes=121)

    class Clock(reveals.datetime):  # type: ignore[name-defined,misc]
        @classmethod
        def now(cls, tz: object = None) -> object:
            return late

    with monkeypatch.context() as clock:
        clock.setattr(reveals, "datetime", Clock)
        assert reasons(lambda: opened(request)) == ("grant.over",)


def test_a_clerk_below_the_level_reads_what_was_granted_and_nothing_more(database: str) -> None:
    request = decide("general_manager", submitted(ID_NUMBER))
    assert opened(request, items=ID_NUMBER) == [cast.OWNER.id_number]


def test_two_clients_cannot_share_the_last_view(database: str) -> None:
    request = decide("manager", submitted(views=3))

    def attempt(_number: int) -> bool:
        try:
            opened(request)
        except gate.Denied:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=4) as clients:
        assert sum(clients.map(attempt, range(8))) == 3
    with everywhere():
        assert Grant.objects.get(pk=request.pk).views_used == 3


def test_each_use_names_the_request_in_the_ledger(database: str) -> None:
    request = decide("manager", submitted(views=1))
    opened(request)
    reasons(lambda: opened(request))
    uses = [
        entry
        for entry in pages.entries("residents.item.reveal")
        if f"request:{request.pk}" in entry["subjects"]
    ]
    assert sorted(entry["outcome"] for entry in uses) == ["allowed", "denied"]


def test_an_emergency_opens_phones_at_once_and_owes_a_review(database: str) -> None:
    clerk, owner = cast.identity("counter"), cast.resident(cast.OWNER)

    def press() -> AccessRequest:
        return emergencies.open_emergency(clerk, subjects=[owner], purpose="repair", why="水管爆裂，楼下进水")

    request = press()
    shown = gate.reveal(clerk, subject=owner, items=PHONE, purpose="repair", grant=request.number)
    assert [value.value.expose() for value in shown.values] == list(cast.OWNER.phones)
    with pytest.raises(gate.Denied):
        gate.reveal(clerk, subject=owner, items=ID_NUMBER, purpose="repair", grant=request.number)
    with pytest.raises(BadRequest):
        press()
    with pytest.raises(gate.NotHere):
        applying.conclude(cast.identity("manager"), request=request.pk, result="已处理")
    with pytest.raises(gate.Denied):
        emergencies.review_emergency(clerk, request=request.pk, result="自己复核")
    emergencies.review_emergency(cast.identity("supervisor"), request=request.pk, result="属实，已抢修")
    with pytest.raises(gate.Denied):
        gate.reveal(clerk, subject=owner, items=PHONE, purpose="repair", grant=request.number)
    assert press().number != request.number
