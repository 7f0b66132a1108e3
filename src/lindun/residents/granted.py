"""What an approved request or the red button opens, over HTTP; movements, which open in no other way."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate.registry import facts
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.requests import access_queries as requests
from lindun.requests import emergencies
from lindun.requests.access_forms import EmergencyForm
from lindun.requests.applying import BadRequest
from lindun.requests.statement import Statement
from lindun.residents import choices, movements, queries
from lindun.residents import household as page
from lindun.residents.movements import MOVEMENT
from lindun.residents.views import open_line
from lindun.web import errors
from lindun.web.reasons import explain
from lindun.web.render import render, wants_fragment


@require_POST
def reveal(request: StaffRequest, resident: UUID, item: str, ordinal: int, grant: str) -> HttpResponse:
    """Open one value by an approved request; one view of it is used up."""
    if not wants_fragment(request):
        messages.warning(
            request, _("Opening needs scripts: an opened value must be able to close by itself.")
        )
        return redirect("requests:mine")
    with gate.passage(request.actor, Action.REQUEST_VIEW) as passage:
        own = requests.own_grant(request.staff.pk, grant)
        where = facts.subject(resident)
        passage.saw([resident] if where else [])
    dwelling = UUID(where.dwelling) if where else None
    return open_line(
        request,
        (resident, item, ordinal),
        dwelling=dwelling,
        purpose=own.request.purpose_id if own else "",
        views_left=own.views_left - 1 if own else 0,
        grant=grant,
    )


@require_POST
def emergency(request: StaffRequest, dwelling: UUID) -> HttpResponse:
    """The red button: the phones of this household, now, and a review afterwards."""
    form = EmergencyForm(request.POST)
    if form.is_valid():
        with gate.passage(request.actor, Action.HOUSEHOLD_VIEW) as passage:
            home = queries.dwelling(passage, dwelling)
            people = page.ids(queries.household(passage, home.pk, items=["name"]))
        purpose = (choices.of(request.session, dwelling) or choices.Choice()).purpose
        try:
            opened = emergencies.open_emergency(
                request.actor,
                subjects=people,
                purpose=purpose or catalogue.purposes()[0].code,
                why=form.cleaned_data["why"],
            )
        except BadRequest as wrong:
            messages.error(request, str(wrong))
            return redirect("residents:household", dwelling)
        said = _("Emergency %(number)s: phones open for two hours. Your supervisor was told and reviews it.")
        messages.warning(request, said % {"number": opened.number})
        request.session[page.OPEN_AT_ONCE] = opened.number
    else:
        messages.error(request, _("Say in a few words what the emergency is."))
    return redirect("residents:household", dwelling)


@require_http_methods(["GET", "HEAD"])
def show_movements(request: StaffRequest, resident: UUID) -> HttpResponse:
    """Movements of one person: refused, with the way to ask for some hours; or the hours granted."""
    with gate.passage(request.actor, Action.REQUEST_VIEW) as passage:
        context = _granted_hours(request, passage, resident)
    if context["grant"]:
        return render(request, "residents/movements.html", context)
    return _not_listed(request, resident)


def _granted_hours(request: StaffRequest, passage: gate.Passage, resident: UUID) -> dict[str, Any]:
    where = facts.subject(resident)
    if where is None:
        raise gate.NotHere
    passage.place = where.place
    home = queries.dwelling(passage, UUID(where.dwelling))
    grant = movements.live_grant(request.staff.pk, home.pk, resident)
    said = Statement.read(grant.request.statement) if grant else None
    return {
        "home": {"pk": home.pk, "title": home.title},
        "item": next(item for item in catalogue.items() if item.code == MOVEMENT),
        "resident": resident,
        "grant": grant,
        "number": grant.request.number if grant else "",
        "purpose": grant.request.purpose_id if grant else "",
        "begins": datetime.fromisoformat(said.window.begins) if said and said.window else None,
        "ends": datetime.fromisoformat(said.window.ends) if said and said.window else None,
    }


def _not_listed(request: StaffRequest, resident: UUID) -> HttpResponse:
    """Ask the gate for the list, as whoever typed this address did; it refuses and writes that down."""
    try:
        with gate.passage(request.actor, Action.MOVEMENT_LIST):
            raise gate.NotHere  # not reached: the gate lists movements for nobody
    except gate.Denied as refusal:
        about = {"resident": resident, "item": MOVEMENT}
        return errors.refused(request, explain(refusal.decision.reasons, refusal.decision.ways_on, about))


@require_POST
def open_movements(request: StaffRequest, resident: UUID) -> HttpResponse:
    """Open the granted hours: once, for thirty seconds, under the viewer's mark."""
    if not wants_fragment(request):
        return redirect("residents:movements", resident)
    with gate.passage(request.actor, Action.REQUEST_VIEW) as passage:
        context = _granted_hours(request, passage, resident)
    if not context["grant"]:
        return _not_listed(request, resident)
    try:
        opened = movements.open_hours(
            request.actor, resident=resident, number=context["number"], purpose=context["purpose"]
        )
    except gate.Denied as refusal:
        return errors.refused(request, explain(refusal.decision.reasons, refusal.decision.ways_on, {}))
    except gate.SealingError:
        return errors.refused(request, explain(["vault.seal_broken"], ["ask.officer"]), 409)
    shown = {"hours": [value.value for value in opened.values], "seconds": opened.seconds}
    return render(request, "residents/movements.html", context | shown, "opened")
