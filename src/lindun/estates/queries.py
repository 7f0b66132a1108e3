"""Reads of the places. Dwellings appear inside an open passage only, under its row scope."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from lindun import gate
from lindun.core.identifiers.dwelling import parse_room
from lindun.core.identifiers.refusal import InvalidIdentifier
from lindun.core.policy import Place
from lindun.estates.models import Building, Community, Dwelling


def at_room(text: str) -> QuerySet[Dwelling]:
    """Dwellings that a room as typed may mean: 3-2-1201, 云栖里3栋2单元1201, 1201; none if it reads as none.

    What stands in front counts when it names a community, and is passed over when it does not.
    """
    homes = Dwelling.objects.select_related("building", "community")
    try:
        typed = parse_room(text)
    except InvalidIdentifier:
        return homes.none()
    if not typed.room:
        return homes.none()
    wanted = {"room": typed.room, "unit": typed.unit, "building__name": typed.building}
    homes = homes.filter(**{column: value for column, value in wanted.items() if value})
    named = (
        Community.objects.filter(name__contains=typed.community)
        if typed.community
        else Community.objects.none()
    )
    return homes.filter(community__in=named) if named else homes


def dwelling(passage: gate.Passage, dwelling_id: UUID) -> Dwelling:
    """One dwelling, which the passage is about from here on.

    Raises gate.NotHere for one outside the reach, exactly as for one that does not exist.
    """
    found = Dwelling.objects.select_related("building", "community").filter(pk=dwelling_id).first()
    if found is None:
        raise gate.NotHere
    passage.place = Place(found.community_id, found.building_id)
    return found


def place_names() -> dict[str, str]:
    """Names of communities and buildings by reference (`community:1`, `building:7`), as entries have them."""
    names = {f"community:{pk}": name for pk, name in Community.objects.values_list("pk", "name")}
    return names | {f"building:{building.pk}": building.title for building in Building.objects.all()}
