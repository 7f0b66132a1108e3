"""Who looked at a household: read from the ledger inside the passage that shows the people, told in words."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from lindun import gate
from lindun.gate.looks import Look, looks
from lindun.gate.vocabulary import Action
from lindun.residents import queries, timeline
from tests import cast, pages
from tests.signin import as_


def test_looks_are_read_for_people_the_passage_shows_and_nobody_else(database: str) -> None:
    home = cast.dwelling(cast.OWNER)
    with gate.passage(cast.identity("counter"), Action.HOUSEHOLD_VIEW) as passage:
        queries.household(passage, home, items=())
        with pytest.raises(ValueError, match="shows"):
            looks(passage, [uuid4()], most=5, now=timezone.now())


def test_looks_name_who_what_and_for_what_in_codes(database: str) -> None:
    clerk, home, owner = as_("counter"), cast.dwelling(cast.OWNER), cast.resident(cast.OWNER)
    pages.open_repair(clerk)
    pages.household(clerk)
    pages.reveal(clerk, "phone")
    pages.reveal(clerk, "id_number")
    with gate.passage(cast.identity("supervisor"), Action.HOUSEHOLD_VIEW) as passage:
        queries.household(passage, home, items=())
        seen = looks(passage, [owner], most=10, now=timezone.now())
    told = [(look.action, look.items, look.allowed, look.purpose) for look in seen]
    assert told == [
        (Action.ITEM_REVEAL, ("id_number",), False, "repair"),
        (Action.ITEM_REVEAL, ("phone",), True, "repair"),
        (Action.HOUSEHOLD_VIEW, (), True, "repair"),
    ]
    assert {look.staff for look in seen} == {cast.staff("counter")}


ME, OTHER = uuid4(), uuid4()
VISIT, OPEN = Action.HOUSEHOLD_VIEW, Action.ITEM_REVEAL


def _look(staff: UUID, action: Action) -> Look:
    return Look("", None, datetime.now(UTC), staff, action, True, (), None)


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        ([(ME, VISIT), (ME, VISIT)], []),  # they are the visit of this moment
        ([(OTHER, VISIT), (OTHER, VISIT), (OTHER, VISIT)], [(OTHER, VISIT)]),
        ([(OTHER, OPEN), (OTHER, OPEN)], [(OTHER, OPEN), (OTHER, OPEN)]),  # every opening is told
        ([(ME, VISIT), (ME, OPEN), (ME, VISIT)], [(ME, OPEN), (ME, VISIT)]),
        ([(OTHER, VISIT), (ME, VISIT)], [(OTHER, VISIT), (ME, VISIT)]),
    ],
)
def test_visits_in_a_row_by_one_person_are_one(
    seen: list[tuple[UUID, Action]], kept: list[tuple[UUID, Action]]
) -> None:
    shown = timeline.once_each(ME, [_look(*one) for one in seen])
    assert [(look.staff, look.action) for look in shown] == kept
