"""Learning over HTTP: one's courses, cards, papers, contests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.training import actions, curriculum, library, plans, progress, queries, quizzes
from lindun.training.actions import BadStep
from lindun.training.forms import ContestForm, choices_of
from lindun.training.library import BASICS, Item
from lindun.training.models import Contest, Quiz
from lindun.training.plans import BadPlan
from lindun.training.queries import Leg
from lindun.training.quizzes import BadQuiz
from lindun.web.render import render


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    """What she learns this year, how far she is, and what comes next."""
    with gate.passage(request.actor, Action.COURSE_VIEW) as passage:
        person, role = queries.person_of(request.actor), passage.actor.role
        legs = queries.way(person, role)
        context = {
            "legs": legs,
            "all_done": all(leg.is_done for leg in legs),
            "met": queries.met(person, role),
            "waiting": queries.open_paper(person, role=role),
            "tries_left": curriculum.TRIES_A_DAY - queries.drawn_today(person, single=False),
            "lines": queries.rule_lines(person),
            "papers": queries.papers(person, 5),
            "running": queries.running_contests(),
            "sees_contests": offers(Action.CONTEST_VIEW)(request),
            "pass_percent": curriculum.PASS_PERCENT,
        }
    return render(request, "training/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: StaffRequest, course: str, number: int) -> HttpResponse:
    """One page of a course. POST: it was read; on to the next."""
    if request.method == "POST":
        return _turned(request, course, number)
    with gate.passage(request.actor, Action.COURSE_VIEW) as passage:
        leg = queries.leg(queries.person_of(request.actor), passage.actor.role, course)
    if not 1 <= number <= len(leg.course.pages):
        return redirect("training:page", course, leg.next_page)
    if not leg.may_read(number):
        messages.info(request, _("Read the pages before it first."))
        return redirect("training:page", course, leg.next_page)
    return render(request, "training/page.html", _spread(leg, number))


def _spread(leg: Leg, number: int) -> dict[str, Any]:
    total = len(leg.course.pages)
    return {
        "leg": leg,
        "shown": leg.course.pages[number - 1],
        "number": number,
        "total": total,
        "before": number - 1 if number > 1 else None,
        "is_last": number == total,
    }


def _turned(request: StaffRequest, course: str, number: int) -> HttpResponse:
    try:
        leg = actions.read_page(request.actor, course=course, page=number)
    except BadStep as wrong:
        messages.warning(request, str(wrong))
        return redirect("training:course")
    if number < len(leg.course.pages):
        return redirect("training:page", course, number + 1)
    return redirect("training:finish", course)


@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: StaffRequest, course: str) -> HttpResponse:
    """The end of a course; that of the first one is sixteen ticks."""
    wrong = ""
    ticked = request.POST.getlist("rule")
    if request.method == "POST":
        try:
            all_done = actions.finish(request.actor, course=course, acknowledged=ticked)
        except BadStep as unfinished:
            wrong = str(unfinished)
        else:
            messages.success(
                request, _("Course finished. The quiz is open.") if all_done else _("Course finished.")
            )
            return redirect("training:course")
    with gate.passage(request.actor, Action.COURSE_VIEW) as passage:
        leg = queries.leg(queries.person_of(request.actor), passage.actor.role, course)
    rules = library.rules().values() if course == BASICS else []
    context = {"leg": leg, "rules": rules, "ticked": ticked, "wrong": wrong}
    return render(request, "training/finish.html", context, status=422 if wrong else 200)


@require_safe
def card(request: StaffRequest, rule: str) -> HttpResponse:
    """The card of a rule, with one's own three dates."""
    with gate.passage(request.actor, Action.COURSE_VIEW):
        lines = {line.rule.code: line for line in queries.rule_lines(queries.person_of(request.actor))}
        if rule not in lines:
            raise gate.NotHere
    codes = list(lines)
    here = codes.index(rule)
    context = {
        "line": lines[rule],
        "number": here + 1,
        "total": len(codes),
        "before": codes[here - 1] if here else None,
        "after": codes[here + 1] if here + 1 < len(codes) else None,
    }
    return render(request, "training/card.html", context)


@require_POST
def draw(request: StaffRequest) -> HttpResponse:
    try:
        return redirect("training:quiz", quizzes.draw(request.actor).pk)
    except BadQuiz as wrong:
        messages.warning(request, str(wrong))
        return redirect("training:course")


@require_POST
def draw_one(request: StaffRequest, rule: str) -> HttpResponse:
    try:
        return redirect("training:quiz", quizzes.draw_one(request.actor, rule=rule).pk)
    except BadQuiz as wrong:
        messages.warning(request, str(wrong))
        return redirect("training:card", rule)


