"""Route by route, person by person: what happens is what the table says, and the ledger knows of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, include, path, reverse
from django.urls.resolvers import RegexPattern

from tests import cast
from tests.matrix import stage
from tests.matrix.declared import WHO, Declared, Undeclared, by_person, declared, in_url_configuration, table
from tests.pages import HTMX, entries

ROUTES = declared()


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
def test_everybody_meets_what_the_table_says(database: str, route: Declared) -> None:
    met = {who: _meet(route, who) for who in WHO}
    assert {who: outcome for who, (outcome, _trouble) in met.items()} == route.outcomes
    assert {who: trouble for who, (_outcome, trouble) in met.items() if trouble} == {}


def _meet(route: Declared, who: str) -> tuple[str, list[str]]:
    """What happened to her, and what is wrong with the answer or missing in the ledger."""
    arguments = stage.arguments(route.arguments, who)
    browser = stage.client(who)
    stage.prepare(route.needs, browser, who)
    before = len(entries())
    response = call(browser, route, arguments, who)
    outcome = outcome_of(response)
    fresh = entries()[before:]
    if outcome == "refused" and any(
        "actor.second_factor_missing" in said.get("reasons", []) for said in fresh
    ):
        outcome = "second-factor"
    unsaid = [] if route.open_to_all else _unsaid(outcome, fresh, who)
    return outcome, unsaid + _loose_headers(response) + _odd_cookies(response)


def call(browser: Client, route: Declared, arguments: list[object], who: str) -> Any:
    if route.method == "get":
        return browser.get(address(route, arguments))
    data = stage.fill(route.data, who)
    return browser.post(address(route, arguments), data, headers=HTMX if route.htmx else {})


def address(route: Declared, arguments: list[object]) -> str:
    """Where a route is; one without a name is where its pattern says."""
    named = ":" in route.route or "_" in route.route
    return reverse(route.route, args=arguments) if named else f"/{route.route}"


def outcome_of(response: Any) -> str:
    """The outcome in the words of the table."""
    target = response.headers.get("Location") or response.headers.get("HX-Redirect") or ""
    if target.startswith(reverse(settings.LOGIN_URL)):
        return "sign-in"
    if target:
        return "second-factor" if target.startswith(reverse("mfa_activate_totp")) else "elsewhere"
    words = {
        200: "ok",
        204: "ok",
        401: "refused",
        403: "refused",
        404: "not-here",
        409: "wrong",
        422: "wrong",
    }
    return words.get(response.status_code, str(response.status_code))


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
