"""What people try that no passage is about: nothing opens by it, and the ledger says that it was tried."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from lindun.core.policy import Access
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import Denied, actor_facts
from lindun.gate.refusals import MOST_IN_TEN_MINUTES, said
from lindun.gate.registry import rules
from lindun.ledger import queries as ledger
from lindun.ledger.queries import times_lately

AGAIN_AFTER = timedelta(minutes=1)


def attempt(who: Identity, action: str, *, about: str) -> None:
    """Decide an attempt and record it, in a transaction of its own.

    about: a code that says where, beside the reasons. The same actor's same attempt is written once a minute,
    and no more than 200 in ten minutes, of which the last says `refusals.paused`.
    Raises Denied unless a permit of the house allows it; RuntimeError inside a transaction.
    """
    now = datetime.now(UTC)
    with transaction.atomic(durable=True):
        decision = rules.decide(Access(actor=actor_facts(who), action=action, now=now))
        entry = ""
        written = times_lately(who.reference, action)
        if written < MOST_IN_TEN_MINUTES and not _said_lately(who, action, about, now):
            outcome = "allowed" if decision.allowed else "denied"
            what = What(action=action, outcome=outcome, reasons=said(*decision.reasons, about, after=written))
            entry = entries.write(who, what)
    if not decision.allowed:
        raise Denied(decision, action=action, entry=entry)


def _said_lately(who: Identity, action: str, about: str, now: datetime) -> bool:
    lately = ledger.entries(
        actor=who.reference, action=action, since=now - AGAIN_AFTER, limit=MOST_IN_TEN_MINUTES
    )
    return any(about in stored.entry.reasons for stored in lately)
