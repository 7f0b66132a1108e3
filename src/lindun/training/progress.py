"""How far the plan of the year and the contests have come, team by team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from lindun import gate
from lindun.organisation.models import Staff
from lindun.training import curriculum, library, overview
from lindun.training.models import Contest, PlannedCourse, Quiz, Study
from lindun.training.queries import midnight

ASKED_AFTER = timedelta(days=90)  # so long after its last day a planned course is asked after


@dataclass(frozen=True)
class Rate:
    """How many of a team have finished a planned course."""

    team: str
    people: int
    done: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.people if self.people else 0


@dataclass(frozen=True)
class PlanLine:
    """A line of the plan with the rates of the teams."""

    planned: PlannedCourse
    rates: list[Rate]

    @property
    def course(self) -> library.Text:
        return library.course(self.planned.course, library.shipped()[self.planned.course]).title

    @property
    def people(self) -> int:
        return sum(rate.people for rate in self.rates)

    @property
    def done(self) -> int:
        return sum(rate.done for rate in self.rates)

    @property
    def state(self) -> str:
        today = timezone.localdate()
        if self.planned.begins > today:
            return "coming"
        if self.planned.due >= today:
            return "running"
        return "done" if self.done == self.people else "missed"


def plan(passage: gate.Passage, year: int) -> list[PlanLine]:
    """The lines whose last day is in this year or later, each with the rates of the teams: one statement."""
    here = overview.within(passage).order_by("department__name")
    return [PlanLine(line, _rates(line, here)) for line in PlannedCourse.objects.filter(due__year__gte=year)]


def _rates(line: PlannedCourse, people: QuerySet[Staff]) -> list[Rate]:
    counted = (
        people.filter(role__in=curriculum.roles_of(line.course))
        .values_list("department__name")
        .annotate(people=Count("pk"), done=Count("pk", filter=_finished(line)))
    )
    return [Rate(team or "", people, done) for team, people, done in counted]


def _finished(line: PlannedCourse) -> Q:
    """Of Staff: who finished the course for this line; shortly before its first day counts."""
    since = midnight(line.begins - curriculum.EARLY)
    studies = Study.objects.filter(course=line.course, finished_at__gte=since)
    return Q(overview.kept_by(studies.values("staff_id")))


def missed(day: date) -> Iterator[tuple[str, set[UUID]]]:
    """Lines that were due before this day, by number, and who has not finished."""
    for line in PlannedCourse.objects.filter(due__lt=day, due__gt=day - ASKED_AFTER):
        taking = Staff.objects.in_post().filter(role__in=curriculum.roles_of(line.course))
        yield line.number, set(taking.exclude(_finished(line)).values_list("pk", flat=True))


@dataclass(frozen=True)
class Rank:
    """A team in a contest: right answers of all its people; who does not take part has none."""

    place: int
    team: str
    people: int
    taking_part: int
    points: int

    @property
    def share(self) -> float:
        return self.points / (self.people * curriculum.CONTEST_QUESTIONS) if self.people else 0.0

    @property
    def percent(self) -> int:
        return round(100 * self.share)


def ranking(contest: Contest) -> list[Rank]:
    """The teams by their share of the points they could have; those without a team are a team too."""
    one_each = Staff.objects.in_post().filter(same_person_as=None)
    sizes = one_each.order_by().values_list("department_id", "department__name").annotate(Count("pk"))
    papers = Quiz.objects.filter(contest=contest, staff__in=one_each).exclude(submitted_at=None)
    counted = papers.values_list("staff__department_id").annotate(Count("pk"), Sum("right"))
    brought = {team: (papers, points) for team, papers, points in counted}
    found = [Rank(0, name or "", people, *brought.get(pk, (0, 0))) for pk, name, people in sizes]
    shares = sorted((rank.share for rank in found), reverse=True)
    placed = [
        Rank(shares.index(each.share) + 1, each.team, each.people, each.taking_part, each.points)
        for each in found
    ]
    return sorted(placed, key=lambda rank: (rank.place, rank.team))