@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: StaffRequest, quiz: UUID) -> HttpResponse:
    """A paper: to be answered, or with what was right once it is handed in. POST: hand it in."""
    wrong, made = "", choices_of(request.POST)
    if request.method == "POST":
        try:
            quizzes.hand_in(request.actor, quiz=quiz, choices=made)
            return redirect("training:quiz", quiz)
        except BadQuiz as refused:
            wrong = str(refused)
    with gate.passage(request.actor, Action.COURSE_VIEW) as passage:
        found = queries.paper(queries.person_of(request.actor), quiz)
        passage.saw([quiz], kind="quiz")
    if found.submitted_at:
        return render(request, "training/result.html", _result(found, wrong), status=409 if wrong else 200)
    context = {
        "quiz": found,
        "questions": [
            _question(place, asked, made.get(place, ())) for place, asked in enumerate(found.paper)
        ],
        "wrong": wrong,
        "over": found.closes_at <= timezone.now(),
        "pass_percent": curriculum.PASS_PERCENT,
    }
    return render(request, "training/quiz.html", context, status=422 if wrong else 200)


def _question(place: int, asked: dict[str, Any], made: Any) -> dict[str, Any]:
    """A question as it stands on the paper: nothing of it says what is right."""
    item = library.items()[asked["item"]]
    return {
        "place": place,
        "number": place + 1,
        "ask": item.ask,
        "several": item.several,
        "choices": [
            {"place": shown, "text": item.choices[index].text, "chosen": shown in made}
            for shown, index in enumerate(asked["order"])
        ],
    }


def _result(found: Quiz, wrong: str) -> dict[str, Any]:
    answered = [
        _answered(place, asked, made)
        for place, (asked, made) in enumerate(zip(found.paper, found.answers or [], strict=True))
    ]
    return {
        "quiz": found,
        "missed": [line for line in answered if not line["good"]],
        "good": [line for line in answered if line["good"]],
        "wrong": wrong,
        "pass_percent": curriculum.PASS_PERCENT,
    }


def _answered(place: int, asked: dict[str, Any], made: list[int]) -> dict[str, Any]:
    item: Item = library.items()[asked["item"]]
    question = _question(place, asked, made)
    for choice in question["choices"]:
        choice["right"] = choice["place"] in asked["right"]
    return question | {"good": made == asked["right"], "why": item.why, "rule": library.rules()[item.rule]}


@require_http_methods(["GET", "HEAD", "POST"])
def contests(request: StaffRequest) -> HttpResponse:
    """All contests; whoever keeps the training opens one."""
    form = ContestForm(request.POST or None, initial={"opens": timezone.localtime()})
    if request.method == "POST" and form.is_valid():
        try:
            made = plans.open_contest(request.actor, **form.cleaned_data)
            return redirect("training:contest", made.pk)
        except BadPlan as wrong:
            form.add_error(None, str(wrong))
    with gate.passage(request.actor, Action.CONTEST_VIEW) as passage:
        rows = [
            {"contest": each, "mine": own, "state": state_of(each)}
            for each, own in queries.contests(queries.person_of(request.actor))
        ]
        passage.saw(contests=len(rows))
    may_open = offers(Action.CONTEST_OPEN)(request)
    context = {"rows": rows, "form": form if may_open else None}
    return render(request, "training/contests.html", context, status=422 if form.errors else 200)


def state_of(contest: Contest) -> str:
    now = timezone.now()
    if now < contest.opens_at:
        return "coming"
    return "open" if now < contest.closes_at else "over"


@require_safe
def contest(request: StaffRequest, contest: UUID) -> HttpResponse:
    """A contest: the ranking of the teams, and one's own part in it."""
    with gate.passage(request.actor, Action.CONTEST_VIEW) as passage:
        found = queries.contest(contest)
        mine = queries.contest_paper(queries.person_of(request.actor), found)
        ranks = progress.ranking(found)
        passage.saw([contest], kind="contest", teams=len(ranks))
    context = {"contest": found, "mine": mine, "state": state_of(found), "ranks": ranks}
    return render(request, "training/contest.html", context)


@require_POST
def take_part(request: StaffRequest, contest: UUID) -> HttpResponse:
    try:
        return redirect("training:quiz", quizzes.take_part(request.actor, contest=contest).pk)
    except BadQuiz as wrong:
        messages.warning(request, str(wrong))
        return redirect(reverse("training:contest", args=[contest]))
