"""Whether people of a roster are registered already: so that bringing a roster twice doubles nobody."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from lindun import gate
from lindun.gate import values
from lindun.residents import places
from lindun.residents.intake import Arriving
from lindun.residents.models import Resident
from lindun.residents.newcomer import Address
from lindun.residents.roster.result import Status

ALREADY = "already_registered"
DIFFERS = "known_differs"


def leave_out_known(
    passage: gate.Passage, rows: Sequence[Arriving], *, community: int, roster: UUID
) -> list[Arriving]:
    """Give rows about people of the same dwelling and name another verdict; returns those rows.

    They are ignored, or rejected when they bring a phone or plate that is not on record: nothing is changed
    by an import, a person must look. People whom this very roster brought do not count, so that it can go on
    where it was interrupted, and keeps two people of one name in one dwelling.
    """
    waiting = [(row, row.person) for row in rows if row.person is not None]
    living = _living_at({person.address for _row, person in waiting}, community=community, besides=roster)
    if not living:
        return []
    known = values.already_known(
        passage,
        [(living.get(person.address, []), person.values) for _row, person in waiting],
        community=community,
    )
    changed = []
    for (row, _person), found in zip(waiting, known, strict=True):
        if found is not None:
            row.because(Status.REJECTED, DIFFERS) if found.differs else row.because(Status.IGNORED, ALREADY)
            changed.append(row)
    return changed


def _living_at(addresses: set[Address], *, community: int, besides: UUID) -> dict[Address, list[UUID]]:
    homes = {home: address for address, home in places.known(community, addresses).items()}
    if not homes:
        return {}
    people = Resident.objects.filter(dwelling_id__in=homes).exclude(brought_by=besides).order_by("id")
    living: dict[Address, list[UUID]] = {}
    for home, subject in people.values_list("dwelling_id", "id"):
        living.setdefault(homes[home], []).append(subject)
    return living
