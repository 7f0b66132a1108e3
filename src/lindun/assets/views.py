"""Company things over HTTP: the register, one thing with its hands, reports and what came of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.assets import actions, queries
from lindun.assets.actions import BadAsset
from lindun.assets.forms import AssetForm, DecisionForm, FilterForm, IssueForm, ReportForm, WordsForm
from lindun.assets.models import Issue, State, What
from lindun.assets.rules import READERS
from lindun.core.policy import Access
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web import reasons
from lindun.web.render import render

PAGE = 50


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    with gate.passage(request.actor, Action.ASSET_VIEW) as passage:
        page = Paginator(queries.assets(passage, **chosen), PAGE).get_page(request.GET.get("page"))
        rows = list(page.object_list)
        passage.saw(assets=len(rows))
        context = {
            "page": page,
            "rows": rows,
            "form": form,
            "query": "".join(f"{name}={value}&" for name, value in chosen.items() if value),
            "reads_all": passage.actor.role in READERS,
            "may_register": offers(Action.ASSET_REGISTER)(request),
        }
        return render(request, "assets/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = AssetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asset = actions.register(request.actor, **form.cleaned_data)
        except BadAsset as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Registered as %(number)s.") % {"number": asset.number})
            return redirect("assets:one", asset.pk)
    with gate.passage(request.actor, Action.ASSET_REGISTER):
        pass
    return render(request, "assets/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def one(request: StaffRequest, asset: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.ASSET_VIEW) as passage:
        found = queries.asset(passage, asset)
        passage.saw([asset], kind="asset")
        live = found.live[0] if found.live else None  # type: ignore[attr-defined]
        reads_all = passage.actor.role in READERS
        context = {
            "asset": found,
            "live": live,
            "lost": actions.lost(found),
            "history": queries.history(asset) if reads_all else [],
            "may_report": bool(live and live.state == State.OUT),
            "form": None,
        } | _outlook(request, passage, live)
        if live is None and not context["lost"] and offers(Action.ASSET_ISSUE)(request):
            context["form"] = IssueForm()
        return render(request, "assets/one.html", context)


def _outlook(request: StaffRequest, passage: gate.Passage, live: Issue | None) -> dict[str, Any]:
    """What this reader may do with it now, and if her post could decide it but she may not, why."""
    outlook: dict[str, Any] = {"may_decide": False, "may_return": False, "blocked": None}
    if live is None:
        return outlook
    action = Action.ASSET_DECIDE if live.state == State.WAITING else Action.ASSET_RETURN
    if not offers(action)(request):
        return outlook
    decision = passage.outlook(
        Access(
            actor=passage.actor,
            action=action,
            now=timezone.now(),
            other_person=str(live.holder_id),
            proposed_by=str(live.asked_by_id),
        )
    )
    may = "may_decide" if live.state == State.WAITING else "may_return"
    blocked = None if decision.allowed else reasons.explain(decision.reasons, decision.ways_on)
    return outlook | {may: decision.allowed, "blocked": blocked}


@require_POST
def issue(request: StaffRequest, asset: UUID) -> HttpResponse:
    form = IssueForm(request.POST)
    try:
        if form.is_valid():
            actions.issue(request.actor, asset=asset, holder=form.cleaned_data["holder"])
            messages.success(request, _("Proposed. It is issued once a second person has approved."))
        else:
            _asked_for_nobody(request)
    except BadAsset as wrong:
        messages.error(request, str(wrong))
    return redirect("assets:one", asset)


def _asked_for_nobody(request: StaffRequest) -> None:
    with gate.passage(request.actor, Action.ASSET_ISSUE):
        messages.error(request, _("Choose somebody in post."))


@require_POST
def decide(request: StaffRequest, issue: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    approve = form.is_valid() and form.cleaned_data["decision"] == "approve"
    words = form.cleaned_data.get("words", "")
    try:
        found = actions.decide(request.actor, issue=issue, approve=approve, words=words)
        messages.success(request, _("Approved.") if approve else _("Refused; whoever proposed it is told."))
        return redirect("assets:one", found.asset_id)
    except BadAsset as wrong:
        messages.error(request, str(wrong))
    return redirect("assets:list")


@require_POST
def take_back(request: StaffRequest, issue: UUID) -> HttpResponse:
    try:
        found = actions.take_back(request.actor, issue=issue)
        messages.success(request, _("It is back."))
        return redirect("assets:one", found.asset_id)
    except BadAsset as wrong:
        messages.error(request, str(wrong))
    return redirect("assets:list")


@require_POST
def lost(request: StaffRequest, issue: UUID) -> HttpResponse:
    form = WordsForm(request.POST)
    try:
        words = form.cleaned_data["words"] if form.is_valid() else ""
        made = actions.report_lost(request.actor, issue=issue, words=words)
        messages.success(request, _reported(made.number))
    except BadAsset as wrong:
        messages.error(request, str(wrong))
    return redirect("assets:list")


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest) -> HttpResponse:
    """Something is in other hands, or was never approved. Anybody may report."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(request, form.cleaned_data)
        except BadAsset as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _reported(made))
            return redirect("assets:list")
    with gate.passage(request.actor, Action.ASSET_REPORT):
        pass
    return render(request, "assets/report.html", {"form": form}, status=422 if form.errors else 200)


def _report(request: StaffRequest, said: dict[str, str]) -> str:
    if said["what"] == What.PASSED_ON:
        made = actions.report_held(request.actor, number=said["number"], by=said["by"], words=said["words"])
    else:
        made = actions.report_barred(request.actor, by=said["by"], words=said["words"])
    return made.number


def _reported(number: str) -> str:
    return _("Reported as %(number)s; the confidentiality officer is told.") % {"number": number}


@require_safe
def incidents(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.ASSET_INCIDENT_VIEW) as passage:
        page = Paginator(queries.incidents(), PAGE).get_page(request.GET.get("page"))
        rows = list(page.object_list)
        passage.saw(incidents=len(rows))
        return render(request, "assets/incidents.html", {"page": page, "rows": rows})


@require_safe
def incident(request: StaffRequest, incident: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.ASSET_INCIDENT_VIEW) as passage:
        found = queries.incidents().filter(pk=incident).first()
        if found is None:
            raise gate.NotHere
        passage.saw([incident], kind="incident")
        may_close = found.is_open and offers(Action.ASSET_INCIDENT_CLOSE)(request)
        may_take_up = found.is_open and queries.to_handle(request.staff.pk).filter(pk=incident).exists()
        context = {
            "incident": found,
            "may_close": may_close,
            "may_take_up": may_take_up and offers(Action.CASE_REPORT)(request),
        }
        return render(request, "assets/incident.html", context)


@require_POST
def close(request: StaffRequest, incident: UUID) -> HttpResponse:
    form = WordsForm(request.POST)
    try:
        words = form.cleaned_data["words"] if form.is_valid() else ""
        actions.close_incident(request.actor, incident=incident, words=words)
        messages.success(request, _("Closed."))
    except BadAsset as wrong:
        messages.error(request, str(wrong))
    return redirect("assets:incident", incident)
