"""Buildings and dwellings by what people call them: known ones, and made where they are missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from lindun import gate
from lindun.estates.models import Building, Dwelling
from lindun.gate import bulk
from lindun.residents.newcomer import Address


class Home(NamedTuple):
    """Where an address is in the registry."""

    building: int
    dwelling: UUID


def known(community: int, wanted: Collection[Address]) -> dict[Address, Home]:
    """The dwellings of a community that exist already."""
    buildings = _known_buildings(community, {building for building, _unit, _room in wanted})
    return _known_dwellings(buildings, wanted)


def made(passage: gate.Passage, community: int, wanted: Collection[Address]) -> dict[Address, Home]:
    """All of them: made where they are missing."""
    buildings = _buildings(community, {building for building, _unit, _room in wanted})
    homes = _known_dwellings(buildings, wanted)
    if missing := sorted(set(wanted) - homes.keys()):
        homes |= _new_dwellings(passage, community, buildings, missing)
    return homes


def _new_dwellings(
    passage: gate.Passage, community: int, buildings: Mapping[str, int], missing: Sequence[Address]
) -> dict[Address, Home]:
    names, units, rooms = zip(*missing, strict=True)
    numbers, ids = [buildings[name] for name in names], bulk.new_ids(len(missing))
    added = bulk.insert(
        passage,
        Dwelling,
        {"id": ids, "building": numbers, "unit": units, "room": rooms},
        same={"community": community},
        unless_there=True,
    )
    if added < len(missing):  # somebody else made some of them just now
        return _known_dwellings(buildings, missing)
    return dict(zip(missing, map(Home, numbers, ids), strict=True))


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
