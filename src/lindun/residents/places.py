"""Buildings and dwellings by what people call them: known ones, and made where they are missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from lindun.estates.models import Building, Dwelling

Address = tuple[str, str, str]
"""Building, unit, room."""


class Home(NamedTuple):
    """Where an address is in the registry."""

    building: int
    dwelling: UUID


def known(community: int, wanted: Collection[Address]) -> dict[Address, Home]:
    """The dwellings of a community that exist already."""
    buildings = _known_buildings(community, {building for building, _unit, _room in wanted})
    return _known_dwellings(buildings, wanted)


def made(community: int, wanted: Collection[Address]) -> dict[Address, Home]:
    """All of them: made where they are missing. Runs in the caller's passage."""
    buildings = _buildings(community, {building for building, _unit, _room in wanted})
    homes = _known_dwellings(buildings, wanted)
    if missing := sorted(set(wanted) - homes.keys()):
        Dwelling.objects.bulk_create(
            [
                Dwelling(community_id=community, building_id=buildings[building], unit=unit, room=room)
                for building, unit, room in missing
            ],
            ignore_conflicts=True,  # somebody else may make the same dwelling just now
        )
        homes |= _known_dwellings(buildings, missing)
    return homes


def _known_dwellings(buildings: Mapping[str, int], wanted: Collection[Address]) -> dict[Address, Home]:
    if not buildings:
        return {}
    names = {building: name for name, building in buildings.items()}
    rows = (
        Dwelling.objects.filter(
            building_id__in=buildings.values(), room__in={room for _building, _unit, room in wanted}
        )
        .order_by()
        .values_list("building_id", "unit", "room", "id")
    )
    asked = frozenset(wanted)
    found = ((Home(building, home), (names[building], unit, room)) for building, unit, room, home in rows)
    return {address: home for home, address in found if address in asked}


def _buildings(community: int, wanted: set[str]) -> dict[str, int]:
    """Building numbers by name, made where they are missing."""
    buildings = _known_buildings(community, wanted)
    if missing := sorted(wanted - buildings.keys()):
        Building.objects.bulk_create(
            [Building(community_id=community, name=name) for name in missing], ignore_conflicts=True
        )
        buildings |= _known_buildings(community, set(missing))
    return buildings


def _known_buildings(community: int, wanted: set[str]) -> dict[str, int]:
    return dict(Building.objects.filter(community_id=community, name__in=wanted).values_list("name", "id"))
