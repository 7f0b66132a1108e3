"""Exit permits over HTTP: one's own and those to decide, and the check of a number at the gate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.core.policy import Access, Place
from lindun.exits import actions, queries
from lindun.exits.actions import BadPermit
from lindun.exits.forms import DecisionForm, NumberForm, WishForm
from lindun.exits.models import ExitPermit, Standing, State
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.notices.queries import places_within
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web import reasons
from lindun.web.render import render

PAGE = 30


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.EXIT_VIEW) as passage:
        page = Paginator(queries.permits(passage), PAGE).get_page(request.GET.get("page"))
        rows = [_standing(permit) for permit in page.object_list]
        passage.saw(exits=len(rows))
    return render(request, "exits/list.html", {"page": page, "rows": rows})


def _standing(permit: ExitPermit) -> dict[str, Any]:
    return {"permit": permit, "standing": permit.standing(timezone.now())}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.EXIT_ASK) as passage:
        places = places_within(passage.extent)
    form = WishForm(request.POST or None, places=places, initial={"begins": timezone.localtime()})
    if request.method == "POST" and form.is_valid():
        try:
            permit = actions.ask(request.actor, form.wish())
        except BadPermit as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Asked for as %(number)s.") % {"number": permit.number})
            return redirect("exits:one", permit.pk)
    return render(request, "exits/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def one(request: StaffRequest, permit: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.EXIT_VIEW) as passage:
        found = queries.permit(passage, permit)
        passage.saw([permit], kind="exit")
        context = _standing(found) | _outlook(request, passage, found)
    if found.state == State.APPROVED:
        address = request.build_absolute_uri(reverse("exits:scanned", args=[found.number]))
        context["qr"] = segno.make(address, error="m").svg_inline(omitsize=True, border=2)
    return render(request, "exits/one.html", context)


def _outlook(request: StaffRequest, passage: Passage, permit: ExitPermit) -> dict[str, Any]:
    """Whether this reader may decide it, and if her post does but she may not, why."""
    if permit.state != State.WAITING or not offers(Action.EXIT_DECIDE)(request):
        return {"may_decide": False, "blocked": None}
    decision = passage.outlook(
        Access(
            actor=passage.actor,
            action=Action.EXIT_DECIDE,
            now=timezone.now(),
            place=Place(permit.community_id, permit.building_id),
            proposed_by=str(permit.holder_id),
        )
    )
    blocked = None if decision.allowed else reasons.explain(decision.reasons, decision.ways_on)
    return {"may_decide": decision.allowed, "blocked": blocked}


@require_POST
def decide(request: StaffRequest, permit: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("exits:one", permit)
    approve = form.cleaned_data["decision"] == "approve"
    try:
        actions.decide(request.actor, permit=permit, approve=approve, words=form.cleaned_data["words"])
        messages.success(request, _("Approved.") if approve else _("Refused; the holder is told."))
    except BadPermit as wrong:
        messages.error(request, str(wrong))
    return redirect("exits:one", permit)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: StaffRequest) -> HttpResponse:
    """The guard's page. POST: what a number is worth, in green or red."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _checked(request, form.cleaned_data["number"])
    with gate.passage(request.actor, Action.EXIT_CHECK):
        pass
    return render(request, "exits/check.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def scanned(request: StaffRequest, number: str) -> HttpResponse:
    """The same, by the address in the picture on the permit."""
    return _checked(request, number)


def _checked(request: StaffRequest, number: str) -> HttpResponse:
    found, standing = actions.check(request.actor, number)
    context = {
        "form": NumberForm(),
        "checked": True,
        "permit": found,
        "standing": standing,
        "green": standing is Standing.VALID,
        "out": standing in {Standing.VALID, Standing.EARLY, Standing.OVER},
    }
    return render(request, "exits/check.html", context)


@require_POST
def take_back(request: StaffRequest, permit: UUID) -> HttpResponse:
    try:
        found = actions.take_back(request.actor, permit=permit)
        messages.success(request, _("%(number)s is back.") % {"number": found.number})
    except BadPermit as wrong:
        messages.error(request, str(wrong))
    return redirect("exits:check")
