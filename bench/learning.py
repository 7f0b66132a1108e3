"""Training overview and yearly plan of 10,000 people, as a plain Django application would show them.

The same templates as ours over the one clear table of `bench.staffing`: rates of the teams by one statement,
a page of people by another; for the plan one statement a line.
"""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

LINES = 3
_FIRST, _LAST = timedelta(days=-20), timedelta(days=20)


def plan_courses(by: UUID) -> None:
    """A plan with a line for some of the courses; it runs now."""
    from bench import company

    today = timezone.localdate()
    with company.superuser() as database, database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO training_plannedcourse (id, number, course, begins, due, planned_by_id)"
            " VALUES (gen_random_uuid(), %s, %s, %s, %s, %s)",
            [(f"PX-{course}", course, today + _FIRST, today + _LAST, by) for course in _courses()],
        )


def plain_overview(request: HttpRequest) -> HttpResponse:
    from bench.staffing import SIZE, ClearStaff
    from lindun.web.render import render

    number, now = int(request.GET.get("page", 1)), timezone.now()
    course, quiz = Q(course_until__gt=now), Q(quiz_until__gt=now)
    found = ClearStaff._default_manager.filter(status="active")
    counted = found.values_list("team").annotate(
        people=Count("pk"),
        course=Count("pk", filter=course),
        quiz=Count("pk", filter=quiz),
        whole=Count("pk", filter=course & quiz),
    )
    teams = [
        SimpleNamespace(id=1, name=name, people=people, course=met, quiz=passed, whole=whole,
                        percent=100 * whole // people)
        for name, people, met, passed, whole in counted
    ]  # fmt: skip
    page = list(found.order_by("number")[(number - 1) * SIZE : number * SIZE + 1])
    total, whole = sum(team.people for team in teams), sum(team.whole for team in teams)
    context = {
        "teams": teams, "total": total, "whole": whole, "without_course": 0, "without_quiz": 0,
        "people": [(_line(one), reverse("training:person", args=[one.pk])) for one in page[:SIZE]],
        "team": None, "open_only": False, "number": number, "has_next": len(page) > SIZE,
        "now": now, "soon": now + timedelta(days=30),
    }  # fmt: skip
    return render(request, "training/overview.html", context)  # type: ignore[arg-type]


def plain_plan(request: HttpRequest) -> HttpResponse:
    from bench.staffing import ClearStaff
    from lindun.training.models import PlannedCourse
    from lindun.web.render import render

    lines = []
    for planned in PlannedCourse.objects.filter(due__year__gte=timezone.localdate().year):
        counted = (
            ClearStaff._default_manager.filter(status="active", post__in=_roles(planned.course))
            .order_by("team")
            .values_list("team")
            .annotate(people=Count("pk"), done=Count("pk", filter=Q(course_until__lt=timezone.now())))
        )
        rates = [
            SimpleNamespace(team=team, people=people, done=done, percent=100 * done // people)
            for team, people, done in counted
        ]
        people, done = sum(rate.people for rate in rates), sum(rate.done for rate in rates)
        lines.append(
            SimpleNamespace(
                planned=planned, course=planned.course, state="running", people=people, done=done, rates=rates
            )
        )
    context = {"year": timezone.localdate().year, "lines": lines, "form": None}
    return render(request, "training/plan.html", context)  # type: ignore[arg-type]


def _line(person: object) -> SimpleNamespace:
    met = {"good": True}
    return SimpleNamespace(
        id=person.pk, number=person.number, name=person.name, post=person.post, team=person.team,  # type: ignore[attr-defined]
        course=SimpleNamespace(until=person.course_until, **met),  # type: ignore[attr-defined]
        quiz=SimpleNamespace(until=person.quiz_until, **met),  # type: ignore[attr-defined]
    )  # fmt: skip


def _courses() -> list[str]:
    from lindun.training import library

    return list(library.COURSES)[:LINES]


def _roles(course: str) -> list[str]:
    from lindun.training import curriculum

    return sorted(curriculum.roles_of(course))
