"""Who is at the keyboard: turns the signed-in account into `request.staff` and `request.actor`, or ends the
session.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter as mfa
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.passages import account_work
from lindun.organisation import admission, desks
from lindun.organisation.admission import Admission, Bar
from lindun.organisation.models import Ended, Staff
from lindun.organisation.session_actions import session_of
from lindun.organisation.signin import LIVE, is_live, second_factor
from lindun.web.render import wants_fragment


class StaffRequest(HttpRequest):
    """A request as views get it: somebody in post, and how she comes to the gate."""

    staff: Staff
    actor: gate.Identity


class StaffMiddleware:
    """Everything but signing in needs a person in post, in her one live session, at an unlocked screen, whose
    password is not over (ACC-01, ACC-02, ACC-04, ACC-14).
    """

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
            return None if is_without_account(request.path) else _to_sign_in(request)
        found = admission.of_user(request.user.pk)
        if found is None or not found.staff.is_in_post:
            return _end(request, _("This account is not in use. Please ask personnel."))
        mark = request.session.get(LIVE, "")
        if not is_live(found.staff, mark):
            return _end(request, _why_over(found.staff))
        who = gate.Identity(
            staff=found.staff.pk,
            second_factor=second_factor(request, found.staff.user),
            session=session_of(mark),
        )
        return self._admit(request, found, who)

    def _admit(self, request: HttpRequest, found: Admission, who: gate.Identity) -> HttpResponseBase | None:
        """Let her in, unless a bar stands before her: then there is no identity on the request at all."""
        now = timezone.now()
        if (bar := found.bar(now)) is not None:
            if bar is Bar.LOCKED:
                desks.lock(who, by_hand=False)
            return None if request.path in admission.open_paths(bar) else _to_lift(request, bar)
        request.staff, request.actor = found.staff, who  # type: ignore[attr-defined]
        request.lock_minutes = found.lock_minutes  # type: ignore[attr-defined]
        if is_a_sign_of_life(request):
            desks.seen(found.staff, now=now)
        if (
            found.staff.is_sensitive
            and not is_signing_in(request.path)
            and not mfa().is_mfa_enabled(request.user)
        ):
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


def is_a_sign_of_life(request: HttpRequest) -> bool:
    """Whether a person caused this request: a page that fetches parts of itself by the clock is nobody."""
    return request.method == "POST" or not wants_fragment(request)


def _why_over(staff: Staff) -> str:
    """Why a session is not the live one: noted when it was ended, or taken over by a later sign-in."""
    if staff.session_digest:
        return str(Ended.REPLACED.label)
    return (
        str(Ended(staff.desk.ended).label) if staff.desk.ended else _("Your session is over. Sign in again.")
    )


def _end(request: HttpRequest, message: str) -> HttpResponseBase:
    logout(request)
    messages.warning(request, message)
    return redirect_to_login(_next(request))


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Nobody is signed in; whoever comes with a session that is gone is told that it is over."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.session_key is None:
        messages.warning(request, _("Your session is over. Sign in again."))
    return redirect_to_login(_next(request))


def _to_lift(request: HttpRequest, bar: Bar) -> HttpResponseBase:
    back = request.path if request.method == "GET" and not wants_fragment(request) else "/"
    return redirect_to_login(back, reverse(bar))


def _next(request: HttpRequest) -> str:
    return request.path if request.method == "GET" else "/"
