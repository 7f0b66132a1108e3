"""Lists of staff over HTTP: upload, columns, check, carry out, report, let people in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import pages as organisation_pages
from lindun.organisation.assigning import BadPost
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.personnel.lists import bringing, pages, queries, words
from lindun.personnel.lists.bringing import BadImport
from lindun.personnel.lists.forms import ColumnsForm, ListForm, SeenForm
from lindun.personnel.lists.reading import BadList
from lindun.personnel.models import ListState, StaffList
from lindun.residents import uploads
from lindun.web.render import render


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: StaffRequest) -> HttpResponse:
    """Bring a list; below it the earlier ones. Whoever only looks sees those."""
    trouble = uploads.trouble_of(request) if request.method == "POST" else ""
    posted = request.method == "POST" and not trouble
    form = ListForm(request.POST, request.FILES) if posted else ListForm()
    if posted and form.is_valid():
        brought = _start(request, form)
        if brought and brought.state == ListState.PREVIEW:
            return redirect("personnel:list_columns", brought.pk)
        trouble = brought.reason if brought else ""
    with gate.passage(request.actor, Action.LIST_VIEW) as passage:
        earlier = [pages.line(one) for one in queries.earlier()]
        passage.saw(lists=len(earlier))
        context = {
            "form": form if offers(Action.LIST_IMPORT)(request) else None,
            "limits": words.LIMITS,
            "fields": list(words.FIELDS.values()),
            "refusal": words.refusal(trouble) if trouble else None,
            "earlier": earlier,
        }
    return render(request, "personnel/lists.html", context, status=422 if trouble or form.errors else 200)


def _start(request: StaffRequest, form: ListForm) -> StaffList | None:
    try:
        return bringing.start(request.actor, file=form.list)
    except BadImport as bad:
        form.add_error("file", str(bad))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """What each column is, for a person to correct."""
    try:
        found, heading = bringing.headings(request.actor, list_id)
        form = ColumnsForm(request.POST if request.method == "POST" else None, heading=heading)
        if form.is_valid():
            bringing.correct(request.actor, list_id=list_id, said=form.said())
            return redirect("personnel:list_check", list_id)
    except BadImport as bad:
        return _over(request, bad)
    except BadList as bad:
        return _unreadable(request, bad)
    context = pages.columns(found, heading, form)
    return render(request, "personnel/list_columns.html", context, status=422 if form.errors else 200)


@require_safe
def check(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """Every row with what becomes of it, before anybody is entered."""
    try:
        found, listed, verdicts = bringing.look(request.actor, list_id)
    except BadImport as bad:
        return _over(request, bad)
    except BadList as bad:
        return _unreadable(request, bad, list_id)
    show = pages.tab(request.GET.get("show", ""))
    context = pages.preview(found, listed, verdicts, show=show, page=request.GET.get("page"))
    return render(request, "personnel/list_check.html", context)


@require_POST
def apart(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """Say who of those who share a name is somebody else."""
    try:
        bringing.tell_apart(request.actor, list_id=list_id, numbers=set(request.POST.getlist("apart")))
    except BadImport as bad:
        return _over(request, bad)
    except BadList as bad:
        return _unreadable(request, bad, list_id)
    return redirect("personnel:list_check", list_id)


@require_POST
def carry_out(request: StaffRequest, list_id: UUID) -> HttpResponse:
    form = SeenForm(request.POST)
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else ""
        bringing.carry_out(request.actor, list_id=list_id, seen=seen)
    except (BadImport, BadPost) as bad:
        messages.error(request, str(bad))
        return redirect("personnel:list_check", list_id)
    except BadList as bad:
        return _unreadable(request, bad, list_id)
    return redirect("personnel:list", list_id)


@require_POST
def cancel(request: StaffRequest, list_id: UUID) -> HttpResponse:
    try:
        bringing.cancel(request.actor, list_id=list_id)
    except BadImport as bad:
        return _over(request, bad)
    messages.success(request, _("Cancelled. Nobody was entered, and the uploaded copy was destroyed."))
    return redirect("personnel:lists")


@require_safe
def report(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """What became of a list, and who waits to be let in."""
    with gate.passage(request.actor, Action.LIST_VIEW) as passage:
        found = queries.staff_list(passage, list_id)
        if found.state != ListState.DONE:
            raise gate.NotHere
        show = pages.tab(request.GET.get("show", ""))
        context = pages.report(found, show=show, page=request.GET.get("page"))
        may = organisation_pages.may(passage, Action.LIST_CONFIRM, proposed_by=str(found.proposed_by_id))
        passage.saw(rows=len(context["rows"]), people=len(context["waiting"]))
        context |= {"may_decide": may.allowed, "may_record": offers(Action.LEAVE_RECORD)(request)}
        return render(request, "personnel/list_report.html", context)


@require_safe
def file_report(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """The report as a file: a line of JSON a row, without names."""
    with gate.passage(request.actor, Action.LIST_VIEW) as passage:
        found = queries.staff_list(passage, list_id)
        lines = list(queries.report_lines(found))
        passage.saw(rows=len(lines))
    text = "".join(f"{line}\n" for line in lines)
    response = HttpResponse(text, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="staff-list-{found.pk}.jsonl"'
    return response


@require_POST
def let_in(request: StaffRequest, list_id: UUID) -> HttpResponse:
    """Let everybody in who waits for an ordinary post; the gate refuses whoever proposed them."""
    form = SeenForm(request.POST)
    try:
        seen = form.cleaned_data["seen"] if form.is_valid() else ""
        count = bringing.let_in(request.actor, list_id=list_id, seen=seen)
        said = ngettext(
            "%(n)d person is in post from now on.", "%(n)d people are in post from now on.", count
        )
        messages.success(request, said % {"n": count})
    except BadPost as bad:
        messages.error(request, str(bad))
    return redirect("personnel:list", list_id)


def _over(request: StaffRequest, bad: BadImport) -> HttpResponse:
    messages.error(request, str(bad))
    return redirect("personnel:lists")


def _unreadable(request: StaffRequest, bad: BadList, list_id: UUID | None = None) -> HttpResponse:
    """Back to where it can be put right: to the columns, or to bringing another file."""
    for sentence in words.refusal(bad.code).sentences:
        messages.error(request, str(sentence))
    return redirect("personnel:list_columns", list_id) if list_id else redirect("personnel:lists")
