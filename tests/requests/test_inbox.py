"""The inbox: the most urgent first, whole pages, and no more counted than anybody leafs through."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.requests import emergencies
from lindun.requests import inbox as inboxes
from lindun.requests.inbox import Inbox
from tests import cast, pages
from tests.requests.test_approvals import ID_NUMBER, decide, submitted
from tests.signin import as_


def inbox(name: str, page: int = 1) -> Inbox:
    with gate.passage(cast.identity(name), Action.REQUEST_DECIDE):
        return inboxes.inbox(cast.staff(name), page)


def numbers(name: str, page: int = 1) -> list[str]:
    return [waiting.number for waiting in inbox(name, page).waiting]


def test_each_sees_what_is_hers_to_answer(database: str) -> None:
    phone, paper = submitted(), submitted(ID_NUMBER)
    own = submitted(by="manager")
    assert set(numbers("manager")) == {phone.number}
    assert set(numbers("general_manager")) == {phone.number, paper.number, own.number}
    assert numbers("supervisor") == numbers("officer") == []
    decide("manager", phone)
    assert numbers("manager") == []


def test_pages_follow_each_other_by_urgency_and_the_last_is_the_last(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [submitted().number for _ in range(5)]
    monkeypatch.setattr(inboxes, "PAGE", 2)
    assert [numbers("manager", page) for page in (1, 2, 3)] == [asked[:2], asked[2:4], asked[4:]]
    assert numbers("manager", 99) == asked[4:]
    assert inbox("manager").total == 5
    monkeypatch.setattr(inboxes, "MOST", 3)
    found = inbox("manager", 99)
    assert (found.total, found.more) == (3, True)
    assert [waiting.number for waiting in found.waiting] == asked[2:4]
    page = pages.text(as_("manager").get(reverse("requests:inbox")))
    assert "这里列出最紧急的 3 件" in page


@pytest.mark.parametrize("typed", ["", "0", "-1", "two", "9" * 40, "²", "1.5", "99"])
def test_a_page_number_that_is_none_shows_a_page(database: str, typed: str) -> None:
    request = submitted()
    shown = as_("manager").get(reverse("requests:inbox"), {"page": typed})
    assert request.number in pages.text(shown)


def test_an_emergency_stands_in_the_inbox_of_those_who_review_it_but_not_in_her_own(database: str) -> None:
    people = [cast.resident(cast.OWNER)]
    used = emergencies.open_emergency(
        cast.identity("manager"), subjects=people, purpose="repair", why="水管爆裂"
    )
    assert [one.number for one in inbox("general_manager").emergencies] == [used.number]
    assert inbox("manager").emergencies == []
