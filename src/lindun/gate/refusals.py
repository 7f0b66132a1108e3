"""Refusals at a door before anybody is known: no passage opens, and the ledger still says it."""

from __future__ import annotations

from django.db import transaction

from lindun.gate import entries
from lindun.gate.entries import NOBODY, What
from lindun.gate.identity import Identity
from lindun.ledger.queries import times_lately

MOST_IN_TEN_MINUTES = 200  # of one actor: a stranger who tries thousands must not fill the ledger


def turned_away(who: Identity | None, *, action: str, reason: str, subjects: tuple[str, ...] = ()) -> None:
    """Record that somebody was refused, in a transaction of its own.

    who: None for somebody not signed in. action: a Happening. reason: a reason code. subjects: references.
    Beyond 200 times in ten minutes the same actor's refusals are not written any more: they say nothing new.
    Raises RuntimeError inside a transaction.
    """
    actor = who.reference if who else NOBODY
    with transaction.atomic(durable=True):
        if times_lately(actor, action) >= MOST_IN_TEN_MINUTES:
            return
        what = What(action=action, outcome="denied", reasons=(reason,), subjects=subjects)
        entries.write(who or NOBODY, what)
