"""Transfers over HTTP: the list, recording one, and the review of what was opened in the old post."""

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
from lindun.core.policy import Access
from lindun.gate.vocabulary import Action
from lindun.leaving import ahead, looks, queries, transfers
from lindun.leaving.errors import BadExit
from lindun.leaving.forms import TransferForm, WordsForm
from lindun.leaving.models import Transfer
from lindun.leaving.transfers import Wish
from lindun.organisation.actions import BadPost, current_post
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.models import Role
from lindun.organisation.queries import accounts_of
from lindun.organisation.shell import offers
from lindun.web.render import render

PAGE = 50


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.TRANSFER_VIEW) as passage:
        shown = [one for one in queries.transfers() if transfers.concerns(passage, one)]
        page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
        passage.saw(transfers=len(page.object_list))
        context = {
            "page": page,
            "rows": list(page.object_list),
            "may_record": offers(Action.TRANSFER_RECORD)(request),
        }
        return render(request, "leaving/transfers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, staff: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.TRANSFER_RECORD, other_person=staff) as passage:
        person = queries.person(staff)
        passage.saw([staff], kind="staff")
        against = transfers.obstacle(person)
        ends = ahead.in_words(ahead.of_transfer(staff).items())
        initial = TransferForm.initial_of(current_post(person)) | {"from_day": timezone.localdate()}
    if against:
        messages.error(request, against)
        return redirect("organisation:person", staff)
    form = TransferForm(request.POST or None, initial=initial, mover=staff)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        wish = Wish(staff, form.post(), asked["from_day"], asked["tasks_to"])
        try:
            transfer = transfers.record(request.actor, wish)
        except (BadExit, BadPost) as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("Recorded as %(number)s.") % {"number": transfer.number})
            return redirect("leaving:transfer", transfer.pk)
    context = {"form": form, "person": person, "ends": ends}
    return render(request, "leaving/transfer_new.html", context, status=422 if form.errors else 200)


@require_safe
def one(request: StaffRequest, transfer: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.TRANSFER_VIEW) as passage:
        found = queries.transfers().filter(pk=transfer).first()
        if found is None or not transfers.concerns(passage, found):
            raise gate.NotHere
        accounts = accounts_of(found.staff_id)
        passage.saw([transfer], kind="transfer")
        passage.saw(accounts, kind="staff")
        reviews = _may(passage, Action.TRANSFER_REVIEW, found)
        context = {
            "transfer": found,
            "before": _post(found.old_role, found.old_places),
            "after": _post(found.role, found.places),
            "may_review": reviews and found.done_at is not None and found.reviewed_at is None,
            "may_cancel": _may(passage, Action.TRANSFER_RECORD, found)
            and found.done_at is None
            and found.cancelled_at is None,
            "rows": looks.lately(passage, accounts) if reviews and found.done_at else [],
            "reviews": reviews,
        }
        return render(request, "leaving/transfer.html", context)


@require_POST
def cancel(request: StaffRequest, transfer: UUID) -> HttpResponse:
    try:
        transfers.cancel(request.actor, transfer=transfer)
        messages.success(request, _("Taken back."))
    except BadExit as wrong:
        messages.error(request, str(wrong))
    return redirect("leaving:transfer", transfer)


@require_POST
def review(request: StaffRequest, transfer: UUID) -> HttpResponse:
    form = WordsForm(request.POST)
    words = str(form.cleaned_data["words"]) if form.is_valid() else ""
    try:
        transfers.review(request.actor, transfer=transfer, words=words)
        messages.success(request, _("Reviewed."))
    except BadExit as wrong:
        messages.error(request, str(wrong))
    return redirect("leaving:transfer", transfer)


def _may(passage: gate.Passage, action: str, found: Transfer) -> bool:
    access = Access(actor=passage.actor, action=action, now=timezone.now(), other_person=str(found.staff_id))
    return passage.outlook(access).allowed


def _post(role: str, places: list[str]) -> dict[str, Any]:
    """A post in words."""
    return {
        "role": Role(role).label,
        "places": queries.named(place.partition("-")[::2] for place in places),
    }
