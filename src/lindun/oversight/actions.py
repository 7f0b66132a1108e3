"""Every write of the watchers: an event was looked into."""

from __future__ import annotations

from uuid import UUID

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.oversight import queries
from lindun.oversight.models import Review

STAFF = "staff:"


def review_event(who: gate.Identity, *, entry: UUID) -> None:
    """Write down that somebody looked into an event; the gate refuses whoever caused it.

    Raises gate.Denied, gate.NotHere for what is no event or was looked into already.
    """
    stored = queries.entry(entry)
    actor = stored.entry.actor if stored else ""
    cause = UUID(actor.removeprefix(STAFF)) if actor.startswith(STAFF) else None
    with gate.passage(who, Action.EVENT_REVIEW, other_person=cause, writes=True) as passage:
        if who.staff is None or not queries.is_event(entry):
            raise gate.NotHere
        passage.saw([entry], kind="entry")
        Review.objects.create(entry=entry, reviewed_by_id=who.staff)
