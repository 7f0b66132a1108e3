"""People who join: as personnel enters them, with the checks their posts ask for."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from lindun.organisation import actions
from lindun.organisation.actions import Newcomer, Post
from lindun.organisation.assigning import Employment
from lindun.organisation.models import Position, Staff
from lindun.standing.actions import vouch
from lindun.standing.codes import CODES
from tests import cast


def standard(role: str) -> Position:
    return Position.objects.get(role=role, standard=True)


def newcomer(role: str = "guard", *, employment: Employment | None = None, checked: bool = False) -> Newcomer:
    account = f"n{uuid4().hex[:8]}"
    ((home, building),) = _places_of("counter")
    places = frozenset({(home, building)}) if role in {"guard", "counter"} else frozenset()
    return Newcomer(
        account,
        "新来的",
        account,
        Post(role, 2, "active", places),
        password=cast.PASSWORD,
        employment=employment or Employment(),
        check=cast.passed_check() if checked else None,
    )


def hired(
    role: str = "guard", *, employment: Employment | None = None, checked: bool = False, vouched: bool = True
) -> Staff:
    """Somebody new in post; vouched: she has met what her post asks."""
    person = actions.hire(cast.identity("hr"), newcomer(role, employment=employment, checked=checked))
    if vouched:
        vouch([person.pk], CODES, until=cast.far_off())
    return person


def until(day: date, kind: str = "temporary") -> Employment:
    return Employment(kind, until=day)


def _places_of(name: str) -> list[tuple[int, int | None]]:
    person = Staff.objects.get(pk=cast.staff(name))
    return list(person.assignments.values_list("community_id", "building_id"))
