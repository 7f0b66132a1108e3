"""The inbox: the most urgent first, whole pages, and no more counted than anybody leafs through."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse

from lindun import gate
from lindun.estates.models import Dwelling
from lindun.gate.vocabulary import Action
from lindun.requests import emergencies
from lindun.requests import inbox as inboxes
from lindun.requests.inbox import Inbox
from lindun.requests.models import AccessRequest
from tests import cast, pages
from tests.requests.test_approvals import ID_NUMBER, decide, submitted
from tests.scoped import everywhere
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


def tab(name: str) -> str:
    """What the line of the inbox in the menu counts, on a page that is not the inbox."""
    page = pages.text(as_(name).get(reverse("notifications:list")))
    line = page.split(f'href="{reverse("requests:inbox")}"', 1)[1].split("</a>", 1)[0]
    found = re.search(r'nav-link__badge">([^<]+)<', line)
    return found[1] if found else ""


def test_the_tab_counts_what_waits_for_her_and_nothing_else(database: str) -> None:
    assert tab("manager") == ""
    phone, _paper = submitted(), submitted(ID_NUMBER)
    submitted(by="manager")
    assert (tab("manager"), tab("general_manager"), tab("officer")) == ("1", "3", "")
    decide("manager", phone)
    assert (tab("manager"), tab("general_manager")) == ("", "2")
    emergencies.open_emergency(
        cast.identity("counter"), subjects=[cast.resident(cast.OWNER)], purpose="repair", why="水管爆裂"
    )
    assert (tab("manager"), tab("general_manager")) == ("1", "3")


def test_the_tab_counts_no_further_than_it_shows(database: str) -> None:
    copied(submitted().pk, times=10_000)
    assert (inboxes.waiting(cast.identity("manager")), tab("manager")) == (100, "99+")
    assert inboxes.waiting(cast.identity("counter")) == inboxes.waiting(cast.identity("leaver")) == 0


def test_counting_for_the_tab_leaves_the_reach_of_the_page_as_it_was(database: str) -> None:
    submitted()
    supervisor, manager = cast.identity("supervisor"), cast.identity("manager")
    with gate.passage(supervisor, Action.DESK_VIEW):
        before = list(AccessRequest.objects.values_list("pk"))
        homes = Dwelling.objects.count()
        assert inboxes.waiting(manager) == 1
        assert (list(AccessRequest.objects.values_list("pk")), Dwelling.objects.count()) == (before, homes)
    assert inboxes.waiting(manager) == 1
    assert not AccessRequest.objects.exists()


def copied(request: UUID, *, times: int) -> None:
    """The same request by the same person, as often."""
    columns = [column.column for column in AccessRequest._meta.concrete_fields]
    new = {"id": "gen_random_uuid()", "number": "number || '-' || n"}
    values = ", ".join(new.get(column, column) for column in columns)
    with everywhere(action=Action.REQUEST_SUBMIT), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO requests_accessrequest ({', '.join(columns)})"
            f" SELECT {values} FROM requests_accessrequest, generate_series(1, %s) n WHERE id = %s",
            [times, request],
        )


def test_an_emergency_stands_in_the_inbox_of_those_who_review_it_but_not_in_her_own(database: str) -> None:
    people = [cast.resident(cast.OWNER)]
    used = emergencies.open_emergency(
        cast.identity("manager"), subjects=people, purpose="repair", why="水管爆裂"
    )
    assert [one.number for one in inbox("general_manager").emergencies] == [used.number]
    assert inbox("manager").emergencies == []
