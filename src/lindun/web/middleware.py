"""What every response of the house carries. Static files are served earlier and keep their own headers."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from lindun import gate
from lindun.web import errors, reasons
from lindun.web.render import wants_fragment

HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
METHODS = ("GET", "HEAD", "POST")  # all that pages have; a library's view may know more


class ShellMiddleware:
    """A request number, three methods, nothing stored, strict headers, redirects that htmx understands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A number sent by the client is never taken over: it could carry anything into the log.
        request_id = uuid.uuid4().hex[:12]
        request.request_id = request_id  # type: ignore[attr-defined]
        # The language is the cookie's, else the company's. Office browsers often claim the wrong one.
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        known = request.method in METHODS
        response = self.get_response(request) if known else HttpResponseNotAllowed(METHODS)
        response["X-Request-Id"] = request_id
        response["Cache-Control"] = "no-store"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if wants_fragment(request) and response.status_code in REDIRECTS:
            move_whole_page(response)
        return response


def move_whole_page(response: HttpResponseBase) -> None:
    """Turn a redirect into htmx's own: followed as usual, it would put the sign-in page into a table row."""
    response["HX-Redirect"] = response["Location"]
    del response["Location"]
    response.status_code = 200


class RefusalMiddleware:
    """Turns the gate's answers into pages: a refusal says why and what would open it; what is not here looks
    like any address that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, gate.Denied):
            decision = exception.decision
            return errors.refused(request, reasons.explain(decision.reasons, decision.ways_on))
        if isinstance(exception, gate.NotHere):
            return errors.not_found(request, exception)
        return None
