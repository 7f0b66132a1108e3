"""The exit file over HTTP: everything on one page, and one address for each deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lindun import gate
from lindun.assets.actions import BadAsset
from lindun.core.policy import Access
from lindun.gate.vocabulary import Action
from lindun.leaving import ahead, exits, filing, handing, looks, parting, pledge, queries
from lindun.leaving.errors import BadExit
from lindun.leaving.forms import HandForm, PaperForm, RefusalForm, SettleForm, WordsForm
from lindun.leaving.models import Departure, Stage
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.queries import accounts_of
from lindun.organisation.shell import offers
from lindun.web import reasons
from lindun.web.render import render


@require_safe
def one(request: StaffRequest, departure: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.LEAVE_VIEW) as passage:
        found = queries.departure(departure)
        accounts = accounts_of(found.person_id)
        passage.saw([departure], kind="departure")
        passage.saw(accounts, kind="staff")
        context = _told(found) | _outlook(request, passage, found)
        watches = offers(Action.LEAVE_REVIEW)(request) or offers(Action.LEDGER_READ)(request)
        context["unusual"] = looks.unusual(passage, accounts) if watches else []
        context["watches"] = watches
        return render(request, "leaving/file.html", context)


def _told(found: Departure) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "exit": found,
        "stage": found.stage,
        "ended": ahead.in_words((one.what, one.count) for one in found.endings.all()),
        "ends": ahead.in_words(ahead.of_departure(found).items()) if found.stage == Stage.PLANNED else [],
        "tasks": handing.open_tasks(found),
        "handed": handing.handed(found),
        "lines": queries.lines(found),
        "revocations": list(found.revocations.select_related("system", "done_by")),
        "signature": queries.signature(found),
        "refusal": _refusal(found),
        "secrets_last": found.secrets_last(today),
        "pledge": pledge,
        "gaps": filing.missing_for_closing(found) if found.stage == Stage.OPEN else [],
    }


def _refusal(found: Departure) -> dict[str, Any] | None:
    refusal = queries.refusal(found)
    return {"refusal": refusal, "witnesses": list(refusal.witnesses.all())} if refusal else None


def _outlook(request: StaffRequest, passage: gate.Passage, found: Departure) -> dict[str, Any]:
    """What this reader may do in the file, and if her post could but she may not, why."""
    open_file = found.stage in {Stage.PLANNED, Stage.OPEN}
    settles = _may(passage, Action.LEAVE_SETTLE, found) and open_file
    outlook: dict[str, Any] = {
        "may_settle": settles,
        "may_review": _may(passage, Action.LEAVE_REVIEW, found) and found.stage == Stage.OPEN,
        "may_authorise": _may(passage, Action.LEAVE_AUTHORISE, found) and open_file,
        "paper_form": PaperForm(initial={"signed_on": timezone.localdate()}) if settles else None,
        "refusal_form": RefusalForm() if settles else None,
        "blocked": None,
    }
    if offers(Action.LEAVE_SETTLE)(request) and open_file and not settles:
        outlook["blocked"] = reasons.explain(["people.same_person"], ["ask.second_person"])
    return outlook


def _may(passage: gate.Passage, action: str, found: Departure) -> bool:
    access = Access(actor=passage.actor, action=action, now=timezone.now(), other_person=str(found.person_id))
    return passage.outlook(access).allowed


@require_POST
def now(request: StaffRequest, departure: UUID) -> HttpResponse:
    return _do(
        request,
        departure,
        lambda: exits.end_now(request.actor, departure=departure),
        _("Her rights have ended; any open session ends with its next click."),
    )


@require_POST
def cancel(request: StaffRequest, departure: UUID) -> HttpResponse:
    return _do(
        request,
        departure,
        lambda: exits.cancel(request.actor, departure=departure),
        _("Taken back: she stays."),
    )


@require_POST
def hand_task(request: StaffRequest, departure: UUID, task: UUID) -> HttpResponse:
    """Who goes on with one of her open tasks."""
    form = HandForm(request.POST)
    if not form.is_valid():
        return redirect("leaving:file", departure)
    to = form.cleaned_data["to"]
    return _do(
        request,
        departure,
        lambda: exits.hand_task(request.actor, departure=departure, task=task, to=to),
        _("Noted; it is handed over as her rights end.") if to else _("Noted; it closes as her rights end."),
    )


@require_POST
def interview(request: StaffRequest, departure: UUID) -> HttpResponse:
    words = _words(request)
    return _do(
        request,
        departure,
        lambda: filing.interview(request.actor, departure=departure, words=words),
        _("Written down."),
    )


@require_POST
def settle(request: StaffRequest, departure: UUID) -> HttpResponse:
    """One line: it is back, its copies are deleted, or it does not come back."""
    form = SettleForm(request.POST)
    if not form.is_valid():
        return redirect("leaving:file", departure)
    subject, how, words = (form.cleaned_data[name] for name in ("subject", "how", "words"))
    who = request.actor
    deeds: dict[str, Callable[[], object]] = {
        "returned": lambda: filing.handed_back(who, departure=departure, issue=subject),
        "deleted": lambda: filing.declare_deleted(who, departure=departure, export=subject),
        "missing": lambda: filing.missing(who, departure=departure, subject=subject, words=words),
    }
    return _do(request, departure, deeds[how], _("Settled."))


@require_POST
def revoked(request: StaffRequest, departure: UUID, revocation: UUID) -> HttpResponse:
    return _do(
        request,
        departure,
        lambda: filing.revoked(request.actor, departure=departure, revocation=revocation),
        _("Revoked."),
    )


@require_POST
def paper(request: StaffRequest, departure: UUID) -> HttpResponse:
    form = PaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say on which day she signed, and where the paper is kept."))
        return redirect("leaving:file", departure)
    said = form.cleaned_data
    return _do(
        request,
        departure,
        lambda: parting.sign_on_paper(request.actor, departure=departure, **said),
        _("The signed pledge is recorded."),
    )


@require_POST
def refusal(request: StaffRequest, departure: UUID) -> HttpResponse:
    form = RefusalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A refusal needs its reason and two witnesses."))
        return redirect("leaving:file", departure)
    said = form.cleaned_data
    return _do(
        request,
        departure,
        lambda: parting.refuse(
            request.actor,
            departure=departure,
            words=said["words"],
            witnesses=[said["first"], said["second"]],
        ),
        _("Recorded. Both witnesses are asked to say so themselves; then it waits for an authorisation."),
    )


@require_POST
def authorise(request: StaffRequest, departure: UUID) -> HttpResponse:
    return _do(
        request, departure, lambda: parting.authorise(request.actor, departure=departure), _("Authorised.")
    )


@require_POST
def review(request: StaffRequest, departure: UUID) -> HttpResponse:
    words = _words(request)
    return _do(
        request,
        departure,
        lambda: filing.review(request.actor, departure=departure, words=words),
        _("Reviewed."),
    )


@require_POST
def close(request: StaffRequest, departure: UUID) -> HttpResponse:
    return _do(
        request, departure, lambda: filing.close(request.actor, departure=departure), _("The file is closed.")
    )


def _do(request: StaffRequest, departure: UUID, deed: Callable[[], object], done: str) -> HttpResponse:
    try:
        deed()
        messages.success(request, done)
    except (BadExit, BadAsset) as wrong:
        messages.error(request, str(wrong))
    return redirect("leaving:file", departure)


def _words(request: StaffRequest) -> str:
    form = WordsForm(request.POST)
    return str(form.cleaned_data["words"]) if form.is_valid() else ""
