"""Work-order systems over HTTP: the list, a proposal, the second person, the key, its withdrawal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.core.policy import Access
from lindun.gate.vocabulary import Action
from lindun.orders import actions, queries
from lindun.orders.actions import BadSystem
from lindun.orders.forms import DecisionForm, SystemForm
from lindun.orders.models import Standing, State, System
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web import reasons
from lindun.web.render import render

PAGE = 30


@require_safe
def systems(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.SYSTEM_VIEW) as passage:
        page = Paginator(queries.systems(), PAGE).get_page(request.GET.get("page"))
        rows = [_row(system) for system in page.object_list]
        passage.saw(systems=len(rows))
    context = {"page": page, "rows": rows, "may_propose": offers(Action.SYSTEM_PROPOSE)(request)}
    return render(request, "orders/systems.html", context)


def _row(system: System) -> dict[str, Any]:
    communities = queries.communities_of(system)
    return {"system": system, "standing": system.standing(timezone.now()), "communities": communities}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.SYSTEM_PROPOSE):
        communities = queries.communities()
    form = SystemForm(request.POST or None, communities=communities)
    if request.method == "POST" and form.is_valid():
        try:
            system = actions.propose(request.actor, **form.cleaned_data)
        except BadSystem as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Proposed as %(number)s.") % {"number": system.number})
            return redirect("orders:system", system.pk)
    return render(request, "orders/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def one(request: StaffRequest, system: UUID) -> HttpResponse:
    found = queries.system(request.actor, system)
    context = _row(found) | _outlook(request, found)
    return render(request, "orders/system.html", context)


def _outlook(request: StaffRequest, system: System) -> dict[str, Any]:
    """What this reader may do with it; if her post decides such keys but not this one, why."""
    standing = system.standing(timezone.now())
    living = standing in {Standing.IN_FORCE, Standing.TO_TAKE}
    context = {
        "may_decide": False,
        "blocked": None,
        "may_take": standing is Standing.TO_TAKE and system.proposed_by_id == request.staff.pk,
        "may_revoke": living and offers(Action.SYSTEM_REVOKE)(request),
    }
    if system.state != State.WAITING or not offers(Action.SYSTEM_DECIDE)(request):
        return context
    with gate.passage(request.actor, Action.SYSTEM_VIEW) as passage:
        access = Access(
            actor=passage.actor,
            action=Action.SYSTEM_DECIDE,
            now=timezone.now(),
            proposed_by=str(system.proposed_by_id),
        )
        decision = passage.outlook(access)
    blocked = None if decision.allowed else reasons.explain(decision.reasons, decision.ways_on)
    return context | {"may_decide": decision.allowed, "blocked": blocked}


@require_POST
def decide(request: StaffRequest, system: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            actions.decide(request.actor, system=system, approve=approve)
            messages.success(request, _("Agreed.") if approve else _("Turned down."))
        except BadSystem as wrong:
            messages.error(request, str(wrong))
    return redirect("orders:system", system)


@require_POST
def take(request: StaffRequest, system: UUID) -> HttpResponse:
    """The key, in this one answer."""
    try:
        taken = actions.take(request.actor, system=system)
    except BadSystem as wrong:
        messages.error(request, str(wrong))
        return redirect("orders:system", system)
    address = request.build_absolute_uri(reverse("interface:orders"))
    return render(request, "orders/taken.html", {"taken": taken, "address": address})


@require_POST
def revoke(request: StaffRequest, system: UUID) -> HttpResponse:
    try:
        actions.revoke(request.actor, system=system)
        messages.success(request, _("Withdrawn: nothing more is taken from this system."))
    except BadSystem as wrong:
        messages.error(request, str(wrong))
    return redirect("orders:system", system)
