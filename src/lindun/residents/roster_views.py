"""Rosters over HTTP: upload, columns, check, confirm, progress, report."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.residents import roster_pages as pages
from lindun.residents import roster_queries as queries
from lindun.residents import rosters, uploads, words
from lindun.residents.models import ImportState, RosterImport
from lindun.residents.roster_forms import ColumnsForm, UploadForm
from lindun.residents.rosters import BadRoster
from lindun.residents.taking_in import ENDED
from lindun.web.render import render

KINDS = "xlsx, xls, csv"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: StaffRequest) -> HttpResponse:
    """Bring a file; below it the imports that can be found again."""
    trouble = uploads.trouble_of(request) if request.method == "POST" else ""
    with gate.passage(request.actor, Action.ROSTER_VIEW) as passage:
        communities = queries.communities(passage)
        earlier = [pages.line(roster) for roster in queries.earlier(passage)]
        passage.saw(rosters=len(earlier))
    posted = request.method == "POST" and not trouble
    form = UploadForm(
        request.POST if posted else None, request.FILES if posted else None, communities=communities
    )
    if posted and form.is_valid() and (started := _start(request, form)):
        return redirect("residents:import_progress", started.pk)
    context = {
        "form": form,
        "limits": {"megabytes": settings.ROSTER_MAX_BYTES // 2**20, "kinds": KINDS},
        "refusal": words.refusal(trouble) if trouble else None,
        "earlier": earlier,
    }
    return render(
        request, "residents/import_upload.html", context, status=422 if trouble or form.errors else 200
    )


def _start(request: StaffRequest, form: UploadForm) -> RosterImport | None:
    """Start the import; None when the form now says what is wrong."""
    file = form.roster
    try:
        return rosters.start(
            request.actor, community=form.cleaned_data["community"], file=file, size=file.size or 0
        )
    except BadRoster as bad:
        form.add_error("file", str(bad))
        return None


@require_safe
def progress(request: StaffRequest, roster: UUID) -> HttpResponse:
    """How far reading or taking in has come; leads on to whatever page the import is at."""
    found = _find(request, roster)
    if (elsewhere := _page_of(found)) != "residents:import_progress":
        return redirect(elsewhere, roster)
    return render(request, "residents/import_progress.html", pages.progress(found), "progress")


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: StaffRequest, roster: UUID) -> HttpResponse:
    """What each column is, for a person to correct; a change has the file read again."""
    with gate.passage(request.actor, Action.ROSTER_VIEW) as passage:
        found = queries.roster(passage, roster)
        sheet_rows = queries.rows_by_sheet(passage, found)
    if found.state != ImportState.PREVIEW:
        return redirect("residents:import_progress", roster)
    levels = {item.code: item.level for item in catalogue.items()}
    form = ColumnsForm(request.POST or None, sheets=found.columns["sheets"], catalogued=levels)
    if request.method == "POST" and form.is_valid():
        return _corrected(request, roster, form)
    context = pages.columns(found, form, levels=levels, sheet_rows=sheet_rows)
    return render(request, "residents/import_columns.html", context, status=422 if form.errors else 200)


def _corrected(request: StaffRequest, roster: UUID, form: ColumnsForm) -> HttpResponse:
    said = form.said()
    if not said:
        return redirect("residents:import_preview", roster)
    return _decided(
        request, roster, lambda: rosters.correct(request.actor, roster_id=roster, corrections=said)
    )


@require_safe
def preview(request: StaffRequest, roster: UUID) -> HttpResponse:
    """Every row with its verdict, before anything is stored."""
    show = pages.tab(request.GET.get("show", ""))
    with gate.passage(request.actor, Action.ROSTER_VIEW) as passage:
        found = queries.roster(passage, roster)
        rows = pages.page(queries.rows(passage, found, status=show), request.GET.get("page"))
        passage.saw(rows=len(rows.object_list))
    if found.state != ImportState.PREVIEW:
        return redirect("residents:import_progress", roster)
    return render(request, "residents/import_preview.html", pages.preview(found, rows, show=show))


@require_POST
def confirm(request: StaffRequest, roster: UUID) -> HttpResponse:
    return _decided(request, roster, lambda: rosters.confirm(request.actor, roster_id=roster))


@require_POST
def cancel(request: StaffRequest, roster: UUID) -> HttpResponse:
    try:
        rosters.cancel(request.actor, roster_id=roster)
    except BadRoster as bad:
        messages.error(request, str(bad))
        return redirect("residents:import_progress", roster)
    messages.success(request, _("Cancelled. Nothing was stored, and the uploaded copy was destroyed."))
    return redirect("residents:import_upload")


@require_safe
def report(request: StaffRequest, roster: UUID) -> HttpResponse:
    """What became of the file, for a manager to read."""
    with gate.passage(request.actor, Action.ROSTER_VIEW) as passage:
        found = queries.roster(passage, roster)
        rows = pages.page(queries.rows(passage, found, status="rejected"), request.GET.get("page"))
        passage.saw(rows=len(rows.object_list))
    if found.state not in ENDED:
        return redirect("residents:import_progress", roster)
    return render(request, "residents/import_report.html", pages.report(found, rows))


@require_safe
def file_report(request: StaffRequest, roster: UUID) -> HttpResponse:
    """The report as a file: a line of JSON a row, values masked. Its name holds a number only."""
    with gate.passage(request.actor, Action.ROSTER_VIEW) as passage:
        found = queries.roster(passage, roster)
        lines = list(queries.report_lines(passage, found))
        passage.saw(rows=len(lines))
    response = HttpResponse(
        "".join(f"{line}\n" for line in lines), content_type="application/x-ndjson; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="roster-{found.pk}.jsonl"'
    return response


def _find(request: StaffRequest, roster: UUID) -> RosterImport:
    with gate.passage(request.actor, Action.ROSTER_VIEW) as passage:
        return queries.roster(passage, roster)


def _page_of(roster: RosterImport) -> str:
    """Where an import is now: at its progress, its columns, its preview or its report."""
    if roster.state in ENDED:
        return "residents:import_report"
    if roster.state != ImportState.PREVIEW:
        return "residents:import_progress"
    corrected = "corrections" in roster.columns
    return "residents:import_preview" if corrected else "residents:import_columns"


def _decided(request: StaffRequest, roster: UUID, decide: Any) -> HttpResponseRedirect:
    """Carry out a decision and show how the work goes; one that comes too late says so."""
    try:
        decide()
    except BadRoster as bad:
        messages.error(request, str(bad))
    return redirect("residents:import_progress", roster)
