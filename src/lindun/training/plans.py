"""Every write of the yearly plan and of contests."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.training import library
from lindun.training.models import Contest, PlannedCourse

MOST_DAYS = 366  # from the beginning of a planned course to the day it is due
LONGEST_CONTEST = timedelta(days=31)
NUMBER_TRIES = 20
Made = TypeVar("Made")


class BadPlan(Exception):
    """It cannot be planned or opened like this; the message says what to change."""


def plan(who: gate.Identity, *, course: str, begins: date, due: date) -> PlannedCourse:
    """Put a course into the plan. Raises gate.Denied, BadPlan."""
    if course not in library.COURSES:
        raise BadPlan(_("Choose a course."))
    if due < begins or (due - begins).days > MOST_DAYS or due < timezone.localdate():
        raise BadPlan(_("The last day lies after the first, within a year, and not in the past."))
    with gate.passage(who, Action.PLAN_CHANGE, writes=True) as passage:
        line = _numbered(
            f"JH-{due:%y}",
            lambda number: PlannedCourse.objects.create(
                number=number, course=course, begins=begins, due=due, planned_by_id=who.person
            ),
        )
        passage.saw([line.pk], kind="plan")
        passage.about(f"course.{course}", "plan.made")
        return line


def drop(who: gate.Identity, *, line: UUID) -> None:
    """Take a line out of the plan. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.PLAN_CHANGE, writes=True) as passage:
        gone, _rows = PlannedCourse.objects.filter(pk=line).delete()
        if not gone:
            raise gate.NotHere
        passage.saw([line], kind="plan")
        passage.about("plan.dropped")


def open_contest(who: gate.Identity, *, title: str, opens: datetime, closes: datetime) -> Contest:
    """Open a contest between teams. Raises gate.Denied, BadPlan."""
    if not title.strip():
        raise BadPlan(_("Give the contest a name."))
    if closes <= max(opens, timezone.now()) or closes - opens > LONGEST_CONTEST:
        raise BadPlan(_("A contest ends after it began, ahead of now, and lasts a month at most."))
    with gate.passage(who, Action.CONTEST_OPEN, writes=True) as passage:
        contest = _numbered(
            f"JS-{timezone.localtime(opens):%y}",
            lambda number: Contest.objects.create(
                number=number,
                title=title.strip(),
                opens_at=opens,
                closes_at=closes,
                opened_by_id=who.person,
            ),
        )
        passage.saw([contest.pk], kind="contest")
        return contest


def _numbered(prefix: str, create: Callable[[str], Made]) -> Made:
    for _attempt in range(NUMBER_TRIES):
        try:
            with transaction.atomic():
                return create(f"{prefix}-{secrets.randbelow(9000) + 1000}")
        except IntegrityError:
            continue
    raise BadPlan(_("No free number was found; please try again."))
