"""One's own exit: what one still holds, what goes on, the pledge to sign; and what one is to witness."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from lindun import gate
from lindun.assets import queries as assets
from lindun.gate.vocabulary import Action
from lindun.leaving import parting, pledge, queries
from lindun.leaving.errors import BadExit
from lindun.leaving.forms import OwnCredentialsForm
from lindun.organisation.credentials import NotProved, prove
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.queries import accounts_of
from lindun.papers import queries as papers
from lindun.web.render import render


@require_safe
def own(request: StaffRequest) -> HttpResponse:
    return render(request, "leaving/own.html", _context(request, OwnCredentialsForm()))


def _context(request: StaffRequest, form: OwnCredentialsForm) -> dict[str, Any]:
    with gate.passage(request.actor, Action.LEAVE_OWN) as passage:
        mine = queries.own(request.staff.pk)
        passage.saw([mine.pk] if mine else [], kind="departure")
        return {
            "exit": mine,
            "held": assets.held_by(accounts_of(request.staff.pk)) if mine else [],
            "sheets": list(papers.held_by(accounts_of(request.staff.pk))) if mine else [],
            "signature": queries.signature(mine) if mine else None,
            "witnessing": queries.awaited(request.staff.pk),
            "pledge": pledge,
            "form": form,
        }


@sensitive_post_parameters("password", "code")
@require_POST
def sign(request: StaffRequest) -> HttpResponse:
    """Sign with password and code: whoever sits at somebody's screen cannot sign for her."""
    form = OwnCredentialsForm(request.POST)
    if form.is_valid():
        try:
            who = prove(request, account=request.staff.user.username, **form.cleaned_data)
            parting.sign(who)
        except (NotProved, BadExit) as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Signed. Thank you, and all the best."))
            return redirect("leaving:own")
    return render(request, "leaving/own.html", _context(request, form), status=422)


@require_POST
def witness(request: StaffRequest, departure: UUID) -> HttpResponse:
    parting.witness(request.actor, departure=departure)
    messages.success(request, _("Recorded that you were there."))
    return redirect("leaving:own")
