"""What the bearer of a link meets. Nobody is signed in here unless the link was sent to a member of staff.

The token arrives in a form: behind the # of the address it never reaches a server by itself.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.sharing import calling, cookies, opening, proving, queries, receiving
from lindun.sharing.closed import LinkClosed
from lindun.sharing.connecting import BadNumber
from lindun.sharing.dial.chosen import provider
from lindun.sharing.forms import PinForm, TokenForm, VersionForm
from lindun.sharing.models import CallState, Link
from lindun.sharing.opening import Order, Shown
from lindun.sharing.rules import NOT_ACCEPTED
from lindun.web.reasons import Explanation, explain
from lindun.web.render import render, wants_fragment
from lindun.web.viewer import Viewer
from lindun.web.views import tried


def _signed_in(request: HttpRequest) -> gate.Identity | None:
    return getattr(request, "actor", None)


@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest) -> HttpResponse:
    """GET: a page whose script posts what stands behind the #. POST: on to the work order of this token."""
    form = TokenForm(request.POST or None)
    if request.method != "POST":
        return render(request, "sharing/arrive.html", {"form": form})
    try:
        token = form.cleaned_data["token"] if form.is_valid() else ""
        link = proving.arrive(token, by=_signed_in(request))
    except LinkClosed as closed:
        return _closed(request, closed.reason)
    response = redirect("link:order", link)
    cookies.remember_token(request, response, link)
    return response


@require_safe
def order(request: HttpRequest, link: UUID) -> HttpResponse:
    """The work order for the browser it is tied to; else the way to prove who one is."""
    if browser := cookies.browser_of(request, link):
        try:
            return _order(request, opening.order(link, browser=browser))
        except (gate.Denied, LinkClosed) as closed:
            reasons = _reasons(closed)
            if reasons == (NOT_ACCEPTED,):
                return _rules(request, link)
            return _closed(request, *reasons)
    if not cookies.brought_token(request, link):
        return _closed(request, proving.without_token(link, by=_signed_in(request)).reason)
    if over := proving.ended(link, by=_signed_in(request)):
        return _closed(request, over[0])
    for_staff = queries.for_staff(link)
    if for_staff and _signed_in(request) is None:
        return redirect_to_login(request.path)
    return _proof(request, link, for_staff=bool(for_staff))


@require_POST
def prove(request: HttpRequest, link: UUID) -> HttpResponse:
    """Sign-in or PIN: the first browser that passes keeps the link."""
    who = _signed_in(request)
    if not cookies.brought_token(request, link):
        return _closed(request, proving.without_token(link, by=who).reason)
    form = PinForm(request.POST)
    try:
        browser = proving.prove(link, pin=form.cleaned_data["pin"] if form.is_valid() else "", by=who)
    except (gate.Denied, LinkClosed) as closed:
        reasons = _reasons(closed)
        if reasons == ("link.pin_wrong",):
            return _proof(request, link, for_staff=False, wrong=reasons)
        return _closed(request, *reasons)
    response = redirect("link:order", link)
    cookies.remember_browser(request, response, link, browser)
    return response


def _rules(request: HttpRequest, link: UUID) -> HttpResponse:
    """The rules for receivers; nothing of the work order stands beside them."""
    rules = receiving.current()
    context = {"link": link, "version": rules.version, "text": receiving.words_of(rules)}
    return render(request, "sharing/accept.html", context)


@require_POST
def accept(request: HttpRequest, link: UUID) -> HttpResponse:
    """The bearer accepts the version he was shown."""
    form = VersionForm(request.POST)
    if form.is_valid():
        try:
            browser = _proved_browser(request, link)
            opening.accept(link, browser=browser, version=form.cleaned_data["version"])
        except (gate.Denied, LinkClosed) as closed:
            return _closed(request, *_reasons(closed))
    return redirect("link:order", link)


@require_POST
def open_value(request: HttpRequest, link: UUID, resident: UUID, item: str, ordinal: int) -> HttpResponse:
    """Open one value for thirty seconds, and count it."""
    if not wants_fragment(request):
        why = _("Opening needs scripts: an opened value must be able to close by itself.")
        return _refused(request, Explanation((why,)), status=422)
    try:
        browser = _proved_browser(request, link)
        opened, found = opening.open_value(
            link, browser=browser, resident=resident, item=item, ordinal=ordinal
        )
    except (gate.Denied, LinkClosed) as closed:
        reasons = _reasons(closed)
        return _line_closed(request, _explained(*reasons), used_up="link.used_up" in reasons)
    except gate.SealingError:
        return _line_closed(request, explain(["vault.seal_broken"]))
    if not opened.values:
        return _line_closed(request, _explained("link.value_gone"))
    value = opened.values[0]
    left = opening.views_left(link)
    name = next(one.name for one in catalogue.items() if one.code == value.item)
    again = request.path if left else ""
    context = {
        "line": {"key": f"{resident}-{item}-{ordinal}", "label": name, "masked": value.masked, "url": again},
        "value": value.value,
        "seconds": opened.seconds,
        "views_left": left,
        "viewer": _bearer(found),
        "page_time": timezone.localtime(),
    }
    return render(request, "sharing/order.html", context, "opened")


