"""One address serves the page and its fragments; only this function chooses which."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_template
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """True for an htmx request that swaps a part. Boosted links and restored history want the whole page."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def render(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    partial: str | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render the page `template`, or its `{% partialdef <partial> %}` when htmx asked for a part.

    A fragment carries waiting messages with it (an out-of-band swap), so no notice waits for the next page.
    """
    fragment = partial is not None and wants_fragment(request)
    name = f"{template}#{partial}" if fragment else template
    response = render_template(request, name, context, status=status)
    if fragment:
        response.write(render_to_string("web/toasts.html#arriving", request=request))
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response
