"""Reads of the ledger for its pages: filtered entries, proofs, events, days. All in ids and codes."""

from __future__ import annotations

import base64
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from lindun.core.tlog import (
    Entry,
    NoteError,
    ProofError,
    VerifierKey,
    leaf_hash,
    milliseconds_of,
    open_checkpoint,
)
from lindun.gate.vocabulary import Action, Happening
from lindun.ledger import queries as ledger
from lindun.ledger.keys import read_verifier_keys
from lindun.ledger.models import Leaf, SignedCheckpoint, StoredEntry
from lindun.ledger.queries import Stored
from lindun.oversight.models import Review

PAGE = 50
EVENT_DAYS = 90
MOST_EVENTS = 100
REFUSED = ("denied", "failed")
NO_PURPOSE = "-"  # a filter, not a code: what was done for no purpose in particular


@dataclass(frozen=True)
class Filters:
    """Which entries to show. Days are whole days, both included; everything else by code."""

    since: date
    until: date
    who: UUID | None = None
    action: str = ""
    outcome: str = ""
    purpose: str = ""


def page(filters: Filters, *, before: UUID | None = None) -> tuple[list[Stored], bool]:
    """Entries that match every filter, newest first, and whether older ones follow. before: last id shown."""
    found = _said(start_of(filters.since), start_of(filters.until + timedelta(days=1)))
    if filters.who:
        found = found.filter(actor=f"staff:{filters.who}")
    if filters.action:
        found = found.filter(action=filters.action)
    if filters.outcome:
        found = found.filter(_says("outcome", filters.outcome))
    if filters.purpose == NO_PURPOSE:
        found = found.filter(Q(**{"said__purpose__isnull": True}))
    elif filters.purpose:
        found = found.filter(_says("purpose", filters.purpose))
    if before:
        found = found.filter(pk__lt=before)
    rows = _stored(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def moment_of(entry: Entry) -> datetime:
    return datetime.fromtimestamp(milliseconds_of(entry.id) / 1000, timezone.get_current_timezone())


def _said(since: datetime, until: datetime) -> QuerySet[StoredEntry]:
    """Entries of a time, with `said`: what the sealed text says, for filters on it."""
    entries = StoredEntry.objects.alias(said=Cast("body", JSONField()))
    return entries.filter(pk__gte=_first_id(since), pk__lt=_first_id(until))


def _says(member: str, code: str) -> Q:
    return Q(**{f"said__{member}": code})


def _first_id(at: datetime) -> UUID:
    """Ids are ordered by time, so a range of time is a range of the primary key."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def _stored(found: QuerySet[StoredEntry]) -> list[Stored]:
    number = Subquery(Leaf.objects.filter(entry=OuterRef("pk")).values("index")[:1])
    rows = found.annotate(number=number).values_list("body", "number")
    return [Stored(Entry.decode(body.encode()), index) for body, index in rows]


def entry(entry_id: UUID) -> Stored | None:
    try:
        return ledger.find(str(entry_id))
    except LookupError:
        return None


def newest_checkpoint() -> SignedCheckpoint | None:
    return SignedCheckpoint.objects.order_by("-size").first()


def looks_per_day(days: int, *, today: date) -> list[tuple[date, int]]:
    """How many looks were allowed on each of the last days."""
    wanted = [today - timedelta(days=back) for back in reversed(range(days))]
    found = _said(start_of(wanted[0]), start_of(today + timedelta(days=1)))
    counted = found.filter(_says("outcome", "allowed"), action=Action.ITEM_REVEAL).aggregate(
        **{f"day{number}": Count("pk", filter=_on(day)) for number, day in enumerate(wanted)}
    )
    return [(day, counted[f"day{number}"]) for number, day in enumerate(wanted)]


def _on(day: date) -> Q:
    return Q(pk__gte=_first_id(start_of(day)), pk__lt=_first_id(start_of(day + timedelta(days=1))))


# --- proofs ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proof:
    """A proof as the page shows it; hashes in hex. `holds` is what checking it said just now."""

    holds: bool
    leaf: str
    size: int = 0
    root: str = ""
    path: list[str] = field(default_factory=list)
    signed_at: datetime | None = None
    key: str = ""


def proof(stored: Stored) -> Proof | None:
    """Prove that the entry is in the ledger, and check it; None while it is not sealed."""
    leaf = leaf_hash(stored.entry.encode()).hex()
    try:
        bundle = json.loads(ledger.prove(stored.entry.id))
    except ledger.NotSealedYet:
        return None
    except (NoteError, ProofError, LookupError):
        return Proof(holds=False, leaf=leaf)
    keys = read_verifier_keys()
    checkpoint = open_checkpoint(bundle["checkpoint"], origin=settings.LEDGER_ORIGIN, keys=keys)
    return Proof(
        holds=True,
        leaf=leaf,
        size=checkpoint.size,
        root=checkpoint.root.hex(),
        path=[base64.b64decode(step).hex() for step in bundle["path"]],
        signed_at=SignedCheckpoint.objects.get(pk=checkpoint.size).at,
        key=fingerprint(keys[-1]),
    )


def fingerprint(key: VerifierKey) -> str:
    """The short form of a key that people compare: name and id."""
    return f"{key.name}+{key.id.hex()}"


def public_keys() -> str:
    """The keys that outsiders check with, one a line."""
    return "".join(f"{key}\n" for key in read_verifier_keys())


# --- events that somebody should look into -----------------------------------------------------------

URGENT = (Action.STAFF_CHANGE, Action.STAFF_CONFIRM, Action.ITEM_REVEAL, Happening.DECOY_SOUGHT)


def _is_event() -> Q:
    """Signed in twice; shut out; refused a change of posts or of the catalogue; too many searches; a broken
    seal; somebody looked for a decoy.
    """
    watched = [Action.STAFF_CHANGE, Action.STAFF_CONFIRM, Action.CHANGE_DECIDE, Action.RESIDENT_SEARCH]
    refused = Q(action__in=watched) & _says("outcome", "denied")
    broken = Q(action__in=[Action.ITEM_REVEAL, Action.SHEET_PRINT, Action.EXPORT_MAKE]) & _says(
        "outcome", "failed"
    )
    by_itself = Q(action__in=[Happening.SESSION_REPLACED, Happening.SIGNIN_LOCKED, Happening.DECOY_SOUGHT])
    guessed = Q(action=Happening.LINK_LOCKED)  # five wrong PINs at a work-order link
    return by_itself | refused | broken | guessed


def events_waiting() -> QuerySet[StoredEntry]:
    """Events of the last ninety days that nobody has looked into."""
    now = timezone.now()
    recent = _said(now - timedelta(days=EVENT_DAYS), now + timedelta(hours=1))
    return recent.filter(_is_event()).exclude(pk__in=Review.objects.values("entry"))


def newest_events() -> list[Stored]:
    return _stored(events_waiting().order_by("-pk")[:MOST_EVENTS])


def count_events() -> int:
    return events_waiting()[:MOST_EVENTS].count()


def is_event(entry_id: UUID) -> bool:
    return events_waiting().filter(pk=entry_id).exists()


def reviews(entries: Collection[UUID]) -> dict[UUID, Review]:
    found = Review.objects.filter(pk__in=entries).select_related("reviewed_by")
    return {review.entry: review for review in found}


def newest_reviews(most: int = 20) -> list[tuple[Stored, Review]]:
    """Events that were looked into, newest decision first."""
    done = list(Review.objects.select_related("reviewed_by").order_by("-reviewed_at")[:most])
    stored = {
        UUID(each.entry.id): each
        for each in _stored(StoredEntry.objects.filter(pk__in=[r.entry for r in done]))
    }
    return [(stored[review.entry], review) for review in done if review.entry in stored]
