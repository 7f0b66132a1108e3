"""Every write about the screen of a live session: somebody is at it, it is locked, it is unlocked.

One conditional UPDATE each, so that what two windows of one person say at the same moment cannot undo a lock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.passages import account_work
from lindun.gate.vocabulary import Happening
from lindun.organisation.models import Desk, Ended, Staff

FRESH = timedelta(seconds=10)  # so long a desk counts as just seen: no write for every click


def begin(staff: Staff, *, now: datetime) -> None:
    """The screen of a new session. Inside the transaction of signing in."""
    Desk.objects.filter(pk=staff.pk).update(seen_at=now, locked_at=None, ended="")


def seen(staff: Staff, *, now: datetime) -> None:
    """Somebody is at it. A locked one stays locked."""
    if now - staff.desk.seen_at > FRESH:
        with account_work():
            Desk.objects.filter(pk=staff.pk, locked_at=None).update(seen_at=now)


def lock(who: gate.Identity, *, by_hand: bool) -> None:
    """Lock it; one that is locked already stays as it is."""
    with account_work():
        now = timezone.now()
        if Desk.objects.filter(pk=who.person, locked_at=None).update(locked_at=now):
            _record(who, Happening.SESSION_LOCK, "desk.left" if by_hand else "desk.idle")


def unlock(who: gate.Identity) -> None:
    """Open it again for whoever has just proved to be its owner."""
    with account_work():
        Desk.objects.filter(pk=who.person).update(locked_at=None, seen_at=timezone.now())
        _record(who, Happening.SESSION_UNLOCK)


def ended(accounts: list[UUID], why: Ended) -> None:
    """Note why sessions are over. Inside the caller's transaction."""
    Desk.objects.filter(pk__in=accounts).update(ended=why)


def _record(who: gate.Identity, happening: Happening, *reasons: str) -> None:
    what = What(action=happening, outcome="done", subjects=(who.reference,), reasons=reasons)
    entries.write(who, what)
