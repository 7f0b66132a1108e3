"""Call a declared route, and say its outcome in the words of the table."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.matrix import stage
from tests.matrix.declared import Declared
from tests.pages import HTMX


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
