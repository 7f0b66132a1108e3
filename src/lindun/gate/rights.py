"""What the ledger says about rights: how they were changed, and which of them were used.

The register of permissions has no table of its own: it is read from the entries, which nobody can edit.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from lindun.core.tlog import milliseconds_of
from lindun.gate.passages import Passage, person_of
from lindun.gate.vocabulary import Action
from lindun.ledger import queries as ledger
from lindun.ledger.queries import Stored

STAFF = "staff:"
CHANGES = frozenset(
    {
        Action.STAFF_CHANGE,
        Action.STAFF_CONFIRM,
        Action.CHANGE_DECIDE,
        Action.DEPUTY_NAME,
        Action.DEPUTY_END,
    }
)
READERS = frozenset({Action.RIGHTS_READ, Action.RIGHTS_EXPORT, Action.REVIEW_VIEW, Action.REVIEW_ANSWER})


@dataclass(frozen=True)
class Change:
    """One change of rights, in ids and codes. `by` is None for the system; `about` the first subject's id."""

    entry: str
    at: datetime
    by: UUID | None
    action: str
    about: UUID | None
    reasons: tuple[str, ...]
    items: tuple[str, ...]
    purpose: str | None


@dataclass(frozen=True)
class Use:
    """How often an action was carried out at a place, and when last; `items` as the entries name them."""

    action: str
    place: tuple[str, ...]
    items: tuple[str, ...]
    times: int
    last: datetime


def changes(
    passage: Passage, *, since: datetime, until: datetime, staff: UUID | None = None, most: int
) -> list[Change]:
    """Changes of rights that were carried out from `since` to before `until` (aware), newest first.

    staff: only those about this person. most: how many entries are read. Raises ValueError when the passage
    is for something else than reading rights.
    """
    _check(passage)
    subject = f"{STAFF}{staff}" if staff else None
    found = ledger.with_actions(CHANGES, since=since, until=until, subject=subject, limit=most)
    return [_change(stored) for stored in found if stored.entry.outcome == "done"]


def uses(passage: Passage, people: Collection[UUID], *, since: datetime) -> dict[UUID, list[Use]]:
    """What each of these members of staff did since then. Raises ValueError as `changes` does."""
    _check(passage)
    found: dict[UUID, list[Use]] = {person: [] for person in people}
    for use in ledger.uses([f"{STAFF}{person}" for person in people], since=since):
        known = Use(use.action, use.place, use.items, use.times, _moment(use.latest))
        found[UUID(use.actor.removeprefix(STAFF))].append(known)
    return found


def own_uses(passage: Passage, accounts: Collection[UUID], *, since: datetime) -> list[Use]:
    """What the actor herself did since then, by any of these accounts of hers.

    Raises ValueError for somebody else's account, or in a passage for something else than her own page.
    """
    if passage.action != Action.SELF_VIEW or any(
        person_of(str(account)) != passage.actor.person for account in accounts
    ):
        raise ValueError("one reads one's own")
    found = ledger.uses([f"{STAFF}{account}" for account in accounts], since=since)
    return [Use(use.action, use.place, use.items, use.times, _moment(use.latest)) for use in found]


def _check(passage: Passage) -> None:
    if passage.action not in READERS:
        raise ValueError("rights are read in a passage for that")


def _change(stored: Stored) -> Change:
    entry = stored.entry
    return Change(
        entry=entry.id,
        at=_moment(entry.id),
        by=UUID(entry.actor.removeprefix(STAFF)) if entry.actor.startswith(STAFF) else None,
        action=entry.action,
        about=UUID(entry.subjects[0].partition(":")[2]) if entry.subjects else None,
        reasons=entry.reasons,
        items=entry.items,
        purpose=entry.purpose,
    )


def _moment(entry: str) -> datetime:
    return datetime.fromtimestamp(milliseconds_of(entry) / 1000, UTC)
