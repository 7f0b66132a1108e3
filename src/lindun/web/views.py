"""The shell's own addresses."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lindun import gate
from lindun.gate.attempts import attempt as record
from lindun.gate.vocabulary import Action
from lindun.web.navigation import code_of

LANGUAGE_COOKIE_SECONDS = 365 * 24 * 3600
ATTEMPTS = {"print": Action.PAGE_PRINT, "copy": Action.VALUE_COPY}


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to where the reader was."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=LANGUAGE_COOKIE_SECONDS,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


@require_POST
def attempt(request: HttpRequest) -> HttpResponse:
    """Somebody signed in tried to print, or to copy an opened value: refused, and recorded (USE-13)."""
    return tried(request, request.actor)  # type: ignore[attr-defined]


def tried(request: HttpRequest, who: gate.Identity) -> HttpResponse:
    """Record the attempt that a page's script tells of: `act`, and `page`, of which the route alone is kept.

    Raises gate.Denied, recorded; Http404 for what is no attempt or no page of the house.
    """
    action = ATTEMPTS.get(request.POST.get("act", ""))
    if action is None:
        raise Http404
    record(who, action, about=code_of(resolve(request.POST.get("page", "")).view_name))
    return HttpResponse(status=204)
