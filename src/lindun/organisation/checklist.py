"""One's own standing over HTTP: what the post asks, what is met, where the rest is met."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.standing import queries
from lindun.web.render import render


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    staff = request.staff
    with own(request.actor, Action.STANDING_VIEW):
        lines = queries.checklist(staff.same_person_as_id or staff.pk, role=staff.role)
    first = next((line for line in lines if not line.is_met), None)
    context = {
        "lines": lines,
        "first": first,
        "met": sum(line.is_met for line in lines),
        "closed": any(line.state == "missing" for line in lines),
    }
    return render(request, "organisation/standing.html", context)
