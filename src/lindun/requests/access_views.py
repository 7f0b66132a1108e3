"""Requests over HTTP: apply, my requests, the inbox, one file with its four steps, the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.estates import queries as estates
from lindun.gate.asking import ask_together
from lindun.gate.history import about_request
from lindun.gate.registry import facts
from lindun.gate.vocabulary import Action
from lindun.organisation.credentials import NotProved, prove
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.requests import access_queries as queries
from lindun.requests import access_wording as wording
from lindun.requests import applying, deciding, emergencies
from lindun.requests import inbox as inboxes
from lindun.requests.access_forms import AnswerForm, ApplyForm, CredentialsForm, ResultForm
from lindun.requests.applying import BadRequest, Wish
from lindun.requests.approval_rules import rule_for
from lindun.requests.deciding import Answer
from lindun.requests.models import AccessRequest
from lindun.requests.statement import Statement, Use, digest
from lindun.web.render import render

DEEDS = 60


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: StaffRequest, resident: UUID, item: str) -> HttpResponse:
    """Ask for one item of one resident, with everything already filled in that is known."""
    with gate.passage(request.actor, Action.REQUEST_VIEW) as passage:
        where = facts.subject(resident)
        wanted = next((known for known in catalogue.items() if known.code == item), None)
        rule = rule_for(Use.REVEAL, wanted.level) if wanted else None
        if where is None or wanted is None or rule is None:
            raise gate.NotHere
        home = estates.dwelling(passage, UUID(where.dwelling))
        purposes = [(purpose.code, purpose.name) for purpose in catalogue.purposes()]
    initial = {"purpose": request.GET.get("purpose", ""), "views": min(3, rule.most_views)}
    form = ApplyForm(request.POST or None, rule=rule, item=item, purposes=purposes, initial=initial)
    if request.method == "POST" and form.is_valid() and (sent := _submit(request, form, resident, item)):
        messages.success(request, _("Request %(number)s waits for its approval.") % {"number": sent.number})
        return redirect("requests:file", sent.pk)
    context = {
        "form": form,
        "home": {"pk": home.pk, "title": home.title},
        "item": wanted,
        "together": rule.together,
        "waits_for": wording.posts(rule.deciders, rule.leader, together=rule.together),
    }
    return render(request, "requests/apply.html", context, status=422 if form.errors else 200)


def _submit(request: StaffRequest, form: ApplyForm, resident: UUID, item: str) -> AccessRequest | None:
    """Send the request; None when the form now says what is wrong."""
    said = form.cleaned_data
    wish = Wish(
        subjects=(resident,),
        items=(item,),
        purpose=said["purpose"],
        why=said["why"],
        minutes=said["minutes"],
        views=said["views"],
        window=form.window,
    )
    try:
        return applying.submit(request.actor, wish)
    except BadRequest as wrong:
        form.add_error("why", str(wrong))
        return None


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.REQUEST_VIEW) as passage:
        found = queries.mine(request.staff.pk)
        passage.saw(requests=len(found))
        shown = zip(wording.all_shown(found), found, strict=True)
        rows = [{"request": words, "grant": getattr(each, "grant", None)} for words, each in shown]
    return render(request, "requests/mine.html", {"rows": rows})


@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """What waits for this person's answer, the most urgent first; emergencies that wait for a review."""
    with gate.passage(request.actor, Action.REQUEST_DECIDE) as passage:
        found, names = ask_together(
            inboxes.inbox.of(request.staff.pk, _number(request.GET.get("page"))), catalogue.item_names.of()
        )
        rows, used = (wording.lines(some, names) for some in (found.waiting, found.emergencies))
        passage.saw(requests=len(rows), emergencies=len(used))
    page = Paginator(range(found.total), inboxes.PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rows, "more": found.more, "emergencies": used}
    return render(request, "requests/inbox.html", context, "rows")


def _number(typed: str | None) -> int:
    """A page number as the paginator reads it: what is no number is the first page."""
    return max(1, int(typed)) if typed and typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


@require_safe
def file(request: StaffRequest, access: UUID) -> HttpResponse:
    return _file(request, access)


