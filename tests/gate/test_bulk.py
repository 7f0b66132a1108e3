"""Many rows in one statement: exactly as guarded and as bound as one row at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, IntegrityError, ProgrammingError
from django.utils import timezone

from lindun import gate
from lindun.core.policy import Place
from lindun.estates.models import Building, Community, Dwelling
from lindun.gate import Action, bulk
from lindun.residents.models import Resident, RosterImport, RosterRow
from tests import cast
from tests.scoped import everywhere

pytestmark = pytest.mark.usefixtures("database")
IMPORTING = Action.ROSTER_IMPORT
OPERATOR = gate.Identity(system="operator")


def community(known_as: tuple[str, str]) -> int:
    return Community.objects.get(code=known_as[0]).pk


def building(of: int) -> int:
    return Building.objects.filter(community_id=of).values_list("pk", flat=True)[0]


def homes(passage: gate.Passage, *, of: int, within: int, rooms: list[str]) -> list[UUID]:
    ids = bulk.new_ids(len(rooms))
    columns = {"id": ids, "unit": ["1"] * len(rooms), "room": rooms}
    bulk.insert(passage, Dwelling, columns, same={"community": of, "building": within}, unless_there=True)
    return ids


def write(work: Callable[[gate.Passage], Any], *, of: int, action: str = IMPORTING) -> Any:
    with gate.passage(OPERATOR, action, place=Place(of), writes=True) as passage:
        return work(passage)


def resident(
    passage: gate.Passage, home: UUID, *, of: int, within: int, brought_by: UUID | None = None
) -> int:
    columns = {"id": bulk.new_ids(1), "dwelling": [home], "relation": ["owner"], "move_in": [""]}
    same = {"community": of, "building": within, "created": timezone.now(), "brought_by": brought_by}
    return bulk.insert(passage, Resident, columns, same=same)


def test_rows_come_back_as_they_were_given() -> None:
    here = community(cast.HOME_COMMUNITY)
    masked = [{"name": "钟**", "phones": ["139****5678"]}, {"name": None, "phones": []}]

    def work(passage: gate.Passage) -> UUID:
        roster = RosterImport.objects.create(community_id=here)
        columns: dict[str, list[Any]] = {
            "position": [0, 7],
            "sheet": ["业主 ‘甲’", ""],
            "row": [2, 9],
            "status": ["accepted", "rejected"],
            "reasons": [[], ["room_missing"]],
            "problems": [[["id_region", "E2"]], []],
            "masked": masked,
        }
        same = {"roster": roster.pk, "community": here}
        assert bulk.insert(passage, RosterRow, columns, same=same) == 2
        return roster.pk

    roster = write(work, of=here)
    with everywhere():
        first, second = RosterRow.objects.filter(roster=roster).order_by("position")
    assert (first.position, first.sheet, first.row, first.status) == (0, "业主 ‘甲’", 2, "accepted")
    assert (first.reasons, first.problems) == ([], [["id_region", "E2"]])
    assert (second.position, second.reasons, second.problems) == (7, ["room_missing"], [])
    assert [first.masked, second.masked] == masked


def test_rows_that_are_there_already_are_left_out() -> None:
    here = community(cast.HOME_COMMUNITY)
    within = building(here)
    write(lambda passage: homes(passage, of=here, within=within, rooms=["9001"]), of=here)

    def again(passage: gate.Passage) -> int:
        columns = {"id": bulk.new_ids(2), "unit": ["1", "1"], "room": ["9001", "9002"]}
        same = {"community": here, "building": within}
        return bulk.insert(passage, Dwelling, columns, same=same, unless_there=True)

    assert write(again, of=here) == 1


def test_row_security_holds_for_every_row() -> None:
    there = community(cast.OTHER_COMMUNITY)
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        gate.passage(cast.identity("manager"), Action.RESIDENT_SEARCH) as passage,
    ):
        homes(passage, of=there, within=building(there), rooms=["9001"])


def test_guarded_tables_change_in_their_passages_only() -> None:
    here = community(cast.HOME_COMMUNITY)
    within = building(here)
    (home,) = write(lambda passage: homes(passage, of=here, within=within, rooms=["9001"]), of=here)
    with (
        pytest.raises(Error, match="only inside a passage for it"),
        gate.passage(cast.identity("manager"), Action.RESIDENT_SEARCH, place=Place(here)) as passage,
    ):
        resident(passage, home, of=here, within=within)


def test_a_home_lies_in_a_building_of_its_community() -> None:
    here, there = community(cast.HOME_COMMUNITY), community(cast.OTHER_COMMUNITY)
    with pytest.raises(IntegrityError, match="estates_dwelling_in_building"):
        write(lambda passage: homes(passage, of=here, within=building(there), rooms=["9001"]), of=here)


def test_a_resident_lives_where_her_home_is() -> None:
    here, there = community(cast.HOME_COMMUNITY), community(cast.OTHER_COMMUNITY)
    within = building(here)
    (home,) = write(lambda passage: homes(passage, of=here, within=within, rooms=["9001"]), of=here)
    assert write(lambda passage: resident(passage, home, of=here, within=within), of=here) == 1
    with pytest.raises(IntegrityError, match="residents_resident_lives_in"):
        write(lambda passage: resident(passage, home, of=here, within=building(there)), of=here)


def test_an_import_brings_people_of_its_own_community() -> None:
    here, there = community(cast.HOME_COMMUNITY), community(cast.OTHER_COMMUNITY)
    within = building(here)
    (home,) = write(lambda passage: homes(passage, of=here, within=within, rooms=["9001"]), of=here)
    roster = write(lambda _passage: RosterImport.objects.create(community_id=there).pk, of=there)
    with pytest.raises(IntegrityError, match="residents_resident_brought_by"):
        write(lambda passage: resident(passage, home, of=here, within=within, brought_by=roster), of=here)
