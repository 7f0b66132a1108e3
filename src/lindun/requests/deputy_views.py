"""Deputies over HTTP: name one, see who stands in for whom, end one's time early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.models import Staff
from lindun.requests import deputies
from lindun.requests.applying import BadRequest
from lindun.requests.deputy_forms import DeputyForm
from lindun.requests.models import Deputy
from lindun.web.render import render

MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest) -> HttpResponse:
    """Those one named and those one stands in for, and the form for another."""
    with gate.passage(request.actor, Action.DEPUTY_NAME) as passage:
        colleagues = deputies.candidates(request.staff.pk)
        form = DeputyForm(request.POST or None, colleagues=colleagues)
        found = list(deputies.of(request.staff.pk)[:MOST])
        passage.saw(deputies=len(found))
    if request.method == "POST" and form.is_valid() and (named := _name(request, form)):
        messages.success(request, _("%(name)s stands in for you.") % {"name": named.deputy.name})
        return redirect("requests:deputies")
    rows = [_row(each, request.staff) for each in found]
    context = {
        "form": form,
        "current": [row for row in rows if not row["over"]],
        "past": [row for row in rows if row["over"]],
    }
    return render(request, "requests/deputies.html", context, status=422 if form.errors else 200)


def _row(deputy: Deputy, reader: Staff) -> dict[str, Any]:
    now = timezone.now()
    over = bool(deputy.ended_at) or deputy.ends <= now
    if over:
        state = _("ended early") if deputy.ended_at else _("over")
    else:
        state = _("in force") if deputy.begins <= now else _("begins later")
    mine = deputy.person_id == reader.pk
    last = deputy.ends - timedelta(microseconds=1)  # a day that is named counts to its end
    return {
        "deputy": deputy,
        "last": last,
        "state": state,
        "over": over,
        "now": deputy.begins <= now,
        "mine": mine,
    }


def _name(request: StaffRequest, form: DeputyForm) -> Deputy | None:
    try:
        return deputies.name_deputy(request.actor, **form.named())
    except BadRequest as wrong:
        form.add_error(None, str(wrong))
        return None


@require_POST
def end(request: StaffRequest, deputy: int) -> HttpResponse:
    ended = deputies.end_deputy(request.actor, deputy=deputy)
    messages.success(request, _("%(name)s does not stand in for you any more.") % {"name": ended.deputy.name})
    return redirect("requests:deputies")
