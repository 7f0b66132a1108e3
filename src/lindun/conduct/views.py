"""One case over HTTP for those who report and handle it, and its steps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.conduct import actions, deciding, dossier, firms, outlook, queries, wording
from lindun.conduct.actions import BadCase
from lindun.conduct.forms import (
    AnswerForm,
    DeductionForm,
    EvidenceForm,
    HeardForm,
    InquiryForm,
    VerdictForm,
    lighter_than,
)
from lindun.conduct.models import Case
from lindun.conduct.rules import deciders
from lindun.gate.proofs import NotProvenYet
from lindun.gate.vocabulary import Action
from lindun.organisation.actions import BadPost
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.partners import queries as partners
from lindun.partners.forms import ConfirmForm
from lindun.web.render import render

FORMS: dict[type[forms.Form], str] = {
    EvidenceForm: "evidence_form",
    HeardForm: "heard_form",
    DeductionForm: "deduction_form",
    InquiryForm: "inquiry_form",
    AnswerForm: "answer_form",
}


@require_safe
def one(request: StaffRequest, case: UUID) -> HttpResponse:
    return _page(request, case)


def _page(request: StaffRequest, case: UUID, *, sent: forms.Form | None = None) -> HttpResponse:
    """sent: a form of the page that could not be carried out; what was typed in it stays."""
    with gate.passage(request.actor, Action.CASE_VIEW) as passage:
        found = queries.case(passage, case)
        passage.saw([case], kind="case")
        context = {
            **vars(wording.row(found)),
            "tone": wording.row(found).tone,
            "steps": wording.steps(found),
            "may": outlook.of(passage, found, request),
            "reads_ledger": offers(Action.LEDGER_READ)(request),
            "reads_partners": offers(Action.PARTNER_VIEW)(request),
            "reads_reports": offers(Action.ASSET_INCIDENT_VIEW)(request),
            "draft": outlook.draft_of(found),
            "open_loss": queries.open_loss(found),
            "has_floor": queries.terms().minimum_wage is not None,
            "evidence_form": EvidenceForm(),
            "heard_form": HeardForm(),
            "deduction_form": DeductionForm(initial={"month": timezone.localdate()}),
            "inquiry_form": InquiryForm(initial={"answered_on": timezone.localdate()}),
            "answer_form": AnswerForm(lighter=lighter_than(found, queries.shown_rungs())),
        }
        if sent is not None:
            context[FORMS[type(sent)]] = sent
    return render(request, "conduct/one.html", context, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, case: UUID) -> HttpResponse:
    """The decision form: it opens with the proposed rung and says why."""
    with gate.passage(request.actor, Action.CASE_VIEW) as passage:
        found = queries.case(passage, case)
        passage.saw([case], kind="case")
        proposal, shown = deciding.proposal(found), queries.shown_rungs()
        may = outlook.of(passage, found, request)
        beyond = proposal is not None and passage.actor.role not in deciders(proposal.rung, cuts_off=False)
        remedies = _remedies(request, found)
        explained = wording.explained(proposal) if proposal else wording.of_a_partner(firms.recent(found))
    form = VerdictForm(request.POST or None, proposal=proposal, shown=shown)
    said = remedies if remedies is not None and remedies.is_bound else None
    if request.method == "POST" and form.is_valid() and (said is None or said.is_valid()):
        try:
            verdict = form.verdict(said.remedies() if said else None)
            deciding.decide(request.actor, case=case, verdict=verdict)
        except BadCase as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Decided.") if found.partner else _("Decided; the person is told."))
            return redirect("conduct:one", case)
    context = {
        "case": found,
        "form": form,
        "remedies": remedies,
        "proposal": proposal,
        "explained": explained,
        "may": may,
        "beyond": beyond,
        "hearings": found.hearings.all(),
    }
    faulty = form.errors or (said is not None and said.errors)
    return render(request, "conduct/decide.html", context, status=422 if faulty else 200)


def _remedies(request: StaffRequest, found: Case) -> ConfirmForm | None:
    """Of a case about a partner: the three remedies, unless they stand there from before."""
    if found.partner is None or firms.unsettled(found.partner.pk) is not None:
        return None
    said = request.POST if request.POST.get("confirmed") == "yes" else None
    begin = ConfirmForm.begin(found.partner)
    return ConfirmForm(said, people=partners.people_in_charge(), initial=begin)


@require_POST
def add(request: StaffRequest, case: UUID) -> HttpResponse:
    """Evidence: a ledger entry, a document by its fingerprint, or words."""

    def carry_out(said: dict[str, Any]) -> None:
        if said["file"]:
            sha256, size = _fingerprint(said["file"])
            actions.add_document(request.actor, case=case, words=said["words"], sha256=sha256, size=size)
        elif said["entry"]:
            actions.add_entry(request.actor, case=case, entry=said["entry"])
        else:
            actions.add_words(request.actor, case=case, words=said["words"])

    return _step(request, case, EvidenceForm(request.POST, request.FILES), carry_out, _("Added."))


def _fingerprint(file: UploadedFile[Any]) -> tuple[str, int]:
    """Read once and forgotten: SHA-256 in hex, and the number of bytes."""
    digest, size = hashlib.sha256(), 0
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


@require_POST
def ask(request: StaffRequest, case: UUID) -> HttpResponse:
    return _step(
        request,
        case,
        forms.Form(request.POST),
        lambda said: actions.ask(request.actor, case=case),
        _("Asked for the statement."),
    )


@require_POST
def take_down(request: StaffRequest, case: UUID) -> HttpResponse:
    return _step(
        request,
        case,
        HeardForm(request.POST),
        lambda said: actions.take_down(request.actor, case=case, **said),
        _("Recorded."),
    )


@require_POST
def suspend(request: StaffRequest, case: UUID) -> HttpResponse:
    return _step(
        request,
        case,
        forms.Form(request.POST),
        lambda said: actions.suspend(request.actor, case=case),
        _("Suspended: nothing opens for this person any more."),
    )


@require_POST
def answer(request: StaffRequest, case: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.CASE_VIEW) as passage:
        found = queries.case(passage, case)
        lighter = lighter_than(found, queries.shown_rungs())
    return _step(
        request,
        case,
        AnswerForm(request.POST, lighter=lighter),
        lambda said: deciding.answer(request.actor, case=case, **said),
        _("Answered; the person is told."),
    )


@require_POST
def deduct(request: StaffRequest, case: UUID) -> HttpResponse:
    return _step(
        request,
        case,
        DeductionForm(request.POST),
        lambda said: deciding.deduct(request.actor, case=case, **said),
        _("The deduction is entered."),
    )


@require_POST
def inquiry(request: StaffRequest, case: UUID) -> HttpResponse:
    form = InquiryForm(request.POST)
    return _step(
        request,
        case,
        form,
        lambda said: actions.record_inquiry(request.actor, case=case, said=form.asked()),
        _("Recorded."),
    )


@require_POST
def close(request: StaffRequest, case: UUID) -> HttpResponse:
    return _step(
        request,
        case,
        forms.Form(request.POST),
        lambda said: deciding.close(request.actor, case=case),
        _("Closed. Its record does not change any more."),
    )


@require_safe
def pack(request: StaffRequest, case: UUID) -> HttpResponse:
    """The evidence file of a closed case."""
    try:
        number, content = dossier.pack(request.actor, case=case)
    except NotProvenYet:
        messages.info(request, _("It is being sealed. Try again in a moment."))
        return redirect("conduct:one", case)
    name = f'attachment; filename="evidence-{number}.zip"'
    return HttpResponse(content, content_type="application/zip", headers={"Content-Disposition": name})


def _step(
    request: StaffRequest,
    case: UUID,
    form: forms.Form,
    carry_out: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Carry out one step of a case and go back to it; what is wrong is said there, what was typed stays."""
    if form.is_valid():
        try:
            carry_out(form.cleaned_data)
        except (BadCase, BadPost) as wrong:
            messages.error(request, str(wrong))
        else:
            messages.success(request, done)
            return redirect("conduct:one", case)
    else:
        messages.error(request, _first_error(form))
    return _page(request, case, sent=form) if type(form) in FORMS else redirect("conduct:one", case)


def _first_error(form: forms.Form) -> str:
    """Which box is wrong, and how; never what was typed."""
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else ""
    return f"{label or name}: {errors[0]}"
