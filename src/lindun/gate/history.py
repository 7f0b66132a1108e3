"""What the ledger says about members of staff and about requests, inside a passage that shows them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from lindun.core.tlog import milliseconds_of
from lindun.gate.passages import Passage
from lindun.ledger import queries as ledger
from lindun.ledger.queries import Stored

DAYS = 365
STAFF = "staff:"
REQUEST = "request:"


@dataclass(frozen=True)
class Deed:
    """One entry about somebody, in ids and codes. `by` is None for the system, or nobody signed in."""

    entry: str
    at: datetime
    by: UUID | None
    action: str
    outcome: str
    reasons: tuple[str, ...]
    items: tuple[str, ...] = ()
    purpose: str | None = None
    task: str | None = None
    place: tuple[str, ...] = ()


def about_staff(
    passage: Passage, staff: UUID, *, actions: Collection[str], most: int, now: datetime
) -> list[Deed]:
    """The latest entries of the last year about this person with one of these actions, newest first.

    passage: must already show the person (`passage.saw`); raises ValueError otherwise. now: aware.
    """
    subject = f"{STAFF}{staff}"
    if subject not in passage.subjects:
        raise ValueError("a passage reads the entries about people it shows")
    since = now - timedelta(days=DAYS)
    found: list[Stored] = []
    for action in actions:
        found += ledger.entries(subject=subject, action=action, since=since, limit=most)
    newest = sorted(found, key=lambda stored: stored.entry.id, reverse=True)
    return [_deed(stored) for stored in newest[:most]]


def by_staff(
    passage: Passage, staff: UUID, *, actions: Collection[str], since: datetime, most: int
) -> list[Deed]:
    """What this account did since then with one of these actions, newest first.

    passage: must already show the person (`passage.saw`); raises ValueError otherwise. since: aware.
    """
    actor = f"{STAFF}{staff}"
    if actor not in passage.subjects:
        raise ValueError("a passage reads the entries of people it shows")
    found: list[Stored] = []
    for action in actions:
        found += ledger.entries(actor=actor, action=action, since=since, limit=most)
    newest = sorted(found, key=lambda stored: stored.entry.id, reverse=True)
    return [_deed(stored) for stored in newest[:most]]


def about_request(passage: Passage, request: UUID, *, most: int) -> list[Deed]:
    """Everything that was done with a request, oldest first: asked, answered, used, refused, archived.

    passage: must already show the request (`passage.saw`); raises ValueError otherwise.
    """
    subject = f"{REQUEST}{request}"
    if subject not in passage.subjects:
        raise ValueError("a passage reads the entries about a request it shows")
    return [_deed(stored) for stored in reversed(ledger.entries(subject=subject, limit=most))]


def _deed(stored: Stored) -> Deed:
    entry = stored.entry
    return Deed(
        entry=entry.id,
        at=datetime.fromtimestamp(milliseconds_of(entry.id) / 1000, UTC),
        by=UUID(entry.actor.removeprefix(STAFF)) if entry.actor.startswith(STAFF) else None,
        action=entry.action,
        outcome=entry.outcome,
        reasons=entry.reasons,
        items=entry.items,
        purpose=entry.purpose,
        task=entry.task,
        place=entry.place,
    )
