"""Every write of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple
from uuid import UUID, uuid4

from django.utils import timezone

from lindun import gate
from lindun.core.policy import Place
from lindun.estates.models import Building, Dwelling
from lindun.gate import values
from lindun.gate.values import Plain
from lindun.gate.vocabulary import Action
from lindun.residents.models import Relation, Resident

Address = tuple[str, str, str]
CHUNK = 500  # people sealed in one transaction: short enough that nothing waits for it


@dataclass(frozen=True)
class NewResident:
    """A resident on the way in. Values are in the clear and live in memory only; the repr shows none."""

    building: str
    unit: str
    room: str
    relation: str
    move_in: str
    values: tuple[Plain, ...]

    def __repr__(self) -> str:
        return f"NewResident({len(self.values)} values)"

    @property
    def address(self) -> Address:
        """Building, unit and room."""
        return self.building, self.unit, self.room


class _Home(NamedTuple):
    building: int
    dwelling: UUID


def register_people(
    who: gate.Identity,
    *,
    community: int,
    people: Iterable[NewResident],
    channel: str,
    roster: UUID | None = None,
) -> int:
    """Enter people of one community, sealed, in chunks of one passage each; returns how many.

    channel: how the data came (COL-07). Raises gate.Denied, gate.NotHere.
    """
    entered = 0
    source = iter(people)
    while chunk := list(islice(source, CHUNK)):
        with gate.passage(
            who, Action.ROSTER_IMPORT, place=Place(community), purpose="handover", writes=True
        ) as passage:
            enter_chunk(passage, community=community, people=chunk, channel=channel, roster=roster)
        entered += len(chunk)
    return entered


def enter_chunk(
    passage: gate.Passage, *, community: int, people: Sequence[NewResident], channel: str, roster: UUID | None
) -> None:
    """Enter one chunk inside the caller's passage: dwellings, residents, sealed values, search tokens."""
    homes = _dwellings(community, people)
    residents = [
        Resident(
            id=uuid4(),
            community_id=community,
            building_id=homes[person.address].building,
            dwelling_id=homes[person.address].dwelling,
            relation=person.relation if person.relation in Relation.values else Relation.OTHER,
            move_in=person.move_in,
            brought_by_id=roster,
        )
        for person in people
    ]
    Resident.objects.bulk_create(residents)
    sealed = values.seal(
        passage,
        [
            (resident.pk, resident.building_id, person.values)
            for resident, person in zip(residents, people, strict=True)
        ],
        community=community,
        channel=channel,
        purpose="handover",
        at=timezone.now(),
    )
    passage.saw([resident.pk for resident in residents], residents=len(residents), fields=sealed)


def _dwellings(community: int, people: Sequence[NewResident]) -> dict[Address, _Home]:
    """The dwellings of these people, made where they are missing."""
    wanted = {person.address for person in people}
    buildings = _buildings(community, {building for building, _unit, _room in wanted})
    homes = _known_dwellings(buildings, wanted)
    if missing := sorted(wanted - homes.keys()):
        Dwelling.objects.bulk_create(
            [
                Dwelling(community_id=community, building_id=buildings[building], unit=unit, room=room)
                for building, unit, room in missing
            ],
            ignore_conflicts=True,  # somebody else may make the same dwelling just now
        )
        homes |= _known_dwellings(buildings, set(missing))
    return homes


def _known_dwellings(buildings: Mapping[str, int], wanted: set[Address]) -> dict[Address, _Home]:
    names = {building: name for name, building in buildings.items()}
    rows = (
        Dwelling.objects.filter(
            building_id__in=buildings.values(), room__in={room for _building, _unit, room in wanted}
        )
        .order_by()
        .values_list("building_id", "unit", "room", "id")
    )
    found = ((_Home(building, home), (names[building], unit, room)) for building, unit, room, home in rows)
    return {address: home for home, address in found if address in wanted}


def _buildings(community: int, wanted: set[str]) -> dict[str, int]:
    """Building numbers by name, made where they are missing."""
    known = _known_buildings(community, wanted)
    if missing := sorted(wanted - known.keys()):
        Building.objects.bulk_create(
            [Building(community_id=community, name=name) for name in missing], ignore_conflicts=True
        )
        known |= _known_buildings(community, set(missing))
    return known


def _known_buildings(community: int, wanted: set[str]) -> dict[str, int]:
    return dict(Building.objects.filter(community_id=community, name__in=wanted).values_list("name", "id"))
