"""Leaving a screen, coming back to it, handing it over; and one's own password."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.logout import logout
from allauth.account.views import PasswordChangeView
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindun import gate
from lindun.accounts.forms import Means
from lindun.organisation import admission, desks, queries
from lindun.organisation.models import Staff
from lindun.organisation.session_actions import session_of
from lindun.organisation.signin import LIVE
from lindun.web.render import render, wants_fragment

DONE = 204


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the screen; the page that was open may come back after unlocking."""
    if (owner := queries.owner(request.user)) is not None:
        desks.lock(_session(request, owner), by_hand=request.POST.get("why") != "idle")
    if wants_fragment(request):
        return HttpResponse(status=DONE)
    return redirect_to_login(_back(request), reverse("account_unlock"))


@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """The locked screen: whose it is, and what opens it."""
    owner = queries.owner(request.user)
    if owner is None:
        return redirect("account_login")
    means = Means(owner)
    form = means.answered(request.POST) if request.method == "POST" else means.form()
    if request.method == "POST" and form is not None and form.is_valid():
        desks.unlock(_session(request, owner))
        return HttpResponse(status=DONE) if wants_fragment(request) else redirect(_back(request))
    if request.method == "POST" and means.code:
        get_adapter().authentication_failed(request, username=request.user.get_username())
    if wants_fragment(request):
        return HttpResponse(_trouble(form), status=422, content_type="text/plain; charset=utf-8")
    context = {"owner": owner, "means": means, "form": form, "back": _back(request), **_key(means)}
    return render(request, "account/locked.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Somebody else takes the screen: the session before is over, with everything that was open in it."""
    logout(request, show_message=False)
    messages.success(request, _("The session before is over. Now sign in with your own account."))
    return redirect("account_login")


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Somebody types or moves without sending anything; the session check has noted it already."""
    return HttpResponse(status=DONE)


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """One's own password; for whoever has to change it, a page without the house around it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        must = getattr(self.request, "staff", None) is None
        found = admission.of_user(self.request.user.pk)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "must": must,
            "layout": "account/base_entrance.html" if must else "account/base_manage_password.html",
            "days": found.password_days if found else None,
            "is_first": found is not None and found.staff.password.set_at is None,
        }


change_password = ChangePassword.as_view()


def _session(request: HttpRequest, owner: Staff) -> gate.Identity:
    """Whose session it is, for the entry; at a locked screen nobody has an identity at the gate."""
    return gate.Identity(staff=owner.pk, session=session_of(request.session.get(LIVE, "")))


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure()) else "/"


def _trouble(form: Any) -> str:
    if form is None:
        return _("This post unlocks with its key.")
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _key(means: Means) -> dict[str, Any]:
    if not means.key:
        return {}
    return {"key": means.key_form(), "js_data": {"request_options": begin_authentication(means.user)}}
