"""Without proven identity nothing is shown, whatever the address (ACC-04)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import cast, pages
from tests.signin import as_

OPEN = (
    "/account/",
    "/healthz",
    "/language/",
    "/w/",
)  # a work-order link proves itself there; nothing stands on it before
MACHINES = "/api/"  # no cookie counts there: each message is signed, and a refusal is no sign-in page
SAMPLES = {"uuid": str(UUID(int=1)), "slug": "repair", "int": "1", "str": "x", "path": "x"}


def addresses(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[str]:
    """Every address of the product, with something in place of each parameter."""
    for each in (resolver or get_resolver()).url_patterns:
        path = prefix + _filled(each)
        if isinstance(each, URLResolver):
            yield from addresses(each, path)
        else:
            yield path


def _filled(each: URLPattern | URLResolver) -> str:
    route = str(each.pattern)
    for name, converter in each.pattern.converters.items():
        kind = next(kind for kind in SAMPLES if f"<{kind}:{name}>" in route or kind == "str")
        route = route.replace(f"<{kind}:{name}>", SAMPLES[kind]).replace(f"<{name}>", SAMPLES["str"])
        assert converter
    return route


def data_addresses() -> list[str]:
    return [address for address in addresses() if not address.startswith((*OPEN, MACHINES))]


@pytest.mark.req("ACC-04")
def test_every_data_address_gives_the_sign_in_page_and_nothing_more(database: str) -> None:
    found = data_addresses()
    assert len(found) > 25
    stranger = Client()
    for address in found:
        for answer in (stranger.get(address), stranger.post(address)):
            assert answer.status_code == 302, address
            assert answer["Location"].startswith(reverse("account_login")), address
            assert answer.content == b"", address
    page = pages.text(stranger.get(reverse("account_login")))
    assert 'type="password"' in page
    assert not any(person.room in page for person in cast.RESIDENTS)


@pytest.mark.req("ACC-04")
def test_an_address_for_machines_takes_no_cookie_for_an_identity(database: str) -> None:
    found = [address for address in addresses() if address.startswith(MACHINES)]
    assert found
    for client in (Client(), as_("officer")):
        for address in found:
            assert client.get(address).status_code == 405, address
            answer = client.post(address, {"anything": "at all"}, content_type="application/json")
            assert answer.status_code == 401, address
            assert set(answer.json()) == {"error"}, address


def test_a_leaver_gets_no_further_than_the_sign_in_page(database: str) -> None:
    client = as_("leaver")
    for address in data_addresses():
        assert client.get(address).status_code == 302, address


@pytest.mark.parametrize("name", ["manager", "officer", "auditor", "hr"])
def test_sensitive_work_needs_the_second_factor(database: str, name: str) -> None:
    client = as_(name, second_factor=False)
    answer = client.get(reverse("organisation:staff"))
    assert answer.status_code == 403
    assert "actor.second_factor_missing" in pages.entries()[-1]["reasons"]


def test_who_fails_too_often_is_shut_out_and_the_ledger_says_so_once(database: str) -> None:
    client, address = Client(), reverse("account_login")
    for _attempt in range(8):
        client.post(address, {"login": "counter", "password": "Wrong-horse-7"})
    right = client.post(address, {"login": "counter", "password": cast.PASSWORD})
    assert right.status_code == 200  # the form again
    shut_out = [entry for entry in pages.entries() if entry["action"] == "organisation.signin.locked"]
    assert [entry["subjects"] for entry in shut_out] == [[f"staff:{cast.staff('counter')}"]]
