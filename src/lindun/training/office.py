"""Training as whoever answers for it sees it: overview, one person's record, results, plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.middleware import StaffRequest
from lindun.organisation.shell import offers
from lindun.training import curriculum, editions, plans, progress, queries
from lindun.training import overview as everybody
from lindun.training import results as papers
from lindun.training.editions import BadEdition
from lindun.training.forms import EditionForm, PlanForm, ShownForm
from lindun.training.overview import Person, Team
from lindun.training.plans import BadPlan
from lindun.web.addresses import addresses
from lindun.web.render import render

PAGE = 50


@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Teams with their rates, and a page of people: two statements, however many work here."""
    form = ShownForm(request.GET)
    shown = form.cleaned_data if form.is_valid() else {"team": None, "open": False, "page": None}
    number = shown["page"] or 1
    with gate.passage(request.actor, Action.TRAINING_VIEW) as passage:
        asked = everybody.versions_asked()
        teams = everybody.teams(passage, asked)
        people = everybody.people(
            passage,
            asked,
            team=shown["team"],
            open_only=bool(shown["open"]),
            most=PAGE + 1,
            after=(number - 1) * PAGE,
        )
        passage.saw(people=len(people))
    context = (
        _sums(teams)
        | _listed(people[:PAGE])
        | {
            "teams": teams,
            "team": shown["team"],
            "open_only": bool(shown["open"]),
            "number": number,
            "has_next": len(people) > PAGE,
        }
    )
    return render(request, "training/overview.html", context)


def _sums(teams: list[Team]) -> dict[str, int]:
    return {
        "total": sum(team.people for team in teams),
        "whole": sum(team.whole for team in teams),
        "without_course": sum(team.people - team.course for team in teams),
        "without_quiz": sum(team.people - team.quiz for team in teams),
    }


def _listed(people: list[Person]) -> dict[str, Any]:
    address = addresses("training:person")
    listed = [(person, address(person.id)) for person in people]
    return {"people": listed, "now": timezone.now(), "soon": timezone.now() + curriculum.EARLY}


@require_safe
def person(request: StaffRequest, staff: UUID) -> HttpResponse:
    """What the file of one person says about her training."""
    with gate.passage(request.actor, Action.TRAINING_VIEW) as passage:
        found = everybody.within(passage).select_related("department").filter(pk=staff).first()
        if found is None:
            raise gate.NotHere
        passage.saw([staff], kind="staff")
        record = queries.record_of(staff)
    return render(request, "training/person.html", {"person": found, "record": record})


@require_http_methods(["GET", "HEAD", "POST"])
def results(request: StaffRequest) -> HttpResponse:
    """Errors by question, topics to repeat, editions before and after. POST: publish the next edition."""
    form = EditionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = editions.publish(
                request.actor,
                focus=said["focus"],
                words=said["words"],
                at_once=said["when"] == "at_once",
            )
            messages.success(request, _("Edition %(version)s is published.") % {"version": made.version})
            return redirect("training:results")
        except BadEdition as wrong:
            form.add_error(None, str(wrong))
    with gate.passage(request.actor, Action.RESULTS_VIEW) as passage:
        context = _results(request.POST)
        passage.saw(questions=len(context["lines"]))
    context["form"] = form if offers(Action.COURSE_PUBLISH)(request) else None
    return render(request, "training/results.html", context, status=422 if form.errors else 200)


def _results(posted: QueryDict) -> dict[str, Any]:
    current = queries.edition()
    lines = papers.by_item(current.version)
    topics = papers.topics(lines)
    ticked = posted.getlist("focus") if posted else [rule.code for rule in topics]
    return {
        "edition": current,
        "lines": lines,
        "topics": topics.items(),
        "ticked": ticked,
        "editions": papers.by_edition(),
        "effects": papers.effects(current),
        "bound": curriculum.MISSED_PERCENT,
        "fewest": curriculum.FEWEST_ANSWERS,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest) -> HttpResponse:
    """The plan of this year, line by line with the rates of the teams. POST: one more line."""
    form = PlanForm(request.POST or None, initial={"begins": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            plans.plan(request.actor, **form.cleaned_data)
            return redirect("training:plan")
        except BadPlan as wrong:
            form.add_error(None, str(wrong))
    year = timezone.localdate().year
    with gate.passage(request.actor, Action.TRAINING_VIEW) as passage:
        lines = progress.plan(passage, year)
        passage.saw(lines=len(lines))
    may_change = offers(Action.PLAN_CHANGE)(request)
    context = {"year": year, "lines": lines, "form": form if may_change else None}
    return render(request, "training/plan.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: StaffRequest, line: UUID) -> HttpResponse:
    plans.drop(request.actor, line=line)
    messages.success(request, _("Taken out of the plan."))
    return redirect("training:plan")
