"""What somebody learns and has learnt. All run inside an open passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from lindun import gate
from lindun.gate.registry import facts
from lindun.standing import codes
from lindun.standing.queries import Line, checklist
from lindun.training import curriculum, library
from lindun.training.library import Course, Rule
from lindun.training.models import Contest, Edition, PlannedCourse, Quiz, RuleRecord, Study


def person_of(who: gate.Identity) -> UUID:
    """The first account of whoever learns."""
    return first_account(who.person)


def first_account(staff: UUID) -> UUID:
    """The account under which everything about a person is kept."""
    return UUID(facts.person(staff))


def edition() -> Edition:
    """The one in force. Raises gate.NotHere before anything was published."""
    found = Edition.objects.first()
    if found is None:
        raise gate.NotHere
    return found


def asked_version() -> int:
    """The edition that everybody must have taken, or a later one."""
    return Edition.objects.filter(at_once=True).aggregate(latest=Max("version"))["latest"] or 1


def course(kept: Edition, code: str) -> Course:
    """A course as an edition teaches it. Raises gate.NotHere for one that does not exist."""
    if code not in library.COURSES:
        raise gate.NotHere
    raw: dict[str, Any] = kept.courses[code]
    return library.course(code, raw)


@dataclass(frozen=True)
class Leg:
    """One course of somebody's way: how far she is in this year's round. study: None before she begins."""

    course: Course
    study: Study | None
    is_done: bool

    @property
    def reached(self) -> int:
        return self.study.reached if self.study else 0

    @property
    def next_page(self) -> int:
        return min(self.reached + 1, len(self.course.pages))

    @property
    def all_read(self) -> bool:
        return self.reached >= len(self.course.pages)

    def may_read(self, page: int) -> bool:
        return 1 <= page <= len(self.course.pages) and (self.is_done or page <= self.reached + 1)


def leg(person: UUID, role: str, code: str) -> Leg:
    """Raises gate.NotHere for a course this post does not take."""
    if code not in curriculum.courses_of(role):
        raise gate.NotHere
    current, needed = edition(), asked_version()
    study = (
        Study.objects.filter(staff_id=person, course=code)
        .select_related("edition")
        .order_by("-begun_at")
        .first()
    )
    if study is not None and not _counts(study, needed):
        study = None
    taught = study.edition if study else current
    return Leg(course(taught, code), study, bool(study and study.finished_at))


def way(person: UUID, role: str) -> list[Leg]:
    """Every course of a post, in order."""
    return [leg(person, role, code) for code in curriculum.courses_of(role)]


def _counts(study: Study, needed: int) -> bool:
    """Whether a study belongs to this year's round: of an edition that will do, and not from too long ago."""
    if study.edition_id < needed:
        return False
    return study.finished_at is None or study.finished_at >= round_begins(study.course)


def round_begins(code: str) -> datetime:
    """Whoever finished this course earlier takes it again: a year is nearly over, or the plan says so."""
    now = timezone.now()
    lines = PlannedCourse.objects.filter(course=code, begins__lte=timezone.localdate())
    planned = lines.aggregate(latest=Max("begins"))["latest"]
    year = now - (curriculum.YEAR - curriculum.EARLY)
    return max(year, midnight(planned - curriculum.EARLY)) if planned else year


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def drawn_today(person: UUID, *, single: bool) -> int:
    """Papers drawn since midnight: of the courses, or single questions about a rule."""
    today = Quiz.objects.filter(staff_id=person, contest=None, drawn_at__gte=midnight(timezone.localdate()))
    return (today.exclude(rule="") if single else today.filter(rule="")).count()


def paper(person: UUID, quiz: UUID) -> Quiz:
    """One's own. Raises gate.NotHere for everything else."""
    found = Quiz.objects.select_related("contest").filter(pk=quiz, staff_id=person).first()
    if found is None:
        raise gate.NotHere
    return found


def open_paper(person: UUID, *, role: str, rule: str = "") -> Quiz | None:
    """The paper of a course, or about a rule, that waits to be handed in."""
    mine = Quiz.objects.filter(staff_id=person, role=role, rule=rule, contest=None, submitted_at=None)
    return mine.filter(closes_at__gt=timezone.now()).order_by("-drawn_at").first()


def papers(person: UUID, most: int = 10) -> Sequence[Quiz]:
    """The latest that were handed in, newest first; single questions left out."""
    mine = Quiz.objects.select_related("contest").filter(staff_id=person, rule="")
    return list(mine.exclude(submitted_at=None).order_by("-submitted_at")[:most])


def contests(person: UUID) -> list[tuple[Contest, Quiz | None]]:
    """All contests, newest first, with one's own paper."""
    mine = {quiz.contest_id: quiz for quiz in Quiz.objects.filter(staff_id=person).exclude(contest=None)}
    return [(each, mine.get(each.pk)) for each in Contest.objects.all()]


def contest(pk: UUID) -> Contest:
    """Raises gate.NotHere."""
    found = Contest.objects.filter(pk=pk).first()
    if found is None:
        raise gate.NotHere
    return found


def contest_paper(person: UUID, of: Contest) -> Quiz | None:
    return Quiz.objects.filter(staff_id=person, contest=of).first()


def running_contests() -> list[Contest]:
    now = timezone.now()
    return list(Contest.objects.filter(opens_at__lte=now, closes_at__gt=now))


def met(person: UUID, role: str) -> dict[str, Line]:
    """How the checklist of her post stands about course and quiz, by code."""
    lines = checklist(person, role=role)
    return {line.code: line for line in lines if line.code in {codes.COURSE, codes.QUIZ}}


@dataclass(frozen=True)
class RuleLine:
    """One rule of behaviour and one person: card read, question passed, rule acknowledged."""

    rule: Rule
    read_at: datetime | None = None
    passed_at: datetime | None = None
    acknowledged_at: datetime | None = None

    @property
    def is_whole(self) -> bool:
        return None not in (self.read_at, self.passed_at, self.acknowledged_at)

    @property
    def latest(self) -> datetime | None:
        return max(filter(None, (self.read_at, self.passed_at, self.acknowledged_at)), default=None)


@dataclass(frozen=True)
class Record:
    """What the file of an employee says about her training."""

    rules: list[RuleLine]
    studies: list[Study]
    papers: Sequence[Quiz]

    @property
    def whole(self) -> int:
        return sum(line.is_whole for line in self.rules)


def record_of(staff: UUID) -> Record:
    """The training record of the person who has this account: sixteen rules with dates, courses, papers."""
    person = first_account(staff)
    finished = (
        Study.objects.select_related("edition")
        .filter(staff_id=person)
        .exclude(finished_at=None)
        .order_by("-finished_at")
    )
    return Record(rule_lines(person), list(finished), papers(person))


def rule_lines(person: UUID) -> list[RuleLine]:
    known = {each.rule: each for each in RuleRecord.objects.filter(staff_id=person)}
    return [
        RuleLine(rule, each.read_at, each.passed_at, each.acknowledged_at)
        if (each := known.get(code))
        else RuleLine(rule)
        for code, rule in library.rules().items()
    ]
