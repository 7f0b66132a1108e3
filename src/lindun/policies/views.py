"""What everybody meets: the rules, the duties of her post, the pledge she signs."""

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
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.organisation.credentials import NotProved, prove
from lindun.organisation.middleware import StaffRequest
from lindun.policies import promising, queries, reading, sheets
from lindun.policies.forms import ProofForm, ReadForm
from lindun.policies.models import Kind
from lindun.policies.promising import BadPromise, SignedAlready
from lindun.standing import queries as standing
from lindun.web.render import render


@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    return _read(request, Kind.RULES)


@require_safe
def new_rules(request: StaffRequest) -> HttpResponse:
    """The same page, as the first one after signing in for whoever has not acknowledged it."""
    return _read(request, Kind.RULES)


@require_safe
def duties(request: StaffRequest) -> HttpResponse:
    return _read(request, Kind.DUTIES)


def _read(request: StaffRequest, kind: Kind) -> HttpResponse:
    """A text to read and acknowledge; whoever accepted an earlier version sees what is different."""
    with gate.passage(request.actor, Action.POLICY_VIEW) as passage:
        role = passage.actor.role if kind == Kind.DUTIES else ""
        text = queries.in_force(kind, role)
        person = UUID(passage.actor.person)
        accepted = queries.accepted(person, kind, role)
        is_accepted = accepted == text
        met = standing.met(person, queries.CODES[kind], role=role)
        context = {
            "kind": kind,
            "text": text,
            "accepted": accepted,
            "is_accepted": is_accepted,
            "at": met.at if met and is_accepted else None,
            "shown": reading.shown(text, None if is_accepted else accepted),
            "versions": queries.versions(kind, role),
            "form": ReadForm(initial={"text": text.pk}),
        }
        passage.saw([text.pk], kind="text")
    return render(request, "policies/read.html", context)


@require_POST
def acknowledge_rules(request: StaffRequest) -> HttpResponse:
    return _acknowledge(request, Kind.RULES, "policies:rules")


@require_POST
def acknowledge_duties(request: StaffRequest) -> HttpResponse:
    return _acknowledge(request, Kind.DUTIES, "policies:duties")


def _acknowledge(request: StaffRequest, kind: Kind, page: str) -> HttpResponse:
    form = ReadForm(request.POST)
    if not form.is_valid():
        return redirect(page)
    try:
        promising.acknowledge(request.actor, kind, text=form.cleaned_data["text"])
        messages.success(request, _("Acknowledged. Thank you."))
    except BadPromise as wrong:
        messages.error(request, str(wrong))
        return redirect(page)
    return redirect("requests:desk" if _may_work(request) else "organisation:standing")


def _may_work(request: StaffRequest) -> bool:
    """Whether nothing that closes all work is left to do; for where to lead her only."""
    staff = request.staff
    lines = standing.checklist(staff.same_person_as_id or staff.pk, role=staff.role)
    return all(line.state != "missing" for line in lines)


@require_safe
def pledge(request: StaffRequest) -> HttpResponse:
    return _pledge(request, ProofForm())


def _pledge(request: StaffRequest, form: ProofForm, *, status: int = 200, trouble: str = "") -> HttpResponse:
    with gate.passage(request.actor, Action.POLICY_VIEW) as passage:
        text = queries.in_force(Kind.PLEDGE)
        form.initial["text"] = text.pk
        person = UUID(passage.actor.person)
        signed = queries.signatures(person)
        context = _standing(passage, person) | {
            "text": text,
            "shown": reading.shown(text),
            "signed": signed,
            "may_sign": promising.may_sign(text, signed),
            "form": form,
            "trouble": trouble,
            "second_factor": request.staff.is_sensitive,
        }
        passage.saw([text.pk], kind="text")
    return render(request, "policies/pledge.html", context, status=status)


def _standing(passage: Passage, person: UUID) -> dict[str, Any]:
    """How the pledge stands on the checklist of this person."""
    lines = standing.checklist(person, role=passage.actor.role)
    line = next((line for line in lines if line.code == queries.CODES[Kind.PLEDGE]), None)
    return {"state": line.state if line else "met", "until": line.until if line else None}


@sensitive_post_parameters("password", "code")
@require_POST
def sign(request: StaffRequest) -> HttpResponse:
    """Sign with one's own password and second factor, typed now; the account is the one signed in."""
    form = ProofForm(request.POST)
    if not form.is_valid() or form.cleaned_data["text"] is None:
        return _pledge(request, form, status=422)
    said = form.cleaned_data
    try:
        proof = proved(request, form)
        promising.sign(request.actor, text=said["text"], proof=proof)
        messages.success(request, _("Signed. The signed copy is on this page."))
    except SignedAlready as before:
        messages.info(request, str(before))
    except (BadPromise, NotProved) as wrong:
        return _pledge(request, ProofForm.again(), status=422, trouble=str(wrong))
    return redirect("policies:pledge")


def proved(request: StaffRequest, form: ProofForm) -> gate.Identity:
    """Whoever is signed in, proved for this deed. Raises NotProved."""
    said = form.cleaned_data
    account = request.staff.user.username
    return prove(request, account=account, password=said["password"], code=said["code"])


@require_safe
def signed(request: StaffRequest, signature: UUID) -> HttpResponse:
    """One's own signed copy, as a PDF. Nobody else's exists here."""
    with gate.passage(request.actor, Action.POLICY_VIEW) as passage:
        found = queries.signature(signature, person=UUID(passage.actor.person))
        passage.saw([signature], kind="signature")
    return as_pdf(sheets.signed(found), name=found.number)


def as_pdf(content: bytes, *, name: str) -> HttpResponse:
    """A file to be kept. name: without personal data."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
