"""New kinds of data and new purposes over HTTP: what was proposed, a proposal, its decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.catalogue import entering, pages, queries
from lindun.catalogue.entering import BadEntry
from lindun.catalogue.forms import DecisionForm, ItemForm, PurposeForm
from lindun.catalogue.models import EntryKind
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.web.render import render

PAGE = 20
FORMS: dict[str, type[ItemForm] | type[PurposeForm]] = {
    EntryKind.ITEM: ItemForm,
    EntryKind.PURPOSE: PurposeForm,
}


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.CATALOGUE_VIEW) as passage:
        page = Paginator(queries.entries(), PAGE).get_page(request.GET.get("page"))
        context = {
            "tabs": pages.tabs(request, "entries"),
            "page": page,
            "rows": [pages.entry_row(passage, entry) for entry in page.object_list],
            "may_propose": offers(Action.ENTRY_PROPOSE)(request),
        }
    return render(request, "catalogue/entries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: StaffRequest, what: str) -> HttpResponse:
    """The form for a kind of data or a purpose; a heading that an import brought fills in the name."""
    with gate.passage(request.actor, Action.ENTRY_PROPOSE):
        if what not in FORMS:
            raise gate.NotHere
        brought = queries.brought_label(request.GET.get("task", ""))
    form = FORMS[what](request.POST or None, initial={"name_zh": brought})
    if request.method == "POST" and form.is_valid():
        try:
            entering.propose(request.actor, form.new(), necessity=form.cleaned_data["necessity"])
        except BadEntry as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Proposed. A second person decides; until then nothing changes."))
            return redirect("catalogue:entries")
    context = {"form": form, "what": what}
    return render(request, "catalogue/entry_form.html", context, status=422 if form.errors else 200)


@require_POST
def decide(request: StaffRequest, entry: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "approve"
        try:
            entering.decide(request.actor, entry=entry, approve=approve)
            said = _("In the catalogue from now on; no purpose needs it yet.")
            messages.success(request, said if approve else _("Refused; nothing changes."))
        except BadEntry as wrong:
            messages.error(request, str(wrong))
    return redirect("catalogue:entries")
