"""The table of routes as declared, and the routes as the URL configuration has them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests import cast

WEAK = ("weak_manager", "weak_officer", "weak_hr")  # sensitive posts that proved no second factor
WHO = ("anonymous", *cast.PEOPLE, *WEAK)
GROUPS = {"everybody": WHO, "in-post": tuple(who for who in WHO if who not in {"anonymous", "leaver"})}
METHODS = ("get", "post")
OUTCOMES = frozenset({"ok", "elsewhere", "sign-in", "refused", "second-factor", "not-here", "wrong"})
TABLE = Path(__file__).with_name("routes.toml")


@dataclass(frozen=True)
class Declared:
    """What one route is said to do for one method: outcome of each person, and how to call it."""

    route: str
    method: str
    outcomes: dict[str, str]
    arguments: tuple[str, ...]
    data: dict[str, Any]
    htmx: bool
    open_to_all: bool
    signed: bool
    needs: str

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    @property
    def area(self) -> str:
        """The app a route belongs to; allauth's are one."""
        return self.route.partition(":")[0] if ":" in self.route else "account"


class Undeclared(Exception):
    """The table and the URL configuration do not fit together."""


def in_url_configuration(resolver: URLResolver | None = None) -> dict[str, str]:
    """Route name -> pattern; a route without a name is known by its pattern."""
    return {name or pattern: pattern for name, pattern in _walk(resolver or get_resolver(), "", "")}


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield (f"{space}{entry.name}" if entry.name else ""), pattern


def table() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def declared() -> list[Declared]:
    """Every route and method of the table. Raises Undeclared when a cell is missing or said twice."""
    content = table()
    usual = by_person(content["usual"], "usual")
    return [
        _declared(route, method, row, usual)
        for route, row in content["routes"].items()
        for method in METHODS
        if method in row
    ]


def _declared(route: str, method: str, row: dict[str, Any], usual: dict[str, str]) -> Declared:
    said = by_person(row[method], f"{method} {route}")
    outcomes = usual | _of_weak(said) | said
    if missing := set(WHO) - set(outcomes):
        raise Undeclared(f"{method} {route} does not say what happens to {sorted(missing)}")
    return Declared(
        route,
        method,
        {who: outcomes[who] for who in WHO},
        tuple(row.get("arguments", ())),
        dict(row.get("data", {})) if method == "post" else {},
        bool(row.get("htmx", False)) and method == "post",
        bool(row.get("open_to_all", False)),
        bool(row.get("signed", False)),
        str(row.get("needs", "")),
    )


def _of_weak(said: dict[str, str]) -> dict[str, str]:
    """A post that may not do it anyway hears that first; only else is the second factor asked for."""
    strong = {who: said.get(who.removeprefix("weak_"), "refused") for who in WEAK}
    return {who: "refused" if outcome == "refused" else "second-factor" for who, outcome in strong.items()}


def by_person(said: dict[str, str], where: str) -> dict[str, str]:
    """{"ok": "counter guard"} -> {"counter": "ok", "guard": "ok"}."""
    found: dict[str, str] = {}
    for outcome, people in said.items():
        for person in chain.from_iterable(GROUPS.get(word, (word,)) for word in people.split()):
            if outcome not in OUTCOMES or person not in WHO or person in found:
                raise Undeclared(f"{where}: {outcome} = {person}")
            found[person] = outcome
    return found
