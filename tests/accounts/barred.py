"""Everywhere in the house, tried by somebody who is barred."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from tests.organisation.test_identity import addresses

NOBODYS = ("/w/", "/api/", "/healthz", "/language/")  # need no session, or take none


def met_elsewhere(client: Client, *, bar: str, still_open: set[str]) -> dict[str, object]:
    """Addresses beside those still open whose answer is anything else than being led to the bar's page."""
    open_too = {reverse(name) for name in still_open}
    there = [each for each in addresses() if not each.startswith(NOBODYS) and each not in open_too]
    assert len(there) > 80
    answers = {each: (client.get(each), client.post(each)) for each in there}
    return {each: said for each, pair in answers.items() for said in pair if not _is_led(said, bar)}


def _is_led(answer: object, bar: str) -> bool:
    location = getattr(answer, "headers", {}).get("Location", "")
    return location.startswith(reverse(bar)) and getattr(answer, "content", None) == b""
