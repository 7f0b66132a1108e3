"""What the training tells the confidentiality file of a person: dated facts in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.personnel.registry import Fact
from lindun.training import queries
from lindun.training.models import Quiz, Study
from lindun.training.queries import RuleLine


def facts_of(staff: UUID) -> Sequence[Fact]:
    """Courses finished, papers handed in, and each rule with the dates of card, question, acknowledgement.

    Told for the account that stands for the person, so that two accounts do not tell everything twice.
    """
    if queries.first_account(staff) != staff:
        return []
    record = queries.record_of(staff)
    return [
        *(_of_study(study) for study in record.studies),
        *(_of_paper(quiz) for quiz in record.papers),
        *(_of_rule(line, line.latest) for line in record.rules if line.latest),
    ]


def _of_study(study: Study) -> Fact:
    words = _("Course finished: %(title)s, edition %(edition)s")
    return Fact(
        study.finished_at or study.begun_at, words % {"title": study.title, "edition": study.edition_id}
    )


def _of_paper(quiz: Quiz) -> Fact:
    said: dict[str, object] = {"right": quiz.right, "asked": quiz.asked}
    at = quiz.submitted_at or quiz.drawn_at
    if quiz.contest:
        said["number"] = quiz.contest.number
        return Fact(at, _("Contest %(number)s: %(right)s of %(asked)s right") % said)
    if quiz.passed:
        return Fact(at, _("Quiz passed: %(right)s of %(asked)s right") % said)
    return Fact(at, _("Quiz not passed: %(right)s of %(asked)s right") % said, attention=True)


def _of_rule(line: RuleLine, latest: datetime) -> Fact:
    dates = {
        "rule": line.rule.title,
        "read": _day(line.read_at),
        "passed": _day(line.passed_at),
        "acknowledged": _day(line.acknowledged_at),
    }
    words = _("Rule %(rule)s: card read %(read)s, question passed %(passed)s, acknowledged %(acknowledged)s")
    return Fact(latest, words % dates, attention=not line.is_whole)


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else _("not yet")
