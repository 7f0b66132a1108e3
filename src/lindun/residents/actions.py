"""Every write of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID, uuid4

from django.utils import timezone

from lindun import gate
from lindun.core.policy import Place
from lindun.gate import values
from lindun.gate.values import Plain
from lindun.gate.vocabulary import Action
from lindun.residents import places
from lindun.residents.models import Relation, Resident
from lindun.residents.places import Address

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
    homes = places.made(community, {person.address for person in people})
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
