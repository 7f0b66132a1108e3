"""Calls of whoever holds a task, and the desk that connects: no page shows the caller a number."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindun import gate
from lindun.core.policy import Decision
from lindun.organisation.middleware import StaffRequest
from lindun.sharing import answering, calling
from lindun.sharing.calling import CallClosed
from lindun.sharing.connecting import BadNumber
from lindun.sharing.dial.chosen import provider
from lindun.web import errors
from lindun.web.reasons import Explanation, explain
from lindun.web.render import render, wants_fragment


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: StaffRequest, task: UUID, resident: UUID) -> HttpResponse:
    """A resident of one's own task: call her, or see what became of the call."""
    if request.method != "POST":
        return _page(request, task, resident)
    try:
        own = request.POST.get("own_number", "")[:32]
        calling.call_for_task(request.actor, task=task, resident=resident, own_number=own)
    except BadNumber:
        return _page(request, task, resident, wrong=_("That is no phone number one could call from."))
    except CallClosed as closed:
        return errors.refused(request, _why(closed.decision))
    except gate.SealingError:
        return errors.refused(request, explain(["vault.seal_broken"], ["ask.officer"]), 409)
    return redirect("sharing:call", task, resident)


def _page(request: StaffRequest, task: UUID, resident: UUID, *, wrong: str = "") -> HttpResponse:
    found = calling.callee(request.actor, task=task, resident=resident)
    allowed = found.line.decision.allowed
    context = {
        "task": found.task,
        "callee": found,
        "call": found.call if allowed else None,
        "why": None if allowed else _why(found.line.decision),
        "puts_through": provider() is not None,
        "wrong": wrong,
    }
    return render(request, "sharing/call.html", context, status=422 if wrong else 200)


@require_POST
def connect(request: StaffRequest, call: UUID) -> HttpResponse:
    """Open the number that a colleague waits to be connected with, for thirty seconds."""
    if not wants_fragment(request):
        messages.warning(
            request, _("Opening needs scripts: an opened value must be able to close by itself.")
        )
        return redirect("sharing:list")
    try:
        opened, task = answering.number_to_dial(request.actor, call=call)
    except gate.Denied as refusal:
        return errors.refused(request, _why(refusal.decision))
    except CallClosed as closed:
        return errors.refused(request, _why(closed.decision))
    except gate.SealingError:
        return errors.refused(request, explain(["vault.seal_broken"], ["ask.officer"]), 409)
    if not opened.values:
        raise gate.NotHere
    context = {"value": opened.values[0].value, "seconds": opened.seconds, "task": task}
    return render(request, "sharing/list.html", context, "dialling")


@require_POST
def done(request: StaffRequest, call: UUID) -> HttpResponse:
    answering.answer(request.actor, call=call)
    messages.success(request, _("Noted."))
    return redirect("sharing:list")


def _why(decision: Decision) -> Explanation:
    return explain(decision.reasons, decision.ways_on)
