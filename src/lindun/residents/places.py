"""Buildings and dwellings by what people call them: known ones, and made where they are missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from lindun import gate
from lindun.estates.models import Building, Dwelling
from lindun.gate import bulk
from lindun.residents.newcomer import Address


def known(community: int, wanted: Collection[Address]) -> dict[Address, UUID]:
    """The dwellings of a community that exist already."""
    return _known_dwellings(_known_buildings(community, {building for building, *_ in wanted}), wanted)


def buildings(community: int, wanted: set[str]) -> dict[str, int]:
    """Building numbers by name, made where they are missing. Runs in the caller's passage."""
    found = _known_buildings(community, wanted)
    if missing := sorted(wanted - found.keys()):
        Building.objects.bulk_create(
            [Building(community_id=community, name=name) for name in missing], ignore_conflicts=True
        )
        found |= _known_buildings(community, set(missing))
    return found


def made(
    passage: gate.Passage, community: int, numbers: Mapping[str, int], wanted: Collection[Address]
) -> dict[Address, UUID]:
    """All dwellings, made where they are missing, in buildings by their numbers."""
    homes = _known_dwellings(numbers, wanted)
    if missing := sorted(set(wanted) - homes.keys()):
        homes |= _new_dwellings(passage, community, numbers, missing)
    return homes


def _new_dwellings(
    passage: gate.Passage, community: int, numbers: Mapping[str, int], missing: Sequence[Address]
) -> dict[Address, UUID]:
    names, units, rooms = zip(*missing, strict=True)
    ids = bulk.new_ids(len(missing))
    added = bulk.insert(
        passage,
        Dwelling,
        {"id": ids, "building": [numbers[name] for name in names], "unit": units, "room": rooms},
        same={"community": community},
        unless_there=True,
    )
    if added < len(missing):  # somebody else made some of them just now
        return _known_dwellings(numbers, missing)
    return dict(zip(missing, ids, strict=True))


def _known_dwellings(numbers: Mapping[str, int], wanted: Collection[Address]) -> dict[Address, UUID]:
    if not numbers:
        return {}
    names = {number: name for name, number in numbers.items()}
    rooms = {room for _building, _unit, room in wanted}
    rows = (
        Dwelling.objects.filter(building_id__in=names, room__in=rooms)
        .order_by()
        .values_list("building_id", "unit", "room", "id")
    )
    found = {(names[number], unit, room): home for number, unit, room, home in rows}
    return {address: found[address] for address in wanted if address in found}


def _known_buildings(community: int, wanted: set[str]) -> dict[str, int]:
    return dict(Building.objects.filter(community_id=community, name__in=wanted).values_list("name", "id"))
