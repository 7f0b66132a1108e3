"""Questions over HTTP: ask from any page, answer, look among the rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.questions import actions, queries
from lindun.questions.actions import BadQuestion
from lindun.questions.forms import AnswerForm, AskForm, SearchForm
from lindun.questions.models import Question
from lindun.web import navigation
from lindun.web.render import render

PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: StaffRequest) -> HttpResponse:
    form = SearchForm(request.POST or None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    with gate.passage(request.actor, Action.QUESTION_VIEW) as passage:
        found = queries.questions(reader=request.staff.pk, answers=_answers(request), words=words)
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        rows = [_row(question) for question in page.object_list]
        passage.saw(questions=len(rows))
    return render(request, "questions/list.html", {"page": page, "rows": rows, "words": words})


def _answers(request: StaffRequest) -> bool:
    return offers(Action.QUESTION_ANSWER)(request)


def _row(question: Question) -> dict[str, Any]:
    return {"question": question, "screen": navigation.label_of(question.screen)}


@require_safe
def one(request: StaffRequest, question: UUID) -> HttpResponse:
    with gate.passage(request.actor, Action.QUESTION_VIEW) as passage:
        found = queries.question(question, reader=request.staff.pk, answers=_answers(request))
        if found is None:
            raise gate.NotHere
        passage.saw([question], kind="question")
    may_answer = _answers(request) and not found.is_answered and found.asker_id != request.staff.pk
    context = {**_row(found), "form": AnswerForm() if may_answer else None}
    return render(request, "questions/one.html", context)


@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Write in a few words what you are unsure of."))
        return redirect(_back(request.POST.get("back", "")))
    asked = form.cleaned_data
    try:
        question, cleaned = actions.ask(request.actor, screen=asked["screen"], text=asked["text"])
    except BadQuestion as wrong:
        messages.warning(request, str(wrong))
        return redirect(_back(asked["back"]))
    messages.success(
        request, _("Asked as %(number)s. You will be told of the answer.") % {"number": question.number}
    )
    if cleaned.found:
        messages.warning(request, _("Your question held personal data. It was masked before it was sent."))
    return redirect(_back(asked["back"]))


def _back(address: str) -> str:
    """The page she asked from, if it is one of this house."""
    known = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/")
    return address if known else "/"


@require_POST
def answer(request: StaffRequest, question: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        actions.answer(request.actor, question=question, text=text)
        messages.success(request, _("Answered. Everybody reads it at that screen from now on."))
    except BadQuestion as wrong:
        messages.warning(request, str(wrong))
    return redirect("questions:one", question)
