"""Bringing a roster again doubles nobody and changes nothing; what differs is left to a person."""

from __future__ import annotations

from uuid import UUID

import pytest

from lindun.residents.models import ImportState
from tests import pages
from tests.residents import bringing
from tests.residents.bringing import PEOPLE, table
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")


def statuses(roster: UUID) -> list[tuple[str, list[str]]]:
    return [(row.status, row.reasons) for row in bringing.report(roster)]


def test_the_same_roster_again_registers_nobody() -> None:
    officer = as_("officer")
    bringing.bring(officer, table())
    before = bringing.residents()
    again = bringing.read(officer, table())
    assert statuses(again)[1:] == [("ignored", ["already_registered"])] * 3
    page = pages.text(bringing.page(officer, "import_preview", again))
    assert "已登记过，没有新内容" in page
    bringing.act(officer, "import_confirm", again)
    assert bringing.found(again).state == ImportState.PREVIEW  # nothing to take in
    assert bringing.residents() == before


def test_new_people_come_in_beside_known_ones() -> None:
    officer = as_("officer")
    bringing.bring(officer, table())
    newcomer = ("7栋", "3单元", "301", "公孙望月", "16512347777", "", "", "")
    roster = bringing.bring(officer, table((*PEOPLE, newcomer)))
    done = bringing.found(roster)
    assert (done.accepted, done.ignored, done.rows_total) == (1, 4, 5)
    assert len(bringing.residents()) == 4


def test_another_phone_of_somebody_known_is_reported_and_not_taken_over() -> None:
    officer = as_("officer")
    bringing.bring(officer, table())
    moved = (*PEOPLE[0][:4], "16599998888", *PEOPLE[0][5:])
    roster = bringing.read(officer, table((moved, *PEOPLE[1:])))
    assert statuses(roster)[1] == ("rejected", ["known_differs"])
    assert "原登记没有改动" in pages.text(bringing.page(officer, "import_preview", roster, "?show=rejected"))
    assert len(bringing.residents()) == 3


def test_the_same_name_in_another_home_is_somebody_else() -> None:
    officer = as_("officer")
    bringing.bring(officer, table())
    elsewhere = ("7栋", "1单元", "109", *PEOPLE[0][3:])
    roster = bringing.bring(officer, table((elsewhere,)))
    assert bringing.found(roster).accepted == 1


def test_two_people_of_one_name_in_one_home_both_come_in_once() -> None:
    officer = as_("officer")
    namesake = ("7栋", "1单元", "101", PEOPLE[0][3], "", "610199199009099070", "", "")
    content = table((*PEOPLE, namesake))
    first = bringing.bring(officer, content)
    assert bringing.found(first).accepted == 4
    again = bringing.read(officer, content)
    assert [status for status, _reasons in statuses(again)] == ["ignored"] * 5


def test_registered_meanwhile_somebody_is_not_doubled() -> None:
    officer, manager = as_("officer"), as_("manager")
    first, second = bringing.read(officer, table()), bringing.read(manager, table())
    bringing.act(officer, "import_confirm", first)
    bringing.act(manager, "import_confirm", second)
    bringing.work()
    counts = sorted((bringing.found(each).accepted, bringing.found(each).ignored) for each in (first, second))
    assert counts == [(0, 4), (3, 1)]
    assert len(bringing.residents()) == 3
    late = second if bringing.found(second).accepted == 0 else first
    assert statuses(late)[1:] == [("ignored", ["already_registered"])] * 3
