"""Route by route, person by person: what happens is what the table says, and no clear value is met."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLResolver, include, path
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from lindun import gate
from lindun.config.home import Home
from lindun.residents import movements
from lindun.residents.movements import Passing
from tests import cast
from tests.leaks import walker
from tests.leaks.finder import Marked, of_cast
from tests.leaks.walker import Emitted
from tests.matrix import stage
from tests.matrix.calling import call, outcome_of
from tests.matrix.declared import WHO, Declared, Undeclared, by_person, declared, in_url_configuration, table
from tests.pages import community, entries, entry_count

ROUTES = declared()
DOOR = "标记北侧角门"


def test_every_route_is_declared_and_every_declared_route_exists() -> None:
    assert set(table()["routes"]) == set(in_url_configuration())


def test_a_route_that_somebody_adds_is_found() -> None:
    inner = ([path("quick/<int:x>/", call, name="look")], "back")
    added = URLResolver(RegexPattern(r"^/"), [path("door/", include(inner)), path("nameless/", call)])
    assert in_url_configuration(added) == {"back:look": "door/quick/<int:x>/", "nameless/": "nameless/"}


@pytest.mark.parametrize(
    "said", [{"ok": "counter", "refused": "counter"}, {"maybe": "counter"}, {"ok": "nobody"}]
)
def test_a_table_that_contradicts_itself_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(Undeclared):
        by_person(said, "here")


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_everybody_meets_what_the_table_says_and_no_clear_value(
    database: str, home: Home, route: Declared
) -> None:
    """Every address as everybody without a grant: outcome, ledger, headers, and whatever is emitted."""
    emitted = Emitted()
    with walker.log_lines(emitted):
        _somebody_passed()
        met = {who: _meet(emitted, route, who) for who in WHO}
    walker.rows(emitted, home, database)
    assert {who: outcome for who, (outcome, _trouble) in met.items()} == route.outcomes
    assert {who: trouble for who, (_outcome, trouble) in met.items() if trouble} == {}
    assert _leaks(emitted, route) == {}


def _somebody_passed() -> None:
    """That there is a movement is met nowhere either."""
    at = timezone.now() - timedelta(hours=30)
    passings = [Passing(cast.resident(cast.OWNER), at + timedelta(hours=hour), DOOR) for hour in range(3)]
    movements.record(gate.Identity(system="operator"), community=community(), passings=passings)


def _meet(emitted: Emitted, route: Declared, who: str) -> tuple[str, list[str]]:
    """What happened to her, and what is wrong with the answer or missing in the ledger."""
    arguments = stage.arguments(route.arguments, who)
    browser = stage.client(who)
    stage.prepare(route.needs, browser, who)
    before = entry_count()
    response = walker.ask(emitted, browser, route, arguments, who)
    outcome = outcome_of(response)
    fresh = entries(after=before)
    if outcome == "refused" and any(
        "actor.second_factor_missing" in said.get("reasons", []) for said in fresh
    ):
        outcome = "second-factor"
    unsaid = [] if route.open_to_all else _unsaid(outcome, fresh, who)
    return outcome, unsaid + _loose_headers(response) + _odd_cookies(response)


def _leaks(emitted: Emitted, route: Declared) -> dict[str, list[str]]:
    """What was met where nothing may be; the page of whoever opens a value for a task is where one may."""
    may = {
        f"{who} {route} body"
        for who, outcome in route.outcomes.items()
        if route.route in walker.WITH_A_GRANT and outcome == "ok"
    }
    met = emitted.leaks(of_cast())
    passed = emitted.leaks([Marked("movement", DOOR)])
    return {place: found for place, found in met.items() if place not in may} | passed


def _unsaid(outcome: str, fresh: list[dict[str, Any]], who: str) -> list[str]:
    """Whoever is turned away by the gate stands in the ledger, by her own id."""
    if outcome not in {"refused", "second-factor", "not-here"}:
        return []
    mine = f"staff:{cast.staff(stage.character(who))}"
    said = any(entry["outcome"] == "denied" and entry["actor"] == mine for entry in fresh)
    return [] if said else [f"{outcome}, and no entry says so"]


STRICT = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
LOOSE = ("unsafe", "*", "http:", "https:", "data:", "blob:")


def _loose_headers(response: Any) -> list[str]:
    """What the answer lacks to be kept nowhere, framed nowhere and to run nothing from elsewhere."""
    policy = response.headers.get("Content-Security-Policy", "")
    missing = [name for name, value in STRICT.items() if response.headers.get(name) != value]
    return (
        missing + [part for part in POLICY if part not in policy] + [word for word in LOOSE if word in policy]
    )


def _odd_cookies(response: Any) -> list[str]:
    known = {settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    return [
        f"cookie {name}"
        for name, morsel in response.cookies.items()
        if name not in known or not morsel["httponly"] or morsel["samesite"] != "Lax"
    ]
