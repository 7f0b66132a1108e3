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
    homes = places.made(passage, community, {person.address for person in people})
    found = [homes[person.address] for person in people]
    residents, now = bulk.new_ids(len(people)), timezone.now()
    bulk.insert(
        passage,
        Resident,
        {
            "id": residents,
            "building": [home.building for home in found],
            "dwelling": [home.dwelling for home in found],
            "relation": [_relation(person.relation) for person in people],
            "move_in": [person.move_in for person in people],
        },
        same={"community": community, "created": now, "brought_by": roster},
    )
    sealed = values.seal(
        passage,
        [
            (resident, home.building, person.values)
            for resident, home, person in zip(residents, found, people, strict=True)
        ],
        community=community,
        channel=channel,
        purpose="handover",
        at=now,
    )
    passage.saw(residents, residents=len(residents), fields=sealed)


def _relation(said: str) -> str:
    return said if said in _RELATIONS else Relation.OTHER.value
