"""Movements: refused as a list, opened by the hour with two people (GOV-05, ACC-08)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.residents import movements
from lindun.residents.movements import AlreadyTakenIn, Passing
from tests import cast, pages
from tests.requests.test_access_pages import apply_for, by_hand, file_of, second
from tests.signin import as_

DAY = datetime(2026, 11, 20, tzinfo=timezone.get_default_timezone())
OPERATOR = gate.Identity(system="operator")


def passing(hour: int, minute: int, door: str, of: cast.Character = cast.OWNER) -> Passing:
    return Passing(cast.resident(of), DAY + timedelta(hours=hour, minutes=minute), door)


@pytest.fixture
def taken_in(database: str) -> None:
    passed = [
        passing(7, 50, "东门 出"),
        passing(8, 5, "南门 进"),
        passing(8, 40, "南门 出"),
        passing(11, 30, "东门 进"),
        passing(19, 10, "地库 出"),
        passing(8, 20, "西门 出", cast.NEIGHBOUR),
    ]
    assert movements.record(OPERATOR, community=pages.community(), passings=passed) == 5


def page(client: Client) -> str:
    return reverse("residents:movements", args=[cast.resident(cast.OWNER)])


def granted(leader: Client) -> str:
    window = {"day": "2026-11-20", "begins": "8", "ends": "12", "minutes": "30"}
    address = file_of(apply_for(leader, "movement", purpose="complaint", **window))
    second(leader, address, **by_hand("general_manager"))
    second(leader, address, **by_hand("officer"))
    return address


@pytest.mark.req("GOV-05")
def test_a_list_is_refused_and_a_view_of_the_stated_hours_by_two_people_is_offered(taken_in: None) -> None:
    clerk = as_("counter")
    refused = clerk.get(page(clerk))
    assert refused.status_code == 403
    offered = reverse("requests:apply", args=[cast.resident(cast.OWNER), "movement"])
    assert offered in pages.text(refused)
    assert pages.entries("residents.movement.list")[-1]["outcome"] == "denied"
    form = pages.text(clerk.get(offered))
    assert 'name="begins"' in form
    granted(clerk)
    assert "查看已批准的时段" in pages.text(pages.household(clerk))
    opened = pages.text(clerk.post(f"{page(clerk)}open/", headers=pages.HTMX))
    assert all(shown in opened for shown in ("08:05 南门 进", "08:40 南门 出", "11:30 东门 进"))
    assert not any(hidden in opened for hidden in ("07:50", "19:10", "西门"))
    assert clerk.post(f"{page(clerk)}open/", headers=pages.HTMX).status_code == 403  # once
    assert clerk.get(page(clerk)).status_code == 403


@pytest.mark.req("ACC-08")
def test_one_approver_twice_opens_nothing_two_open_once_and_for_a_time(
    taken_in: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lindun.gate import reveals

    clerk = as_("counter")
    window = {"day": "2026-11-20", "begins": "8", "ends": "12", "minutes": "30"}
    address = file_of(apply_for(clerk, "movement", purpose="complaint", **window))
    second(clerk, address, **by_hand("general_manager"))
    second(clerk, address, **by_hand("general_manager"))
    assert clerk.get(page(clerk)).status_code == 403
    second(clerk, address, **by_hand("manager"))
    assert clerk.get(page(clerk)).status_code == 200
    late = timezone.now() + timedelta(minutes=31)

    class Clock(reveals.datetime):  # type: ignore[name-defined,misc]
        @classmethod
        def now(cls, tz: object = None) -> object:
            return late

    with monkeypatch.context() as clock:
        clock.setattr(reveals, "datetime", Clock)
        assert clerk.post(f"{page(clerk)}open/", headers=pages.HTMX).status_code == 403
    assert "08:05" in pages.text(clerk.post(f"{page(clerk)}open/", headers=pages.HTMX))


def test_no_page_shows_that_somebody_moved(taken_in: None) -> None:
    for role in ("counter", "supervisor", "manager", "general_manager"):
        client = as_(role)
        household = pages.text(client.get(reverse("residents:household", args=[cast.dwelling(cast.OWNER)])))
        assert not any(door in household for door in ("东门", "南门", "08:05"))


def test_hours_are_brought_in_once_and_all_or_none(taken_in: None) -> None:
    with pytest.raises(AlreadyTakenIn):
        movements.record(
            OPERATOR,
            community=pages.community(),
            passings=[passing(23, 1, "东门 进"), passing(8, 59, "东门 进")],
        )
    movements.record(OPERATOR, community=pages.community(), passings=[passing(23, 1, "东门 进")])
    with pytest.raises(gate.NotHere):
        movements.record(
            OPERATOR, community=pages.community(), passings=[passing(1, 1, "东门 进", cast.ABROAD)]
        )


def test_the_routine_opens_no_movement(taken_in: None) -> None:
    with pytest.raises(gate.Denied):
        gate.reveal(
            cast.identity("general_manager"),
            subject=cast.resident(cast.OWNER),
            items=["movement"],
            purpose="handover",
            reason="other",
        )
