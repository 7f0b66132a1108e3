"""Every read of the registry. All run inside an open passage: rows elsewhere do not exist here.

Lists show stored masked forms and touch no key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from lindun import gate
from lindun.catalogue.models import DataItem
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.search import query_forms
from lindun.core.policy import Access, Decision, House, Item, Purpose, Task, Way
from lindun.estates import queries as estates
from lindun.estates.models import Building, Dwelling
from lindun.gate import values
from lindun.gate.asking import Question
from lindun.gate.registry import facts, watches
from lindun.gate.values import MaskedValue, Provenance
from lindun.gate.vocabulary import Action
from lindun.residents.models import Resident

MOST_HITS = 30
SEARCHABLE = frozenset({Kind.NAME, Kind.PHONE, Kind.PLATE})  # never ID numbers: a search would be an oracle
SHOWN_IN_LISTS = ("name", "phone", "plate")


@dataclass(frozen=True)
class Person:
    """A resident as a page shows her: masked values by item."""

    resident: Resident
    values: dict[str, list[MaskedValue]]

    @property
    def name(self) -> str:
        return next((value.masked for value in self.values.get("name", [])), "")


class Listed(NamedTuple):
    """A row of the list: the resident's id, where she lives, what she is there, masked forms by item."""

    resident: UUID
    dwelling: str
    building: str
    unit: str
    room: str
    community: str
    relation: str
    masked: Mapping[str, Sequence[str]]


# Asked like a fact, in plain SQL: through the query layer a page of fifty takes twice as long.
PAGE = 50
# The limit is written into the statement: with a parameter PostgreSQL planned it anew for every page.
_PAGE = Question(
    f"""
SELECT r.id, r.dwelling_id AS dwelling, b.name AS building, d.unit, d.room, c.name AS community, r.relation
FROM residents_resident r JOIN estates_dwelling d ON d.id = r.dwelling_id
JOIN estates_building b ON b.id = r.building_id JOIN estates_community c ON c.id = r.community_id
WHERE r.id > %(after)s ORDER BY r.id LIMIT {PAGE}
""",  # noqa: S608 -- a constant
    lambda after: {"after": after},
    lambda rows, *_: rows,
)
FIRST = UUID(int=0)


@dataclass(frozen=True)
class Hit:
    """One dwelling found, with the people in it that matched (all of them when the room was typed)."""

    dwelling: Dwelling
    people: list[Person]


@dataclass(frozen=True)
class Line:
    """One line of a household: a value as far as it may be seen, and whether it would open now."""

    item: DataItem
    value: MaskedValue
    decision: Decision


def search(passage: gate.Passage, text: str) -> tuple[list[Hit], bool]:
    """Dwellings that the typed text may mean, and whether there were more than are shown.

    Reads rooms, names, phone tails and plates. What lies outside the passage's reach is not found, not
    counted and takes no longer.
    """
    by_room = Resident.objects.filter(dwelling__in=estates.at_room(text)).values_list("pk", flat=True)
    forms = [form for form in query_forms(text) if form[0] in SEARCHABLE]
    subjects = (
        values.find(passage, forms, communities=_communities(passage), most=MOST_HITS + 1) if forms else []
    )
    found = Resident.objects.filter(pk__in={*by_room[: MOST_HITS + 1], *subjects})
    residents = list(
        found.select_related("dwelling__building", "dwelling__community").order_by(
            "building_id", "dwelling__unit", "dwelling__room", "relation", "id"
        )[: MOST_HITS + 1]
    )
    watches.searched(passage, text, found=len(residents))
    shown = residents[:MOST_HITS]
    return _by_dwelling(people(passage, shown)), len(residents) > MOST_HITS


def is_room_of(home: Dwelling, text: str) -> bool:
    """Whether the typed text is the room of this home and of no other, not a tail or a name found in it."""
    return list(estates.at_room(text).values_list("pk", flat=True)[:2]) == [home.pk]


def living_at(passage: gate.Passage, home: Dwelling) -> Hit:
    """One dwelling with everybody in it, as if its room had been typed."""
    residents = list(Resident.objects.filter(dwelling=home))
    return Hit(home, people(passage, residents))


def people(
    passage: gate.Passage, residents: Sequence[Resident], items: Sequence[str] = SHOWN_IN_LISTS
) -> list[Person]:
    masked = values.masked(passage, [resident.pk for resident in residents], items)
    return [Person(resident, masked.get(resident.pk, {})) for resident in residents]


def page(
    passage: gate.Passage,
    *,
    items: Sequence[str] = SHOWN_IN_LISTS,
    after: UUID | None = None,
) -> list[Listed]:
    """A page of residents in stable order, masked. `after` is the last id of the page before."""
    rows = _PAGE(after or FIRST)
    subjects = [UUID(row["id"]) for row in rows]
    masked = values.masked_forms(passage, subjects, items)
    return [
        Listed(
            subject,
            row["dwelling"],
            row["building"],
            row["unit"],
            row["room"],
            row["community"],
            row["relation"],
            masked.get(subject, {}),
        )
        for subject, row in zip(subjects, rows, strict=True)
    ]


def dwelling(passage: gate.Passage, dwelling_id: UUID) -> Dwelling:
    """Raises gate.NotHere for a dwelling outside the reach, exactly as for one that does not exist."""
    return estates.dwelling(passage, dwelling_id)


def household(passage: gate.Passage, dwelling_id: UUID, *, items: Sequence[str]) -> list[Person]:
    residents = list(Resident.objects.filter(dwelling_id=dwelling_id))
    passage.saw([resident.pk for resident in residents])
    return people(passage, residents, items)


def provenance(passage: gate.Passage, resident: UUID, *, item: str, ordinal: int) -> Provenance:
    """Where one value came from (COL-07). Raises gate.NotHere."""
    where = facts.subject(resident)
    if where is None:
        raise gate.NotHere
    passage.place = where.place
    passage.saw([resident])
    passage.items.append(item)
    found = [row for row in values.provenance(passage, resident, [item]) if row.ordinal == ordinal]
    if not found:
        raise gate.NotHere
    return found[0]


def lines(
    passage: gate.Passage,
    person: Person,
    *,
    purpose: Purpose | None,
    task: Task | None,
    reason_given: bool,
    catalogue: Sequence[DataItem],
    house: House,
    use: Way = Way.REVEAL,
) -> list[Line]:
    """What each of a person's values would need to be used so now, by the gate's own rules."""
    shown = []
    for item in catalogue:
        access = Access(
            actor=passage.actor,
            action=Action.ITEM_REVEAL,
            now=datetime.now(UTC),
            house=house,
            place=passage.place,
            dwelling=str(person.resident.dwelling_id),
            purpose=purpose,
            task=task,
            task_named=task is not None,
            reason_given=reason_given,
            use=use,
            items=(Item(item.code, item.level),),
        )
        decision = passage.outlook(access)
        shown += [Line(item, value, decision) for value in person.values.get(item.code, [])]
    return shown


def _communities(passage: gate.Passage) -> list[int]:
    """Communities whose search index the passage may ask: its own and those of its buildings."""
    of_buildings = Building.objects.filter(pk__in=passage.extent.buildings).values_list(
        "community_id", flat=True
    )
    return sorted({*passage.extent.communities, *of_buildings})


def _by_dwelling(found: list[Person]) -> list[Hit]:
    hits: dict[UUID, Hit] = {}
    for person in found:
        home = person.resident.dwelling
        hits.setdefault(home.pk, Hit(home, [])).people.append(person)
    return list(hits.values())
