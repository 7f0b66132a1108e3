"""Printed sheets over HTTP: the register, a sheet and what became of it, and printing for one's own task."""

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
from lindun.catalogue import queries as catalogue
from lindun.core.policy import Access, Place
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.queries import accounts_of
from lindun.organisation.shell import offers
from lindun.papers import actions, printing, queries
from lindun.papers.errors import BadSheet
from lindun.papers.forms import EndForm, LossForm, WishForm
from lindun.papers.models import SETTLED, Customer, Sheet
from lindun.papers.rules import LEADERS, WATCHERS
from lindun.requests.models import Task
from lindun.web import errors, reasons
from lindun.web.render import render

PAGE = 30


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    with gate.passage(request.actor, Action.SHEET_VIEW) as passage:
        page = Paginator(queries.sheets(passage, now=now), PAGE).get_page(request.GET.get("page"))
        tasks = queries.tasks(page.object_list)
        rows = [_row(sheet, tasks.get(sheet.task_id)) for sheet in page.object_list]
        passage.saw(sheets=len(rows))
    return render(request, "papers/list.html", {"page": page, "rows": rows})


def _row(sheet: Sheet, task: Task | None) -> dict[str, Any]:
    return {"sheet": sheet, "task": task, "standing": sheet.standing(timezone.now())}


@require_safe
def one(request: StaffRequest, sheet: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.SHEET_VIEW) as passage:
        found = queries.sheet(passage, sheet, now=timezone.now())
        task = queries.tasks([found]).get(found.task_id)
        passage.saw([sheet], kind="sheet")
        names = {item.code: item.name for item in catalogue.items()}
        context = _row(found, task) | {
            "clear": [names.get(code, code) for code in found.items],
            "masked": [names.get(code, code) for code in found.masked],
            "ends": [(end.value, end.label) for end in SETTLED],
        }
        return render(request, "papers/one.html", context | _outlook(request, passage, found, task))


def _outlook(request: StaffRequest, passage: gate.Passage, sheet: Sheet, task: Task | None) -> dict[str, Any]:
    """What this reader may say of a sheet that is out, and if her post does but she may not, why."""
    own = sheet.holder_id in accounts_of(request.staff.pk)
    says = own or passage.actor.role in LEADERS | WATCHERS
    told: dict[str, Any] = {"own": own, "may_settle": False, "may_lose": False, "blocked": None}
    if sheet.ended_at is not None:
        return told
    told["may_lose"] = says and offers(Action.SHEET_LOSE)(request)
    if task is None or not offers(Action.SHEET_RETURN)(request):
        return told
    access = Access(
        actor=passage.actor,
        action=Action.SHEET_RETURN,
        now=timezone.now(),
        place=Place(task.community_id, task.building_id),
        other_person=str(sheet.holder_id),
    )
    decision = passage.outlook(access)
    blocked = None if decision.allowed else reasons.explain(decision.reasons, decision.ways_on)
    return told | {"may_settle": decision.allowed, "blocked": blocked}


@require_http_methods(["GET", "HEAD", "POST"])
def printed(request: StaffRequest, task: UUID) -> HttpResponse:
    """What the sheet of one's own task would show; POST: the sheet."""
    offer = printing.offer(request.actor, task=task)
    form = WishForm(request.POST if request.method == "POST" else None, offer=offer)
    if request.method == "POST" and form.is_valid():
        try:
            made = printing.print_sheet(request.actor, request.staff, task=task, wish=form.wish())
        except BadSheet as wrong:
            form.add_error(None, str(wrong))
        except gate.SealingError:
            return errors.refused(request, reasons.explain(["vault.seal_broken"], ["ask.officer"]), 409)
        else:
            return _pdf(made)
    return _form(request, offer, form)


def _form(request: StaffRequest, offer: printing.Offer, form: WishForm) -> HttpResponse:
    told = [
        {"item": item, "open": decision.allowed, "why": reasons.explain(decision.reasons, decision.ways_on)}
        for item, decision in offer.printable
    ]
    context = {
        "offer": offer,
        "printable": told,
        "why": told[0]["why"] if told and not offer.open else None,
        "customers": Customer.choices,
        "due": printing.due_after(timezone.now()),
        "form": form,
    }
    return render(request, "papers/print.html", context, status=422 if form.errors else 200)


def _pdf(made: printing.Printed) -> HttpResponse:
    """Shown in the browser, from where it is printed: a download would leave the values on a disk."""
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{made.sheet.number}.pdf"'
    return answer


@require_POST
def settle(request: StaffRequest, sheet: UUID) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what became of the sheet."))
        return redirect("papers:one", sheet)
    try:
        found = actions.account_for(request.actor, sheet=sheet, **form.cleaned_data)
        messages.success(request, _("%(number)s is accounted for.") % {"number": found.number})
    except BadSheet as wrong:
        messages.error(request, str(wrong))
    return redirect("papers:one", sheet)


@require_POST
def lose(request: StaffRequest, sheet: UUID) -> HttpResponse:
    form = LossForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        actions.report_lost(request.actor, sheet=sheet, words=words)
        messages.success(request, _("Reported. An incident is open, and the officer has been told."))
    except BadSheet as wrong:
        messages.error(request, str(wrong))
    return redirect("papers:one", sheet)