def _file(request: StaffRequest, access: UUID, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one request: what is asked, the four steps, what the ledger says, and what can be done."""
    with gate.passage(request.actor, Action.REQUEST_VIEW) as passage:
        found = queries.request(access, viewer=request.staff)
        passage.place, passage.task = applying.place_of(found), f"request:{found.pk}"
        passage.saw([found.pk], kind="request")
        grant = queries.grant_of(found)
        own = found.applicant_id == request.staff.pk
        waits, use = wording.is_open(found), Statement.read(found.statement).use
        context = {
            "request_shown": wording.shown(found, grant),
            "grant": grant,
            "steps": wording.steps(found, grant),
            "deeds": wording.deeds(about_request(passage, found.pk, most=DEEDS)),
            "seen": digest(found.statement).hex(),
            "own": own,
            "may_decide": waits and not own and _decides(request, found),
            "agreed_until": queries.agreed_until(found, request.staff.pk) if waits and not own else None,
            "needs_second": waits and found.together and own,
            "may_conclude": own and found.outcome and not found.archived_at and not found.emergency,
            "may_review": found.emergency
            and not found.archived_at
            and not own
            and offers(Action.EMERGENCY_REVIEW)(request),
            "household": found.dwelling_id if own else None,
            "makes_file": own and queries.is_live(grant) and use == Use.EXPORT,
            "credentials": CredentialsForm(),
            "result_form": ResultForm(),
        }
    return render(request, "requests/file.html", context | forms, status=status)


def _decides(request: StaffRequest, found: AccessRequest) -> bool:
    """For the buttons only: the gate decides when one is pressed."""
    roles = {request.staff.role, *queries.roles_stood_in_for(request.staff.pk)}
    return offers(Action.REQUEST_DECIDE)(request) and bool(roles & set(found.deciders))


@sensitive_post_parameters("password", "code")
@require_POST
def decide(request: StaffRequest, access: UUID) -> HttpResponse:
    """Agree or refuse. Where two must be present, agreeing takes one's password for exactly this."""
    form, credentials = AnswerForm(request.POST), CredentialsForm(request.POST)
    if not form.is_valid():
        return _file(request, access, status=422)
    try:
        who, proved = request.actor, False
        if credentials.is_valid():
            who = prove(request, account=request.staff.user.username, **_typed(credentials))
            who, proved = replace(who, session=request.actor.session), True
        decided = deciding.decide(who, request=access, answer=_answer(form, with_credentials=proved))
    except (BadRequest, NotProved) as wrong:
        return _file(request, access, status=422, trouble=str(wrong))
    messages.success(request, _decided(decided))
    return redirect("requests:inbox")


@sensitive_post_parameters("password", "code")
@require_POST
def second_person(request: StaffRequest, access: UUID) -> HttpResponse:
    """Somebody else agrees at the applicant's screen, with her own credentials; nobody is signed in by it."""
    form = AnswerForm({"decision": "approve", "seen": request.POST.get("seen", "")})
    credentials = CredentialsForm(request.POST)
    if not (form.is_valid() and credentials.is_valid() and credentials.cleaned_data["account"]):
        return _file(request, access, status=422, trouble=_("Type account, password and code."))
    try:
        account = credentials.cleaned_data["account"]
        who = prove(request, account=account, **_typed(credentials))
        decided = deciding.decide(who, request=access, answer=_answer(form, with_credentials=True))
    except (BadRequest, NotProved) as wrong:
        return _file(request, access, status=422, trouble=str(wrong))
    messages.success(request, _decided(decided))
    return redirect("requests:file", access)


def _typed(credentials: CredentialsForm) -> dict[str, str]:
    said = credentials.cleaned_data
    return {"password": said["password"], "code": said["code"]}


def _answer(form: AnswerForm, *, with_credentials: bool) -> Answer:
    said = form.cleaned_data
    return Answer(
        agreed=said["decision"] == "approve",
        seen=said["seen"],
        words=said["words"],
        with_credentials=with_credentials,
    )


def _decided(request: AccessRequest) -> str:
    if not request.outcome:
        return _("Your agreement stands for five minutes: the second person must agree within them.")
    return _("Request %(number)s: %(outcome)s.") % {
        "number": request.number,
        "outcome": request.get_outcome_display().lower(),
    }


@require_POST
def withdraw(request: StaffRequest, access: UUID) -> HttpResponse:
    taken = applying.withdraw(request.actor, request=access)
    messages.success(request, _("Request %(number)s is withdrawn.") % {"number": taken.number})
    return redirect("requests:mine")


@require_POST
def conclude(request: StaffRequest, access: UUID) -> HttpResponse:
    return _close(request, access, applying.conclude)


@require_POST
def review(request: StaffRequest, access: UUID) -> HttpResponse:
    return _close(request, access, emergencies.review_emergency)


def _close(request: StaffRequest, access: UUID, deed: Any) -> HttpResponse:
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _file(request, access, status=422, result_form=form)
    try:
        deed(request.actor, request=access, result=form.cleaned_data["result"])
    except BadRequest as wrong:
        form.add_error("result", str(wrong))
        return _file(request, access, status=422, result_form=form)
    messages.success(request, _("The file is closed and archived."))
    return redirect("requests:file", access)