def _proved_browser(request: HttpRequest, link: UUID) -> str:
    """What this browser keeps of the link. Raises LinkClosed, recorded, for one that keeps nothing of it."""
    browser = cookies.browser_of(request, link)
    if not browser:
        raise proving.without_token(link, by=_signed_in(request))
    return browser


@require_POST
def call(request: HttpRequest, link: UUID, resident: UUID) -> HttpResponse:
    """Put a call through, or ring the desk; the page then says which."""
    try:
        calling.call(
            link,
            browser=_proved_browser(request, link),
            resident=resident,
            own_number=request.POST.get("own_number", "")[:32],
        )
    except BadNumber:
        return _refused(
            request, Explanation((_("That is no phone number one could call from."),)), status=422
        )
    except (gate.Denied, LinkClosed) as closed:
        return _closed(request, *_reasons(closed))
    return redirect("link:order", link)


@require_POST
def attempt(request: HttpRequest, link: UUID) -> HttpResponse:
    """The bearer tried to print the work order or to copy an opened value: refused, and recorded."""
    try:
        _proved_browser(request, link)
        return tried(request, gate.Identity(link=link))
    except (gate.Denied, LinkClosed) as closed:
        return _closed(request, *_reasons(closed))


def _order(request: HttpRequest, found: Order) -> HttpResponse:
    context = {
        "order": found,
        "task": found.link.task,
        "people": [_person(found.link, shown, named=found.names) for shown in found.people],
        "views_left": found.link.state.views_left,
        "puts_through": provider() is not None,
        "viewer": _bearer(found.link),
        "attempts": reverse("link:attempt", args=[found.link.pk]),
    }
    return render(request, "sharing/order.html", context)


def _person(link: Link, shown: Shown, *, named: bool) -> dict[str, Any]:
    resident = shown.person.resident
    return {
        "name": shown.person.name if named else _("Resident"),
        "relation": resident.get_relation_display(),
        "lines": [
            {
                "key": f"{resident.pk}-{line.item.code}-{line.value.ordinal}",
                "label": line.item.name,
                "masked": line.value.masked,
                "url": reverse("link:open", args=[link.pk, resident.pk, line.item.code, line.value.ordinal])
                if line.decision.allowed and link.state.views_left
                else "",
            }
            for line in shown.lines
            if line.item.code != opening.NAME or line.decision.allowed  # masked, it is the heading
        ],
        "call_url": reverse("link:call", args=[link.pk, resident.pk]) if shown.callable else "",
        "call": shown.call,
        "dial": shown.call.number if shown.call and shown.call.state == CallState.BOUND else "",
    }


def _bearer(link: Link) -> Viewer:
    """Whose mark lies over the page: the assignee's."""
    if link.assignee:
        return Viewer(name=link.assignee.name, number=link.assignee.number, post="")
    return Viewer(name=link.outsider, number=link.task.number, post="")


def _proof(request: HttpRequest, link: UUID, *, for_staff: bool, wrong: tuple[str, ...] = ()) -> HttpResponse:
    context = {
        "link": link,
        "form": PinForm(),
        "for_staff": for_staff,
        "wrong": explain(wrong) if wrong else None,
    }
    return render(request, "sharing/prove.html", context, status=422 if wrong else 200)


def _reasons(closed: gate.Denied | LinkClosed) -> tuple[str, ...]:
    """What closes it, as far as its bearer is told: the link's own reasons, without the gate's echoes."""
    if isinstance(closed, LinkClosed):
        return (closed.reason,)
    own = tuple(code for code in closed.decision.reasons if code.startswith(("link.", "partner.")))
    return own[:1] or closed.decision.reasons


def _explained(*reasons: str) -> Explanation:
    firm = any(reason.startswith("partner.") for reason in reasons)  # what is wrong lies with his own firm
    return explain(reasons, ["ask.company" if firm else "ask.sender"])


def _closed(request: HttpRequest, *reasons: str) -> HttpResponse:
    return _refused(request, _explained(*reasons), status=403)


def _refused(request: HttpRequest, why: Explanation, *, status: int) -> HttpResponse:
    return render(request, "sharing/closed.html", {"why": why}, status=status)


def _line_closed(request: HttpRequest, why: Explanation, *, used_up: bool = False) -> HttpResponse:
    """Why it did not open, in the place of the button; the masked value stays."""
    context = {"why": why, "used_up": used_up, "views_left": 0}
    response = render(request, "sharing/order.html", context, "still_closed", status=403)
    response["HX-Retarget"], response["HX-Reswap"] = "this", "outerHTML"
    return response
