"""What an order names, found in the house: the home, the kind of work, who is to do it.

Runs inside an open passage: what lies outside its reach does not exist. What cannot be found is refused with
the field that names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from lindun import gate
from lindun.catalogue.models import Purpose
from lindun.core.identifiers.writing import visible
from lindun.estates import queries as estates
from lindun.estates.models import Building, Community, Dwelling
from lindun.orders.words import BadOrder
from lindun.organisation.models import Staff
from lindun.sharing import queries as sharing
from lindun.sharing.bringing import purposes_by_name

COUNTERS = re.compile(r"(?:号楼|栋|幢|座|单元|号|室|房)$")


@dataclass(frozen=True)
class Where:
    """A dwelling as the other system names it. Without a building, `room` is read as people type it."""

    community: str
    building: str
    unit: str
    room: str


def home(where: Where) -> Dwelling:
    """The one dwelling that is meant. Raises BadOrder, naming what of it is not here."""
    homes = Dwelling.objects.select_related("building", "community")
    if where.community:
        homes = homes.filter(community=_community(where.community))
    found = _in_building(homes, where) if where.building else _as_typed(homes, where.room)
    if not found:
        raise BadOrder("room_unknown", "room")
    if len(found) > 1:
        raise BadOrder("room_not_one", "community" if not where.community else "room")
    return found[0]


def purpose(kind: str) -> Purpose:
    """The kind of work, by any of its names. Raises BadOrder."""
    code = purposes_by_name().get(kind.strip().lower(), "")
    found = Purpose.objects.filter(pk=code).first()
    if found is None:
        raise BadOrder("kind_unknown", "kind")
    return found


def holder(who: gate.Identity, assignee: str, home: Dwelling) -> UUID:
    """Who is to do it: whoever brings it, or a colleague who goes to doors in that building. Raises BadOrder.

    assignee: name of the account, staff number, or a name that one of them alone has.
    """
    if not assignee:
        if who.staff is None:
            raise BadOrder("assignee_missing", "assignee")
        return who.staff
    colleagues = sharing.assignees(home.building_id, home.community_id)
    known = colleagues.filter(Q(user__username=assignee) | Q(number=assignee) | Q(name=assignee))
    return _one(known)


def _one(known: QuerySet[Staff]) -> UUID:
    found = list(known.values_list("pk", flat=True)[:2])
    if not found:
        raise BadOrder("assignee_unknown", "assignee")
    if len(found) > 1:
        raise BadOrder("assignee_not_one", "assignee")
    return found[0]


def _community(named: str) -> Community:
    found = Community.objects.filter(Q(code=named) | Q(name=named)).first()
    if found is None:
        raise BadOrder("community_unknown", "community")
    return found


def _in_building(homes: QuerySet[Dwelling], where: Where) -> list[Dwelling]:
    """Exactly as the register has it, whether or not the counting words are written: 3 or 3栋."""
    building, unit, room = (
        COUNTERS.sub("", visible(part).strip()) for part in (where.building, where.unit, where.room)
    )
    if not homes.filter(building__in=Building.objects.filter(name=building)).exists():
        raise BadOrder("building_unknown", "building")
    homes = homes.filter(building__name=building)
    if unit and not homes.filter(unit=unit).exists():
        raise BadOrder("unit_unknown", "unit")
    return list(homes.filter(unit=unit, room=room)[:2])


def _as_typed(homes: QuerySet[Dwelling], room: str) -> list[Dwelling]:
    meant = estates.at_room(room).values("pk")
    return list(homes.filter(pk__in=meant)[:2])
