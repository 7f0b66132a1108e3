"""The watchers' pages: ledger, proofs, trace of one resident, events to look into, health."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.ledger import queries as ledger_queries
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.oversight import actions, export, handling, queries, tracing
from lindun.oversight import events as event_rows
from lindun.oversight import health as house
from lindun.oversight.forms import (
    DAYS_OF_LEDGER,
    DAYS_OF_TRACE,
    HandlingForm,
    LedgerForm,
    PeriodForm,
    TraceForm,
    default_filters,
    last_days,
)
from lindun.oversight.wording import Wording
from lindun.verifier.pack import pack
from lindun.web import charts
from lindun.web.render import render, wants_fragment

CHART_DAYS = 14


@require_safe
def ledger(request: StaffRequest) -> HttpResponse:
    form = LedgerForm({**last_days(DAYS_OF_LEDGER), **request.GET.dict()})
    filters = form.filters() if form.is_valid() else default_filters()
    with gate.passage(request.actor, Action.LEDGER_READ) as passage:
        found, more = queries.page(filters, before=_cursor(request))
        wording = Wording(found)
        passage.saw(entries=len(found))
        context: dict[str, Any] = {
            "form": form,
            "entries": [wording.row(stored) for stored in found],
            "older": f"{form.query() if form.is_valid() else ''}before={found[-1].entry.id}" if more else "",
            "first_page": not request.GET.get("before"),
            "checkpoint": queries.newest_checkpoint(),
            "mirrors": house.mirrors(),
        }
        if not wants_fragment(request):
            looks = queries.looks_per_day(CHART_DAYS, today=timezone.localdate())
            chart = charts.per_day(_("Looks in the last fourteen days"), looks)
            context["chart"] = chart if chart.total else None
        return render(request, "oversight/ledger.html", context, "entries")


def _cursor(request: HttpRequest) -> UUID | None:
    """The last id of the page before; a damaged one starts from the beginning."""
    try:
        return UUID(request.GET["before"])
    except (KeyError, ValueError):
        return None


@require_safe
def entry(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.LEDGER_READ) as passage:
        stored = queries.entry(entry_id)
        if stored is None:
            raise gate.NotHere
        passage.saw([entry_id], kind="entry", entries=1)
        context = {
            "entry": Wording([stored]).row(stored),
            "body": stored.entry.text(),
            "proof": queries.proof(stored),
            "command": f"python3 verifier.pyz proof proof-{entry_id}.json --key ledger.pub",
            "may_prove": offers(Action.LEDGER_PROVE)(request),
        }
        return render(request, "oversight/entry.html", context)


@require_safe
def proof(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """The proof of one entry as a file that anyone can check offline."""
    with gate.passage(request.actor, Action.LEDGER_PROVE) as passage:
        try:
            bundle = ledger_queries.prove(str(entry_id))
        except LookupError as error:
            raise gate.NotHere from error
        except ledger_queries.NotSealedYet:
            messages.info(request, _("It is being sealed. Try again in a moment."))
            return redirect("oversight:entry", entry_id)
        passage.saw([entry_id], kind="entry", entries=1)
    return _file(bundle.encode(), f"proof-{entry_id}.json", "application/json")


@require_safe
def verifier(request: StaffRequest) -> HttpResponse:
    """The independent verifier as one runnable file."""
    with (
        gate.passage(request.actor, Action.LEDGER_PROVE),
        tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder,
    ):
        target = Path(folder) / "verifier.pyz"
        pack(target)
        return _file(target.read_bytes(), "verifier.pyz", "application/zip")


@require_safe
def public_key(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.LEDGER_PROVE):
        return _file(queries.public_keys().encode(), "ledger.pub", "text/plain; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def trace(request: StaffRequest) -> HttpResponse:
    """Room, then person, then the answer. Posted: a room stands for the people in it."""
    with gate.passage(request.actor, Action.TRACE_READ) as passage:
        form = TraceForm(
            request.POST or None, initial=last_days(DAYS_OF_TRACE), communities=passage.extent.communities
        )
        context: dict[str, Any] = {"form": form, "reads_ledger": offers(Action.LEDGER_READ)(request)}
        if form.is_valid():
            context |= _traced(passage, form)
        return render(request, "oversight/trace.html", context, status=422 if form.errors else 200)


def _traced(passage: gate.Passage, form: TraceForm) -> dict[str, Any]:
    asked = form.cleaned_data
    people = (
        []
        if asked["subject"]
        else tracing.people_at(passage, community=asked["community"], room=asked["room"])
    )
    if not asked["subject"] and len(people) != 1:
        if not people:
            form.add_error("room", _("Nobody is registered there. Write the room as in 3-2-1201."))
        return {"choices": people}
    person = tracing.person(passage, asked["subject"]) if asked["subject"] else people[0]
    pk, since, until = person.resident.pk, asked["since"], asked["until"]
    address = reverse("oversight:trace_file", args=[pk])
    return {
        "person": person,
        "since": since,
        "until": until,
        "trace": tracing.trace(passage, pk, since=since, until=until),
        "file_url": f"{address}?since={since}&until={until}",
    }


@require_safe
def trace_file(request: StaffRequest, resident: UUID) -> HttpResponse:
    """The trace as a file for a spreadsheet; its name and address hold ids only."""
    form = PeriodForm(request.GET)
    days = form.cleaned_data if form.is_valid() else last_days(DAYS_OF_TRACE)
    with gate.passage(request.actor, Action.TRACE_READ) as passage:
        tracing.person(passage, resident)
        passage.about("trace.exported")
        found = tracing.trace(passage, resident, since=days["since"], until=days["until"])
        content = export.as_csv(found.looks)
    return _file(content.encode(), f"trace-{resident}.csv", "text/csv; charset=utf-8")


@require_safe
def report(request: StaffRequest) -> HttpResponse:
    """How data was handled in a year: collected, used, shared, destroyed, with the entries behind it."""
    form, year, purpose = _asked_report(request)
    with gate.passage(request.actor, Action.LEDGER_READ) as passage:
        kinds = handling.report(passage, year, purpose=purpose)
    file_url = f"{reverse('oversight:report_file')}?{urlencode({'year': year, 'purpose': purpose or ''})}"
    context = {"form": form, "year": year, "kinds": kinds, "file_url": file_url}
    return render(request, "oversight/report.html", context, "figures")


@require_safe
def report_file(request: StaffRequest) -> HttpResponse:
    """The report as a file for a spreadsheet."""
    _form, year, purpose = _asked_report(request)
    with gate.passage(request.actor, Action.LEDGER_READ) as passage:
        passage.about("report.exported")
        content = handling.as_csv(handling.report(passage, year, purpose=purpose))
    return _file(content.encode(), f"handling-{year}.csv", "text/csv; charset=utf-8")


def _asked_report(request: HttpRequest) -> tuple[HandlingForm, int, str | None]:
    """The form, the year and the purpose; this year and every purpose where it says nothing valid."""
    this_year = timezone.localdate().year
    form = HandlingForm({"year": this_year, **request.GET.dict()})
    if not form.is_valid():
        return form, this_year, None
    return form, form.cleaned_data["year"], form.cleaned_data["purpose"] or None


@require_safe
def events(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.LEDGER_READ) as passage:
        waiting = event_rows.waiting(passage)
        passage.saw(entries=len(waiting))
        reports = offers(Action.CASE_REPORT)(request)
        context = {"waiting": waiting, "done": event_rows.done(), "reports": reports}
        return render(request, "oversight/events.html", context)


@require_POST
def review(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    actions.review_event(request.actor, entry=entry_id)
    messages.success(request, _("Written down: you looked into it."))
    return redirect("oversight:events")


@require_safe
def health(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.HEALTH_VIEW):
        pass  # the checks below run in transactions of their own: keys, then ledger
    return render(request, "oversight/health.html", {"health": house.examine()}, "checks")


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For whoever watches the server from outside: 200 or 503, and one word that says nothing of anybody."""
    word = house.in_one_word()
    return HttpResponse(f"{word}\n", status=503 if word == "stop" else 200, content_type="text/plain")
