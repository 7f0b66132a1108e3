"""The catalogue over HTTP: the matrix, proposing and deciding its changes, kinds of data without a level."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.catalogue import actions, pages, queries
from lindun.catalogue.actions import BadChange
from lindun.catalogue.forms import ChangeForm, DecisionForm
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web.render import render, wants_fragment

PAGE = 20


@require_safe
def matrix(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.CATALOGUE_VIEW):
        settling = offers(Action.CLASSIFICATION_SETTLE)(request)
        context = {
            "tabs": pages.tabs(request, "matrix"),
            "items": queries.items(),
            "rows": pages.matrix_rows(request),
            "unsettled": list(queries.classification_tasks()),
            "settle_url": reverse("catalogue:unclassified") if settling else "",
            "may_propose": offers(Action.CHANGE_PROPOSE)(request),
        }
        return render(request, "catalogue/matrix.html", context)


@require_safe
def items(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.CATALOGUE_VIEW):
        context = {"tabs": pages.tabs(request, "items"), "items": queries.items_with_use()}
        return render(request, "catalogue/items.html", context)


@require_safe
def changes(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.CATALOGUE_VIEW) as passage:
        page = Paginator(queries.changes(), PAGE).get_page(request.GET.get("page"))
        rows = [pages.change_row(passage, change) for change in page.object_list]
        context = {"tabs": pages.tabs(request, "changes"), "page": page, "rows": rows}
        return render(request, "catalogue/change_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, purpose: str, item: str) -> HttpResponse:
    context = _cell_at(request, purpose, item)
    form = ChangeForm(request.POST or None, item=context["item"], before=context["before"])
    if request.method == "POST" and form.is_valid() and _propose(request, form, purpose, item):
        messages.success(request, _("Proposed. A second person decides; until then nothing changes."))
        return redirect("catalogue:changes")
    context["form"] = form
    return render(request, "catalogue/change_form.html", context, status=422 if form.errors else 200)


def _cell_at(request: StaffRequest, purpose: str, item: str) -> dict[str, Any]:
    """The cell as the form shows it. Asking for the form is asking the gate for this action."""
    with gate.passage(request.actor, Action.CHANGE_PROPOSE, purpose=purpose) as passage:
        cell = queries.cell(purpose, item)
        if cell is None:
            raise gate.NotHere
        passage.items.append(item)
        return {
            "purpose": cell.purpose,
            "item": cell.item,
            "before": cell.way,
            "effect": pages.effects(cell.item),
        }


def _propose(request: StaffRequest, form: ChangeForm, purpose: str, item: str) -> bool:
    asked = form.cleaned_data
    try:
        actions.propose_change(
            request.actor, purpose=purpose, item=item, after=asked["after"], necessity=asked["necessity"]
        )
    except BadChange as wrong:
        form.add_error(None, str(wrong))
        return False
    return True


@require_POST
def decide(request: StaffRequest, change: UUID) -> HttpResponse:
    """Agree or refuse; the gate refuses the proposer herself."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("catalogue:changes")
    approve = form.cleaned_data["decision"] == "approve"
    try:
        actions.decide_change(request.actor, change=change, approve=approve)
        messages.success(request, _("In force from now on.") if approve else _("Refused; nothing changes."))
    except BadChange as wrong:
        messages.error(request, str(wrong))
    if not wants_fragment(request):
        return redirect("catalogue:changes")
    with gate.passage(request.actor, Action.CATALOGUE_VIEW) as passage:
        row = pages.change_row(passage, queries.changes().get(pk=change))
        return render(request, "catalogue/change_list.html", {"row": row}, "change")


@require_safe
def unclassified(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.CLASSIFICATION_SETTLE) as passage:
        waiting = list(queries.classification_tasks())
        passage.saw([task.pk for task in waiting], kind="classification")
        context = {"tabs": pages.tabs(request, "unclassified"), "tasks": waiting}
        return render(request, "catalogue/unclassified.html", context)


@require_POST
def settle(request: StaffRequest, task: UUID) -> HttpResponse:
    actions.settle_classification(request.actor, task=task)
    messages.success(request, _("Settled; your name stands with it."))
    return redirect("catalogue:unclassified")
