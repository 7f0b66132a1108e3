"""Texts for publication over HTTP: the list, writing and checking, one text and its decision."""

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
from lindun.core.policy import Access, Place
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.notices import actions, queries
from lindun.notices.actions import BadNotice
from lindun.notices.checking import check
from lindun.notices.forms import DecisionForm, NoticeForm, signed_found
from lindun.notices.models import Notice, State
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.requests.remarks import KINDS, kinds_in_words
from lindun.web import reasons
from lindun.web.render import render

PAGE = 30


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.NOTICE_VIEW) as passage:
        page = Paginator(queries.notices(), PAGE).get_page(request.GET.get("page"))
        rows = list(page.object_list)
        passage.saw(notices=len(rows))
    return render(request, "notices/list.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Type a text, have it checked, change the proposal, submit it. Only a clean text is stored."""
    form = _form(request)
    if request.method != "POST" or not form.is_valid():
        return _written(request, form, checked=None)
    checked = check(form.cleaned_data["text"])
    if "submit" in request.POST and checked.is_clean:
        return _submit(request, form)
    return _written(request, _proposed(form, checked), checked)


def _form(request: StaffRequest) -> NoticeForm:
    with gate.passage(request.actor, Action.NOTICE_WRITE) as passage:
        places = queries.places_within(passage.extent)
    return NoticeForm(request.POST or None, places=places)


def _proposed(form: NoticeForm, checked: Any) -> NoticeForm:
    """The same form with the stripped text in it, which its writer may change."""
    asked = form.cleaned_data
    found = sorted({*asked["found"], *checked.found})
    said = {**asked, "text": checked.proposal, "found": signed_found(found)}
    return NoticeForm(initial=said, places=form.fields["place"].choices)  # type: ignore[attr-defined]


def _written(request: StaffRequest, form: NoticeForm, checked: Any) -> HttpResponse:
    pieces = [{"text": piece.text, "kind": _kind(piece.kind)} for piece in checked.pieces] if checked else []
    context = {
        "form": form,
        "checked": checked,
        "pieces": pieces,
        "found": kinds_in_words(checked.found) if checked else "",
        "stopped": checked is not None and "submit" in request.POST,
    }
    return render(
        request, "notices/new.html", context, status=422 if form.errors or context["stopped"] else 200
    )


def _kind(code: str) -> str:
    return str(KINDS.get(code, _("other personal data"))) if code else ""


def _submit(request: StaffRequest, form: NoticeForm) -> HttpResponse:
    try:
        notice = actions.submit(request.actor, form.draft())
    except BadNotice as wrong:
        form.add_error("text", str(wrong))
        return _written(request, form, checked=None)
    messages.success(request, _("Submitted as %(number)s; a leader will decide.") % {"number": notice.number})
    return redirect("notices:one", notice.pk)


@require_safe
def one(request: StaffRequest, notice: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.NOTICE_VIEW) as passage:
        found = queries.notice(notice)
        if found is None:
            raise gate.NotHere
        passage.saw([notice], kind="notice")
        context = {
            "notice": found,
            "found": kinds_in_words(found.found.split()),
            **_outlook(request, passage, found),
        }
    return render(request, "notices/one.html", context)


def _outlook(request: StaffRequest, passage: Passage, notice: Notice) -> dict[str, Any]:
    """Whether this reader may decide it, and if her post does but she may not, why."""
    if notice.state != State.WAITING or not offers(Action.NOTICE_DECIDE)(request):
        return {"may_decide": False, "blocked": None}
    decision = passage.outlook(
        Access(
            actor=passage.actor,
            action=Action.NOTICE_DECIDE,
            now=timezone.now(),
            place=Place(notice.community_id, notice.building_id),
            proposed_by=str(notice.writer_id),
        )
    )
    blocked = None if decision.allowed else reasons.explain(decision.reasons, decision.ways_on)
    return {"may_decide": decision.allowed, "blocked": blocked}


@require_POST
def decide(request: StaffRequest, notice: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("notices:one", notice)
    asked = form.cleaned_data
    approve = asked["decision"] == "approve"
    try:
        actions.decide(
            request.actor, notice=notice, seen=asked["seen"], approve=approve, words=asked["words"]
        )
        messages.success(
            request, _("Approved: it may be published.") if approve else _("Refused; the writer is told.")
        )
    except BadNotice as wrong:
        messages.error(request, str(wrong))
    return redirect("notices:one", notice)
