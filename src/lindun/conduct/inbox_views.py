"""What comes in: the register of cases, a new report, and reports about things that wait to be taken up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.assets import actions as assets
from lindun.assets import queries as reports
from lindun.assets.actions import BadAsset
from lindun.conduct import actions, leads, queries, wording
from lindun.conduct.actions import BadCase
from lindun.conduct.forms import LeadForm, ReportForm
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.partners import queries as partners
from lindun.web.render import render

PAGE = 30


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """The cases of this reader: open ones, or with ?closed those that are over."""
    closed = "closed" in request.GET
    with gate.passage(request.actor, Action.CASE_VIEW) as passage:
        found = queries.cases(passage).filter(closed_at__isnull=not closed)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        rows = [wording.row(case) for case in page.object_list]
        passage.saw(cases=len(rows))
    tabs = _tabs(request, "closed" if closed else "open")
    context = {"page": page, "rows": rows, "tabs": tabs, "closed": closed}
    context["may_change"] = offers(Action.LADDER_CHANGE)(request)
    return render(request, "conduct/list.html", context)


@require_safe
def leading(request: StaffRequest) -> HttpResponse:
    """Reports about things that nobody has taken up or dismissed."""
    with gate.passage(request.actor, Action.ASSET_INCIDENT_VIEW) as passage:
        page = Paginator(reports.to_handle(request.staff.pk).filter(closed_at=None), PAGE).get_page(
            request.GET.get("page")
        )
        rows = list(page.object_list)
        passage.saw(incidents=len(rows))
    context = {
        "page": page,
        "rows": rows,
        "tabs": _tabs(request, "leads"),
        "may_take_up": offers(Action.CASE_REPORT)(request),
        "may_dismiss": offers(Action.ASSET_INCIDENT_CLOSE)(request),
    }
    return render(request, "conduct/leads.html", context)


@require_POST
def dismiss(request: StaffRequest, incident: UUID) -> HttpResponse:
    """No case comes of it; the reason stays with the report."""
    form = LeadForm(request.POST)
    try:
        words = form.cleaned_data["words"] if form.is_valid() else ""
        assets.close_incident(request.actor, incident=incident, words=words)
        messages.success(request, _("Dismissed; the reason stays with the report."))
    except BadAsset as wrong:
        messages.error(request, str(wrong))
    return redirect("conduct:leads")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Report a violation; ?entry= is the ledger entry it was found by, ?accused= a staff number.

    ?incident= is a report about a thing that is taken up.
    """
    with gate.passage(request.actor, Action.CASE_REPORT):
        firms = list(partners.by_name())
    form = ReportForm(request.POST or None, partners=firms, initial=_begun(request))
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.report(request.actor, form.report())
        except BadCase as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Reported as %(number)s.") % {"number": case.number})
            return redirect("conduct:list")
    return render(request, "conduct/new.html", {"form": form}, status=422 if form.errors else 200)


def _begun(request: StaffRequest) -> dict[str, Any]:
    """What the form opens with: as the address says, or as the report does that is taken up."""
    known: dict[str, Any] = {name: request.GET.get(name, "") for name in ("entry", "accused")}
    if (taken_up := request.GET.get("incident")) is None:
        return known
    try:
        incident = UUID(taken_up)
    except ValueError:
        raise Http404 from None
    return known | leads.begun(leads.look_up(request.actor, incident))


def _tabs(request: StaffRequest, here: str) -> list[dict[str, Any]]:
    """Open and closed cases; and reports about things, where the reader may see them."""
    cases = reverse("conduct:list")
    tabs = [
        {"label": _("Open cases"), "url": cases, "current": here == "open"},
        {"label": _("Closed cases"), "url": f"{cases}?closed", "current": here == "closed"},
    ]
    if offers(Action.ASSET_INCIDENT_VIEW)(request):
        waiting = reports.to_handle(request.staff.pk).filter(closed_at=None).count()
        url = reverse("conduct:leads")
        tabs.append({"label": _("Leads"), "url": url, "current": here == "leads", "count": waiting})
    return tabs
