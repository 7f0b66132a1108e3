"""How far everybody is: a few statements for teams and a page of people, however many work here.

A team is a department. Leaders see their own people: of their department, or who work where they lead. Who
has met something is asked as a set that the database builds once a statement, never person by person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Subquery
from django.db.models.fields.tuple_lookups import Tuple, TupleIn
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.utils import timezone

from lindun import gate
from lindun.organisation.models import Assignment, Department, Staff
from lindun.standing import codes
from lindun.standing.models import Demand, Fulfilment
from lindun.training.rules import LEADERS

ASKED = (codes.COURSE, codes.QUIZ)
Versions = Mapping[str, int]
FIRST_ACCOUNT = Coalesce("same_person_as_id", "pk")  # of Staff


@dataclass(frozen=True)
class Team:
    """A department: how many are in post, how many have finished their courses, passed, and done both."""

    id: int | None
    name: str
    people: int
    course: int
    quiz: int
    whole: int

    @property
    def percent(self) -> int:
        return 100 * self.whole // self.people if self.people else 0


@dataclass(frozen=True)
class Met:
    """How one demand stands; an `until` that is over says when it ended."""

    good: bool = False
    until: datetime | None = None


@dataclass(frozen=True)
class Person:
    """One line of the overview."""

    id: UUID
    number: str
    name: str
    post: str
    team: str
    course: Met
    quiz: Met


def versions_asked() -> Versions:
    """The version that is asked of every post, by code."""
    latest = Demand.objects.filter(code__in=ASKED).values_list("code").annotate(version=Max("version"))
    return dict(latest)


def teams(passage: gate.Passage, asked: Versions) -> list[Team]:
    """Every team within the reader's reach, the least finished first."""
    counted = (
        within(passage)
        .order_by()
        .annotate(**_standing(asked))
        .values_list("department_id", *ASKED)
        .annotate(people=Count("pk"))
    )
    names = dict(Department.objects.values_list("pk", "name"))
    found: dict[int | None, Team] = {}
    for pk, course, quiz, people in counted:
        before = found.get(pk) or Team(pk, names.get(pk, ""), 0, 0, 0, 0)
        found[pk] = Team(
            pk,
            before.name,
            before.people + people,
            before.course + people * course,
            before.quiz + people * quiz,
            before.whole + people * (course and quiz),
        )
    return sorted(found.values(), key=lambda team: (team.whole / team.people, team.name))


def people(
    passage: gate.Passage, asked: Versions, *, team: int | None, open_only: bool, most: int, after: int = 0
) -> list[Person]:
    """A page of people within the reader's reach, by staff number.

    team: a department, 0 for those without one. open_only: whose course or quiz is missing or over.
    """
    found = within(passage).select_related("department").order_by("number")
    if team is not None:
        found = found.filter(department_id=team) if team else found.filter(department=None)
    if open_only:
        course, quiz = _standing(asked).values()
        found = found.filter(~course | ~quiz)
    page = list(found[after : after + most])
    return [_line(staff, met) for staff, met in zip(page, _how_each_stands(page, asked), strict=True)]


def within(passage: gate.Passage) -> QuerySet[Staff]:
    """Whom the reader may see: watchers everybody in post, leaders their own people."""
    in_post = Staff.objects.in_post()
    if passage.actor.role not in LEADERS:
        return in_post
    reach = passage.actor.assigned
    here = Q(community__in=reach.communities) | Q(building__in=reach.buildings)
    led = Q(pk__in=Assignment.objects.filter(here).values("staff_id"))
    mine = Staff.objects.filter(pk=passage.who.person).exclude(department=None).values("department_id")
    return in_post.filter(led | Q(department_id__in=mine))


def kept_by(rows: QuerySet[Any]) -> In:
    """Of Staff: whose first account is among these `values`; what is kept under it counts for all."""
    return In(FIRST_ACCOUNT, rows.query)


def _standing(asked: Versions) -> dict[str, Q]:
    """Of Staff: who has met each demand that is asked."""
    return {code: _met(code, asked[code]) for code in ASKED}


def _met(code: str, version: int) -> Q:
    """Of Staff: who has met this demand, for her post or for every post."""
    now = timezone.now()
    good = Fulfilment.objects.filter(Q(until=None) | Q(until__gt=now), code=code, version__gte=version)
    here = TupleIn(Tuple(FIRST_ACCOUNT, F("role")), Subquery(good.values("staff_id", "role")))
    return Q(here) | Q(kept_by(good.filter(role="").values("staff_id")))


def _line(staff: Staff, met: dict[str, Met]) -> Person:
    team = staff.department.name if staff.department else ""
    course, quiz = (met.get(code, Met()) for code in ASKED)
    return Person(staff.pk, staff.number, staff.name, staff.get_role_display(), team, course, quiz)


def _how_each_stands(page: Sequence[Staff], asked: Versions) -> list[dict[str, Met]]:
    """For each of these people what she met of course and quiz, at its best."""
    now = timezone.now()
    found: dict[tuple[UUID, str, str], Met] = {}
    known = Fulfilment.objects.filter(staff_id__in={_first(person) for person in page}, code__in=ASKED)
    for staff, role, code, version, until in known.values_list(
        "staff_id", "role", "code", "version", "until"
    ):
        good = version >= asked[code] and (until is None or until > now)
        found[staff, role, code] = Met(good, until)
    return [
        {code: _best(found.get((_first(person), role, code)) for role in ("", person.role)) for code in ASKED}
        for person in page
    ]


def _best(found: Iterable[Met | None]) -> Met:
    """One that counts before one that does not, then the one that lasts longer."""
    known = [met for met in found if met is not None]
    return max(known, key=lambda met: (met.good, met.until is None, str(met.until)), default=Met())


def _first(person: Staff) -> UUID:
    return person.same_person_as_id or person.pk


def leaders_of(people: Collection[UUID]) -> set[UUID]:
    """The supervisors and managers of these people; one of themselves only if she leads another of them."""
    found = _leading(people)
    return {leader for leader in found if leader not in people or leader in _leading({*people} - {leader})}


def _leading(people: Collection[UUID]) -> set[UUID]:
    theirs = Assignment.objects.filter(staff_id__in=people)
    teams = Staff.objects.filter(pk__in=people).exclude(department=None).values("department_id")
    here = Q(building=None, community_id__in=theirs.values("community_id"))
    here |= Q(building_id__in=theirs.exclude(building=None).values("building_id"))
    led = Q(pk__in=Assignment.objects.filter(here).values("staff_id")) | Q(department_id__in=teams)
    return set(Staff.objects.in_post().filter(led, role__in=LEADERS).values_list("pk", flat=True))
