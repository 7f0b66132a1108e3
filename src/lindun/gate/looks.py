"""Who looked at somebody: the ledger read backwards, inside an open passage that shows this very person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from lindun.core.tlog import milliseconds_of
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.ledger import queries as ledger
from lindun.ledger.queries import Stored

LOOKING = frozenset(
    {
        Action.HOUSEHOLD_VIEW,
        Action.ITEM_REVEAL,
        Action.SHEET_PRINT,
        Action.SOURCE_VIEW,
        Action.LINK_OPEN,
    }
)
DAYS = 90
STAFF, LINK = "staff:", "link:"
BY_CALL = "way.call"


@dataclass(frozen=True)
class Look:
    """One look, in ids and codes; whoever shows it finds the words.

    `staff` is None for the system itself, and for the bearer of a work-order link.

    number: place in the ledger, None until the entry is sealed.
    """

    entry: str
    number: int | None
    at: datetime
    staff: UUID | None
    action: str
    allowed: bool
    items: tuple[str, ...]
    purpose: str | None
    by_link: bool = False
    called: bool = False  # a number was dialled, not shown on the screen of whoever asked
    task: str = ""  # the ledger's reference of the task or request it was for


def looks(passage: Passage, subjects: Sequence[UUID], *, most: int, now: datetime) -> list[Look]:
    """The latest looks of the last 90 days at these people, newest first; an entry that names several once.

    passage: must already show these people (`passage.saw`); raises ValueError otherwise. now: aware.
    """
    if not {f"resident:{subject}" for subject in subjects} <= set(passage.subjects):
        raise ValueError("a passage reads the looks at people it shows")
    since = now - timedelta(days=DAYS)
    found: dict[str, Stored] = {}
    for subject in subjects:
        newest = ledger.entries(subject=f"resident:{subject}", since=since, limit=most)
        found |= {stored.entry.id: stored for stored in newest if _is_look(stored)}
    return [_look(found[entry]) for entry in sorted(found, reverse=True)[:most]]


def _is_look(stored: Stored) -> bool:
    """Work that failed showed nothing to anybody."""
    return stored.entry.action in LOOKING and stored.entry.outcome != "failed"


def _look(stored: Stored) -> Look:
    entry = stored.entry
    return Look(
        entry=entry.id,
        number=stored.index,
        at=datetime.fromtimestamp(milliseconds_of(entry.id) / 1000, UTC),
        staff=UUID(entry.actor.removeprefix(STAFF)) if entry.actor.startswith(STAFF) else None,
        action=entry.action,
        allowed=entry.outcome in {"allowed", "done"},
        items=entry.items,
        purpose=entry.purpose,
        by_link=entry.actor.startswith(LINK),
        called=BY_CALL in entry.reasons,
        task=entry.task or "",
    )
