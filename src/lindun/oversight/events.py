"""Events that somebody should look into, as rows: what happened, how urgent, who may close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lindun import gate
from lindun.core.policy import Access
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.ledger.queries import Stored
from lindun.oversight import queries
from lindun.oversight.wording import STAFF, Row, Wording
from lindun.web.reasons import Explanation, explain


@dataclass(frozen=True)
class Event:
    """One event that waits. `blocked` says why a watcher cannot close this one, e.g. it is her own."""

    row: Row
    urgent: bool
    may_review: bool
    blocked: Explanation | None


@dataclass(frozen=True)
class Reviewed:
    row: Row
    by: str
    at: datetime


def waiting(passage: gate.Passage) -> list[Event]:
    """Urgent ones first, then the newest."""
    found = queries.newest_events()
    wording = Wording(found)
    events = [_event(passage, stored, wording) for stored in found]
    return sorted(events, key=lambda event: not event.urgent)


def done() -> list[Reviewed]:
    found = queries.newest_reviews()
    wording = Wording([stored for stored, _review in found])
    return [
        Reviewed(wording.row(stored), review.reviewed_by.name, review.reviewed_at) for stored, review in found
    ]


def _event(passage: gate.Passage, stored: Stored, wording: Wording) -> Event:
    urgent = stored.entry.action in queries.URGENT
    if not rules.offers(Action.EVENT_REVIEW, passage.actor.role):
        return Event(wording.row(stored), urgent, may_review=False, blocked=None)
    decision = passage.outlook(
        Access(
            actor=passage.actor,
            action=Action.EVENT_REVIEW,
            now=timezone.now(),
            other_person=stored.entry.actor.removeprefix(STAFF),
        )
    )
    blocked = None if decision.allowed else explain(decision.reasons, decision.ways_on)
    return Event(wording.row(stored), urgent, decision.allowed, blocked)
