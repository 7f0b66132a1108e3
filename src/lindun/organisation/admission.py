"""What stands between a session that is alive and the house: an unattended screen, a password that is over.

Read with the one query that every request makes anyway. Whoever is barred has no identity at the gate: she
reaches the page that lifts the bar and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from django.db.models import Subquery
from django.urls import reverse

from lindun.organisation.models import Company, Password, Staff
from lindun.standing import queries as standing

GRACE = timedelta(seconds=15)
"""The page locks first and keeps its form: it knows of the last key press, the house of the last report."""


class Bar(StrEnum):
    """The first thing that is in the way; the value names the page that lifts it."""

    LOCKED = "account_unlock"
    PASSWORD = "account_change_password"  # noqa: S105 - the name of a page


LEAVING = ("account_logout", "account_switch", "account_lock")
STILL_OPEN = {
    Bar.LOCKED: (*LEAVING, "account_unlock"),
    Bar.PASSWORD: (*LEAVING, "account_change_password", "account_stay"),
}


@dataclass(frozen=True)
class Admission:
    """Somebody with a live session, and what the company demands of sessions."""

    staff: Staff
    password_days: int
    lock_minutes: int

    def bar(self, now: datetime) -> Bar | None:
        if self.is_locked(now):
            return Bar.LOCKED
        return Bar.PASSWORD if self.password_is_over(now) else None

    def password_is_over(self, now: datetime) -> bool:
        """Whether it has to be changed before anything else."""
        ends = ends_at(self.staff.password, days=self.password_days)
        return ends is None or now >= ends

    def is_locked(self, now: datetime) -> bool:
        """Locked by hand, or nobody was at it for so long."""
        desk = self.staff.desk
        idle = now - desk.seen_at
        return desk.locked_at is not None or idle > timedelta(minutes=self.lock_minutes) + GRACE


def of_user(user_id: int) -> Admission | None:
    """The person behind a signed-in account, by one query; None for an account without one."""
    demanded = Company.objects.all()[:1]
    found = (
        Staff.objects.select_related("department", "user", "password", "desk")
        .annotate(
            password_days=Subquery(demanded.values("password_days")),
            lock_minutes=Subquery(demanded.values("lock_minutes")),
            newcomer=standing.newcomer(),
        )
        .filter(user_id=user_id)
        .first()
    )
    if found is None:
        return None
    demands = vars(found)
    return Admission(found, demands["password_days"], demands["lock_minutes"])


def ends_at(password: Password, *, days: int) -> datetime | None:
    """When it is over; None for one that is over already, because it is not its owner's choice."""
    return password.set_at + timedelta(days=days) if password.set_at else None


@cache
def open_paths(bar: Bar) -> frozenset[str]:
    """The addresses that whoever is barred still reaches."""
    return frozenset(map(reverse, STILL_OPEN[bar]))
