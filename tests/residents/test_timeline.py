"""Who looked at a household: read from the ledger inside the passage that shows the people, told in words."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.looks import Look, looks
from lindun.gate.vocabulary import Action
from lindun.requests.models import AccessRequest, Task
from lindun.residents import queries, timeline
from tests import cast, pages
from tests.scoped import everywhere
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


def test_a_look_is_told_with_its_task_and_one_in_an_emergency_as_such(database: str) -> None:
    clerk, home = as_("counter"), cast.dwelling(cast.OWNER)
    pages.open_repair(clerk)
    pages.household(clerk)
    pages.reveal(clerk, "phone")
    clerk.post(reverse("residents:emergency", args=[home]), {"why": "水管爆裂，楼下进水"})
    with everywhere():
        task, emergency = Task.objects.get(), AccessRequest.objects.get()
    phone = (cast.resident(cast.OWNER), "phone", 0, emergency.number)
    clerk.post(reverse("residents:reveal_granted", args=phone), headers=pages.HTMX)
    told = [one["detail"] for one in clerk.get(reverse("residents:household", args=[home])).context["looks"]]
    assert any(f"维修联系 · {task.number}" in each for each in told)
    assert any(f"紧急 · {emergency.number}" in each for each in told)
    assert not any("维修联系" in each and emergency.number in each for each in told)


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
