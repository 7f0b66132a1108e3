"""Somebody asks for data, over HTTP: who asks, what to say, record; the register; the legal desk's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.legal import actions, queries
from lindun.legal.actions import BadEnquiry
from lindun.legal.askers import ASKERS, PAPERS
from lindun.legal.forms import AnswerForm, AskedForm, WordsForm
from lindun.legal.models import Enquiry
from lindun.legal.rules import READING
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web.render import render

PAGE = 30


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.ENQUIRY_VIEW) as passage:
        found = queries.enquiries(reader=request.staff.pk, every=_reads_all(request))
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        rows = list(page.object_list)
        passage.saw(enquiries=len(rows))
    return render(request, "legal/list.html", {"page": page, "rows": rows, "all": _reads_all(request)})


def _reads_all(request: StaffRequest) -> bool:
    return request.staff.role in READING


@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.ENQUIRY_RECORD):
        pass
    official = [asker for asker in ASKERS.values() if asker.is_official]
    others = [asker for asker in ASKERS.values() if not asker.is_official]
    return render(request, "legal/choose.html", {"official": official, "others": others})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, asker: str) -> HttpResponse:
    kind = ASKERS.get(asker)
    if kind is None:
        raise gate.NotHere
    with gate.passage(request.actor, Action.ENQUIRY_RECORD):
        pass
    form = AskedForm(kind, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            enquiry, found = actions.record(request.actor, form.asked())
        except BadEnquiry as wrong:
            form.add_error(None, str(wrong))
        else:
            return _recorded(request, enquiry, found)
    context = {"asker": kind, "form": form}
    return render(request, "legal/new.html", context, status=422 if form.errors else 200)


def _recorded(request: StaffRequest, enquiry: Enquiry, found: tuple[str, ...]) -> HttpResponse:
    done = {"number": enquiry.number}
    if enquiry.is_waiting:
        messages.success(request, _("Recorded as %(number)s; the legal desk has it.") % done)
    else:
        messages.success(request, _("Recorded as %(number)s. Nothing else is to be done.") % done)
    if found:
        messages.warning(request, _("What you typed held personal data. It was masked."))
    return redirect("legal:one", enquiry.pk)


@require_safe
def one(request: StaffRequest, enquiry: UUID) -> HttpResponse:
    return _page(request, enquiry)


@require_POST
def refuse(request: StaffRequest, enquiry: UUID) -> HttpResponse:
    form = WordsForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    return _do(
        request,
        enquiry,
        lambda: actions.refuse(request.actor, enquiry=enquiry, words=words),
        _("Refused in writing; whoever recorded it is told."),
    )


@require_POST
def answer(request: StaffRequest, enquiry: UUID) -> HttpResponse:
    words, number = request.POST.get("words", ""), request.POST.get("request", "").strip()
    papers = request.POST.getlist("papers")
    return _do(
        request,
        enquiry,
        lambda: actions.answer(request.actor, enquiry=enquiry, words=words, papers=papers, request=number),
        _("The answer is on file; whoever recorded it is told."),
    )


def _do(request: StaffRequest, enquiry: UUID, deed: Callable[[], object], done: str) -> HttpResponse:
    """Carry it out; what cannot be is said on the page, with what was typed still in its fields."""
    try:
        deed()
    except BadEnquiry as wrong:
        return _page(request, enquiry, said=str(wrong))
    messages.success(request, done)
    return redirect("legal:one", enquiry)


def _page(request: StaffRequest, enquiry: UUID, *, said: str = "") -> HttpResponse:
    with gate.passage(request.actor, Action.ENQUIRY_VIEW) as passage:
        found = queries.enquiry(enquiry, reader=request.staff.pk, every=_reads_all(request))
        passage.saw([enquiry], kind="enquiry")
    context: dict[str, Any] = {
        "enquiry": found,
        "papers": [(PAPERS[code], code in found.papers) for code in found.kind.papers],
        "said": said,
        "desk": offers(Action.ENQUIRY_DECIDE)(request) and found.is_waiting,
        "own": found.recorded_by_id == request.actor.person,
    }
    if context["desk"] and not context["own"]:
        typed = request.POST if said else None
        context["answer_form"] = AnswerForm(found.kind, typed, initial={"papers": found.papers})
    return render(request, "legal/one.html", context, status=422 if said else 200)
