"""Who learns what, how often, and what it takes to pass."""

from __future__ import annotations

from datetime import timedelta

from lindun.organisation.models import Role
from lindun.training.library import BASICS, FIELD, HANDLING, LEADING

YEAR = timedelta(days=365)
EARLY = timedelta(days=60)  # so long before a year is over the next round may be begun
REMINDED = (30, 7, 1)  # days before it is over

PASS_PERCENT = 80
EXTRA = 4  # questions of one's own kind of work, besides one about each rule
TRIES_A_DAY = 3
PAPER_OPEN = timedelta(hours=2)
CONTEST_QUESTIONS = 10

MISSED_PERCENT = 30  # a question that more people miss proposes its topic
FEWEST_ANSWERS = 3  # fewer say nothing about a question

_OWN: dict[str, str] = {
    Role.COUNTER: HANDLING,
    Role.HOUSEKEEPER: HANDLING,
    Role.CASHIER: HANDLING,
    Role.HR: HANDLING,
    Role.REPAIR: FIELD,
    Role.GUARD: FIELD,
    Role.SUPERVISOR: LEADING,
    Role.MANAGER: LEADING,
    Role.GENERAL_MANAGER: LEADING,
    Role.OFFICER: LEADING,
    Role.AUDITOR: LEADING,
}


def courses_of(role: str) -> tuple[str, ...]:
    """The courses a post takes, in order: the one for everybody, then that of its kind of work."""
    return (BASICS, _OWN[role])


def roles_of(course: str) -> list[str]:
    """The posts that take a course."""
    return [role for role in _OWN if course in courses_of(role)]


def passes(*, right: int, asked: int) -> bool:
    return right * 100 >= asked * PASS_PERCENT
