"""Refusals at a door before anybody is known: no passage opens, and the ledger still says it."""

from __future__ import annotations

from django.db import transaction

from lindun.gate import entries
from lindun.gate.entries import NOBODY, What
from lindun.gate.identity import Identity
from lindun.ledger.queries import times_lately

MOST_IN_TEN_MINUTES = 200  # of one actor: a stranger who tries thousands must not fill the ledger
PAUSED = "refusals.paused"


def turned_away(who: Identity | None, *, action: str, reason: str, subjects: tuple[str, ...] = ()) -> None:
    """Record that somebody was refused, in a transaction of its own.

    who: None for somebody not signed in. action: a Happening. reason: a reason code. subjects: references.
    After 200 in ten minutes the same actor's are not written any more; the last one says `refusals.paused`.
    Raises RuntimeError inside a transaction.
    """
    actor = who.reference if who else NOBODY
    with transaction.atomic(durable=True):
        written = times_lately(actor, action)
        if written >= MOST_IN_TEN_MINUTES:
            return
        what = What(action=action, outcome="denied", reasons=said(reason, after=written), subjects=subjects)
        entries.write(who or NOBODY, what)


def said(*reasons: str, after: int) -> tuple[str, ...]:
    """The reasons of a refusal that `after` others of ten minutes precede: the last one says that it is."""
    return (*reasons, PAUSED) if after == MOST_IN_TEN_MINUTES - 1 else reasons
