"""What holds at every address whoever asks: methods, forms, what is out of reach, looking changes nothing."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import reverse

from lindun.config import postgres
from lindun.config.home import Home
from tests.matrix import stage
from tests.matrix.calling import address, call, outcome_of
from tests.matrix.declared import WHO, Declared, declared
from tests.pages import entries

ROUTES = declared()
AREAS = sorted({route.area for route in ROUTES})
WRITTEN_BY_LOOKING = {
    "django_session",
    "web_cache",
    "usersessions_usersession",
    "ledger_entry",
    "organisation_desk",
}
"""What a session remembers, how often somebody failed, the ledger, and when somebody was last at a screen."""
BY_FORM: dict[bool, tuple[int, set[str]]] = {False: (403, set()), True: (401, {"ledger_entry"})}
"""What a form without the page's token meets. Where messages are signed no cookie counts; it is entered."""
STRANGERS = ("neighbour_desk", "stranger")


def of(area: str, method: str) -> list[Declared]:
    return [route for route in ROUTES if route.area == area and route.method == method]


def someone_who_may(route: Declared) -> str:
    return next(
        (who for who in ("counter", *WHO) if route.outcomes[who] in {"ok", "elsewhere"}), "general_manager"
    )


@pytest.mark.req("ACC-04")
def test_without_a_session_every_data_address_gives_the_sign_in_page_and_nothing_more(database: str) -> None:
    nobody, told = Client(), {}
    for route in (route for route in ROUTES if not route.open_to_all):
        answer = call(nobody, route, stage.arguments(route.arguments, "anonymous"), "anonymous")
        if answer.content or outcome_of(answer) != "sign-in":
            told[str(route)] = (answer.status_code, len(answer.content))
    assert told == {}


@pytest.mark.parametrize("area", AREAS)
def test_looking_changes_nothing(database: str, home: Home, area: str) -> None:
    changed = {}
    for route in of(area, "get"):
        who = someone_who_may(route)
        browser, arguments = stage.client(who), stage.arguments(route.arguments, who)
        before = contents(home, database)
        for method in ("get", "head"):
            assert getattr(browser, method)(address(route, arguments)).status_code < 500, route
        changed[str(route)] = differing(before, contents(home, database)) - WRITTEN_BY_LOOKING
    assert {route: tables for route, tables in changed.items() if tables} == {}


@pytest.mark.parametrize("area", AREAS)
def test_a_form_from_elsewhere_does_nothing(database: str, home: Home, area: str) -> None:
    met = {}
    for route in of(area, "post"):
        who = someone_who_may(route)
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = stage.client(who).cookies
        arguments = stage.arguments(route.arguments, who)
        stage.fill(route.data, who)  # what the fields name is there before
        before = contents(home, database)
        status = call(browser, route, arguments, who).status_code
        met[str(route)] = (status, differing(before, contents(home, database)) - {"django_session"})
    expected = {str(route): BY_FORM[route.signed] for route in of(area, "post")}
    assert {route: what for route, what in met.items() if what != expected[route]} == {}


def test_the_house_knows_three_methods(database: str, home: Home) -> None:
    browser = stage.client("officer")
    addresses = {address(route, stage.arguments(route.arguments, "officer")) for route in ROUTES}
    before = contents(home, database)
    for method in ("put", "patch", "delete", "trace", "options"):
        answers = {to: getattr(browser, method)(to).status_code for to in addresses}
        assert {to: status for to, status in answers.items() if status != 405} == {}, method
    assert differing(before, contents(home, database)) == set()


def test_an_address_has_the_methods_it_declares_and_no_others(database: str) -> None:
    met = {}
    for route in ROUTES:
        siblings = {other.method for other in ROUTES if other.route == route.route}
        who = someone_who_may(route)
        browser = stage.client(who)
        for method in {"get", "post"} - siblings:
            to = address(route, stage.arguments(route.arguments, who))
            met[f"{method} {route.route}"] = getattr(browser, method)(to).status_code
    assert {route: status for route, status in met.items() if status not in {404, 405}} == {}


@pytest.mark.parametrize("area", AREAS)
def test_what_is_out_of_reach_cannot_be_told_from_what_does_not_exist(database: str, area: str) -> None:
    told = []
    for route in (route for route in ROUTES if route.area == area and stage.identified(route.arguments)):
        for who in STRANGERS:
            if route.outcomes[who] in {"not-here", "refused"}:
                browser = stage.client(who)
                there = plain(call(browser, route, stage.arguments(route.arguments, who), who))
                nowhere = plain(call(browser, route, stage.nowhere(route.arguments), who))
                told += [f"{who} {route}"] if there != nowhere else []
    assert told == []


def test_what_is_out_of_reach_looks_like_an_address_that_is_nothing(database: str) -> None:
    browser = stage.client("stranger")
    household = next(route for route in ROUTES if route.route == "residents:household")
    there = call(browser, household, stage.arguments(household.arguments, "stranger"), "stranger")
    assert plain(there) == plain(browser.get("/residents/household/none-of-these/"))


def test_a_refusal_is_an_entry_however_often_it_is_tried(database: str) -> None:
    guard = stage.client("guard")
    before = len(entries())
    for _again in range(3):
        assert guard.get(reverse("oversight:ledger")).status_code == 403
    assert [entry["outcome"] for entry in entries()[before:]] == ["denied"] * 3


def plain(response: Any) -> tuple[int, int, str]:
    """Status, length and page, without what every answer has of its own: its address, tokens, the time."""
    page = response.content.decode()
    length = len(page) - len(response.request["PATH_INFO"]) * page.count(response.request["PATH_INFO"])
    page = page.replace(response.request["PATH_INFO"], "here")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    page = re.sub(r"<code>[0-9a-f]{12}</code>", "number", page)
    page = re.sub(r"\d\d-\d\d \d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "now", page)
    return response.status_code, length, page


def differing(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table in after if after[table] != before.get(table)}


def contents(home: Home, database: str) -> dict[str, str]:
    """A digest of every table, read past row security."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    digest = "SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {} t"
    with psycopg.connect(postgres.superuser_conninfo(home, database), autocommit=True) as connection:
        names = [name for (name,) in connection.execute(tables).fetchall()]
        digests = ", ".join(f"({digest.format(name)})" for name in names)
        found = connection.execute(f"SELECT {digests}").fetchone()
    return dict(zip(names, map(str, found or ()), strict=True))
