"""What a mask hides must not be learned by the side: by order, by counting hits, by parts, by wording."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast, pages
from tests.pages import HTMX
from tests.signin import as_

NOBODY = ("张三丰", "17099990000", "9999", "沪A00000", "110101199001010000")


def answer(browser: Client, typed: str, purpose: str = "repair") -> str:
    """The panel of results, without what was typed."""
    page = pages.text(
        browser.post(reverse("residents:search"), {"q": typed, "purpose": purpose}, headers=HTMX)
    )
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(f'value="{typed}"', "")


def rooms(page: str) -> list[str]:
    return re.findall(r"data-result>([^<]+)</a>", page)


@pytest.mark.parametrize("purpose", ["repair", "fee", "parking", "handover"])
def test_the_list_is_in_the_order_of_ids_whatever_is_asked(database: str, purpose: str) -> None:
    """Ids are drawn by lot, so the order says nothing of what is hidden."""
    manager = as_("manager")
    usual = rooms(pages.text(manager.get(reverse("residents:list"), {"purpose": purpose})))
    people = sorted((cast.OWNER, cast.NEIGHBOUR, cast.ELSEWHERE), key=cast.resident)
    assert [room.endswith(person.room) for room, person in zip(usual, people, strict=True)] == [True] * 3
    for by in ("phone", "-phone", "name", "id_number", "masked", "values"):
        asked = {"purpose": purpose, "sort": by, "order": by, "ordering": by, "o": by}
        assert rooms(pages.text(manager.get(reverse("residents:list"), asked))) == usual


def test_people_out_of_reach_are_not_counted(database: str) -> None:
    counter = as_("counter")
    nobody = {answer(counter, typed) for typed in NOBODY}
    assert len(nobody) == 1
    for person in (cast.ELSEWHERE, cast.ABROAD):
        for typed in (person.name, person.phones[0], person.phones[0][-4:], person.plate, person.name[:2]):
            assert {answer(counter, typed)} == nobody, typed


def test_a_paper_is_found_by_no_part_of_it(database: str) -> None:
    for who in ("counter", "manager"):
        browser = as_(who)
        nobody = answer(browser, NOBODY[0])
        paper = cast.OWNER.id_number
        for typed in (paper, paper.lower(), paper[-4:], paper[-6:], paper[:6], paper[6:14], f"*{paper[-1]}"):
            assert answer(browser, typed) == nobody, typed


def test_a_remark_is_found_by_no_word_of_it(database: str) -> None:
    counter = as_("counter")
    for typed in (cast.OWNER.remark, "漏风", "朝南"):
        assert answer(counter, typed) == answer(counter, NOBODY[0])


def test_no_wildcard_and_no_beginning_finds_anybody(database: str) -> None:
    """Neither patterns nor the digits a mask hides: a search must not become a game of guessing."""
    manager = as_("manager")
    nobody = answer(manager, NOBODY[0])
    phone = cast.OWNER.phones[0]
    for typed in (
        "%",
        "_",
        "*",
        "170%",
        "170*",
        "%5678",
        ".*",
        phone[:7],
        phone[:10],
        phone[2:9],
        phone[-3:],
        "' OR ''='",
    ):
        assert answer(manager, typed) == nobody, typed


def test_each_guess_is_an_entry_that_says_how_many_were_found(database: str) -> None:
    counter = as_("counter")
    before = len(pages.entries())
    for typed in ("5678", "1234", "0000"):
        answer(counter, typed, "")
    said = [entry.get("counts") for entry in pages.entries()[before:]]
    assert said == [{"dwellings": 1}, {"dwellings": 1}, {"dwellings": 0}]


def test_a_masked_form_does_not_tell_how_long_a_name_is(database: str) -> None:
    page = pages.text(as_("manager").get(reverse("residents:list"), {"purpose": "fee"}))
    shown = re.findall(r'class="masked">([^<*]+)(\*+)</span>', page)
    assert {stars for name, stars in shown if not name[0].isdigit()} == {"**"}
    assert len(shown) == 3
