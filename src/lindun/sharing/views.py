"""Work orders that are sent out: the list, sending one, taking it back, connecting who asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.core.policy import Extent
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.partners import transfers
from lindun.partners.refusal import NotYet
from lindun.sharing import actions, bringing, queries
from lindun.sharing import call_queries as calls
from lindun.sharing.actions import BadLink, Made
from lindun.sharing.bringing import BadRows, Brought
from lindun.sharing.forms import BringForm, SendForm
from lindun.sharing.messages import for_the_group
from lindun.sharing.models import Link
from lindun.web import reasons
from lindun.web.render import render


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.LINK_LIST) as passage:
        out = queries.out(passage, staff=request.staff.pk)
        waiting = list(calls.waiting())
        connects = passage.extent_of(Action.CALL_CONNECT)
        passage.saw(tasks=len(out), links=sum(len(one.links) for one in out), calls=len(waiting))
    context = {
        "tasks": [{"task": one.task, "links": [_link_row(link) for link in one.links]} for one in out],
        "waiting": [
            {
                "pk": call.pk,
                "who": call.caller,
                "task": call.work,
                "at": call.at,
                "own": call.staff_id == request.staff.pk,
                "connects": call.staff_id not in {None, request.staff.pk} and connects != Extent(),
            }
            for call in waiting
        ],
    }
    return render(request, "sharing/list.html", context)


def _link_row(link: Link) -> dict[str, Any]:
    return {
        "pk": link.pk,
        "who": _bearer(link),
        "link": link,
        "state": link.state,
        "standing": _standing(link),
    }


def _bearer(link: Link) -> str:
    return link.assignee.name if link.assignee else link.outsider


def _standing(link: Link) -> str:
    """The word of where a link stands, for the list."""
    state = link.state
    if state.revoked_at:
        return "revoked"
    if state.locked_at:
        return "locked"
    if queries.is_past(link):
        return "expired"
    return "bound" if state.bound_at else "sent"


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StaffRequest) -> HttpResponse:
    """Rows of another system, pasted; the answer says for each row what became of it."""
    with gate.passage(request.actor, Action.LINK_LIST):
        form = BringForm(request.POST if request.method == "POST" else None)
    brought: list[Brought] = []
    if request.method == "POST" and form.is_valid():
        try:
            brought = bringing.bring(request.actor, bringing.read(form.cleaned_data["rows"]))
        except BadRows as wrong:
            form.add_error("rows", str(wrong))
    context = {
        "form": form,
        "brought": brought,
        "opened": sum(1 for one in brought if one.number),
        "may_bring_file": offers(Action.ORDER_KEEP)(request),
    }
    return render(request, "sharing/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: StaffRequest, task: UUID) -> HttpResponse:
    """Send one task to one assignee; the answer shows the message, its code, and the PIN: this once."""
    with gate.passage(request.actor, Action.LINK_LIST) as passage:
        found = queries.sendable(passage, task, staff=request.staff.pk)
        staff = list(queries.assignees(found.building_id, found.community_id).exclude(pk=request.staff.pk))
        outside = transfers.recipients(found.purpose_id)
        closed = transfers.closed_partners(found.purpose_id, receiving=True)
    form = SendForm(request.POST or None, staff=staff, outside=outside)
    if request.method == "POST" and form.is_valid() and (made := _make(request, form, task)):
        return _sent(request, made)
    context = {
        "form": form,
        "task": found,
        "outside": bool(outside),
        "closed": closed,
        "may_view_partners": offers(Action.PARTNER_VIEW)(request),
    }
    return render(request, "sharing/send.html", context, status=422 if form.errors else 200)


def _make(request: StaffRequest, form: SendForm, task: UUID) -> Made | None:
    """The new link; None when the form now says what is wrong."""
    data = form.cleaned_data
    try:
        return actions.make_link(
            request.actor,
            task=task,
            assignee=form.assignee,
            outside=form.outside,
            views=data["views"],
            hours=data["hours"],
        )
    except BadLink as wrong:
        form.add_error("to", str(wrong))
    except NotYet as closed:
        form.add_error("to", " ".join(reasons.explain(closed.reasons).sentences))
    return None


def _sent(request: StaffRequest, made: Made) -> HttpResponse:
    # Behind the # it stays in the browser: no server, proxy or log on the way sees it.
    address = f"{request.build_absolute_uri(reverse('link:arrive'))}#{made.token}"
    context = {
        "task": made.task,
        "who": _bearer(made.link),
        "link": made.link,
        "pin": made.pin,
        "wishes": made.wishes,
        "message": for_the_group(made, address=address),
        "qr": segno.make(address, error="m").svg_inline(omitsize=True, border=2),
    }
    return render(request, "sharing/sent.html", context)


@require_POST
def revoke(request: StaffRequest, link: UUID) -> HttpResponse:
    actions.revoke_link(request.actor, link=link)
    messages.success(request, _("The link was taken back; it opens nothing any more."))
    return redirect("sharing:list")
