"""Every write of the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.core.policy import Place
from lindun.gate import bulk, values
from lindun.gate.vocabulary import Action
from lindun.residents import places
from lindun.residents.models import Relation, Resident
from lindun.residents.newcomer import NewResident

_RELATIONS = frozenset(Relation.values)
CHUNK = 500  # people sealed in one transaction: short enough that nothing waits for it


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
    residents, now = bulk.new_ids(len(people)), timezone.now()
    buildings = places.buildings(community, {person.building for person in people})
    values_of = [
        (resident, buildings[person.building], person.values)
        for resident, person in zip(residents, people, strict=True)
    ]
    with values.sealing(
        passage, values_of, community=community, channel=channel, purpose="handover", at=now
    ) as store:
        homes = places.made(passage, community, buildings, {person.address for person in people})
        bulk.insert(
            passage,
            Resident,
            {
                "id": residents,
                "building": [building for _resident, building, _values in values_of],
                "dwelling": [homes[person.address] for person in people],
                "relation": [_relation(person.relation) for person in people],
                "move_in": [person.move_in for person in people],
            },
            same={"community": community, "created": now, "brought_by": roster},
        )
        sealed = store()
    passage.saw(residents, residents=len(residents), fields=sealed)


def _relation(said: str) -> str:
    return said if said in _RELATIONS else Relation.OTHER.value
