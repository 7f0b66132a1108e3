"""Who is at the keyboard: turns the signed-in account into `request.staff` and `request.actor`, or ends the
session.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from allauth.mfa.adapter import get_adapter as mfa
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.passages import account_work
from lindun.organisation.actions import session_of
from lindun.organisation.models import Staff
from lindun.organisation.signin import LIVE, second_factor
from lindun.standing import queries as standing


class StaffRequest(HttpRequest):
    """A request as views get it: somebody in post, and how she comes to the gate."""

    staff: Staff
    actor: gate.Identity


class StaffMiddleware:
    """Everything but signing in needs a person in post, in their one live session (ACC-01, ACC-04)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.staff = None  # type: ignore[attr-defined]
        turned_away = self._turned_away(request)
        if turned_away is not None:
            return turned_away
        if request.method == "POST" and is_signing_in(request.path):
            with account_work():
                return self.get_response(request)
        return self.get_response(request)

    def _turned_away(self, request: HttpRequest) -> HttpResponseBase | None:
        if is_open(request.path):
            return None
        if not request.user.is_authenticated:
            return None if is_without_account(request.path) else redirect_to_login(_next(request))
        known = Staff.objects.select_related("department", "user").annotate(newcomer=standing.newcomer())
        staff = known.filter(user_id=request.user.pk).first()
        if staff is None or not staff.is_in_post:
            return _end(request, _("This account is not in use. Please ask personnel."))
        if not is_live(staff, request.session.get(LIVE, "")):
            return _end(request, _("You signed in elsewhere, so this session was ended."))
        proved = second_factor(request, staff.user)
        request.staff = staff  # type: ignore[attr-defined]
        session = session_of(request.session[LIVE])
        request.actor = gate.Identity(  # type: ignore[attr-defined]
            staff=staff.pk, second_factor=proved, session=session
        )
        if staff.is_sensitive and not is_signing_in(request.path) and not mfa().is_mfa_enabled(request.user):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return None


def is_open(path: str) -> bool:
    """Pages that show nothing of anybody."""
    return path in {"/healthz", "/language/"} or path.startswith("/static/")


def is_signing_in(path: str) -> bool:
    return path.startswith("/account/")


def is_without_account(path: str) -> bool:
    """Signing in, and where bearers of links and signed messages come: nobody there has an account."""
    return is_signing_in(path) or path.startswith(("/w/", "/api/"))


def is_live(staff: Staff, mark: str) -> bool:
    return bool(mark) and hmac.compare_digest(staff.session_digest, digest(mark))


def digest(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()


def _end(request: HttpRequest, message: str) -> HttpResponseBase:
    logout(request)
    messages.warning(request, message)
    return redirect_to_login(_next(request))


def _next(request: HttpRequest) -> str:
    return request.path if request.method == "GET" else "/"
