"""Error pages: what happened and what to do. None of them repeats anything the request carried."""

from __future__ import annotations

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from lindun.web.reasons import Explanation
from lindun.web.render import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/errors/400.html", partial="notice", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/errors/403.html", partial="notice", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/errors/404.html", partial="notice", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The reason is for developers and stays in Django's log."""
    return render(request, "web/errors/csrf.html", partial="notice", status=403)


def refused(request: HttpRequest, explanation: Explanation, status: int = 403) -> HttpResponse:
    """The page or fragment of a decision that said no: its reasons and the ways on."""
    context = {"explanation": explanation}
    return render(request, "web/errors/refused.html", context, partial="notice", status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without request context: what failed once must not fail again here, and must show no data."""
    away = isinstance(sys.exc_info()[1], OperationalError)
    context = {"request_id": getattr(request, "request_id", ""), "database_away": away}
    response = HttpResponse(render_to_string("web/errors/500.html", context), status=503 if away else 500)
    if away:
        response["Retry-After"] = "30"
    response["Cache-Control"] = "no-store"
    return response
