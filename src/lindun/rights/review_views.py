"""Reviews of permissions over HTTP: the list, one review with its people, an answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.actions import current_post
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.models import Staff
from lindun.organisation.shell import offers
from lindun.rights import actions, pages, queries
from lindun.rights.actions import BadReview
from lindun.rights.forms import AnswerForm
from lindun.rights.models import Review
from lindun.rights.used import DAYS
from lindun.web.render import render

PAGE = 20


@require_safe
def reviews(request: StaffRequest) -> HttpResponse:
    with gate.passage(request.actor, Action.REVIEW_VIEW) as passage:
        found = queries.reviews()
        passage.saw(reviews=len(found))
        open_now = bool(found) and found[0].is_open
        context = {"reviews": found, "may_open": offers(Action.REVIEW_OPEN)(request) and not open_now}
        return render(request, "rights/reviews.html", context)


@require_POST
def open_review(request: StaffRequest) -> HttpResponse:
    try:
        opened = actions.open_review(request.actor)
    except BadReview as wrong:
        messages.error(request, str(wrong))
        return redirect("rights:reviews")
    messages.success(request, _("Opened. The reviewers are told."))
    return redirect("rights:review", opened.pk)


@require_safe
def review(request: StaffRequest, review: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.REVIEW_VIEW) as passage:
        found = Review.objects.filter(pk=review).first()
        if found is None:
            raise gate.NotHere
        passage.saw([found.pk], kind="review")
        page = Paginator(pages.shown(passage, found), PAGE).get_page(request.GET.get("page"))
        people = list(page.object_list)
        passage.saw([person.pk for person in people], kind="staff")
        context = {
            "progress": queries.progress(found),
            "is_latest": found == queries.latest(),
            "page": page,
            "lines": pages.lines(passage, found, people),
            "days": DAYS,
            "carries_out": offers(Action.STAFF_CHANGE)(request),
        }
        return render(request, "rights/review.html", context)


@require_POST
def answer(request: StaffRequest, review: UUID, staff: UUID) -> HttpResponse:
    person = Staff.objects.filter(pk=staff).first()
    droppable = current_post(person).droppable() if person else []
    form = AnswerForm(request.POST, droppable=droppable)
    try:
        if not form.is_valid():
            raise BadReview(_("Tick what is to be taken away."))
        actions.answer(
            request.actor, review=review, staff=staff, seen=form.cleaned_data["seen"], drops=form.chosen
        )
        messages.success(
            request, _("Proposed to personnel.") if form.chosen else _("Kept; your name stands with it.")
        )
    except BadReview as wrong:
        messages.error(request, str(wrong))
    return redirect("rights:review", review)
