"""The ledger entry of a passage: ids and codes, never a value."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from lindun.core.policy import Place
from lindun.core.tlog.entry import Entry, identify
from lindun.gate.identity import Identity
from lindun.ledger.actions import append
from lindun.scope.exchange import Exchange
from lindun.scope.statements import Statement

NOBODY = "system.anonymous"


@dataclass(frozen=True, kw_only=True)
class What:
    """What an entry says besides who and when."""

    action: str
    outcome: str
    subjects: Iterable[str] = ()
    items: Iterable[str] = ()
    purpose: str | None = None
    task: str | None = None
    reasons: Iterable[str] = ()
    counts: Mapping[str, int] | None = None
    place: Place | None = None
    session: UUID | None = None


def write(
    actor: Identity | str,
    what: What,
    *,
    exchange: Exchange | None = None,
    change: Statement | None = None,
) -> str:
    """Write one entry in the current transaction and return its id. Raises when it cannot be written.

    actor: who came to the gate, with her session; or a reference where nobody came through it. exchange: a
    transaction that ends with this entry, committed when this returns. change: made by the same statement;
    raises NothingChanged if it changes nothing.
    """
    reference, session = (
        (actor.reference, actor.session) if isinstance(actor, Identity) else (actor, what.session)
    )
    entry_id, at = identify(nanoseconds=time.time_ns(), randomness=os.urandom(8))
    append(
        Entry(
            id=entry_id,
            at=at,
            actor=reference,
            action=what.action,
            outcome=what.outcome,
            subjects=tuple(what.subjects),
            items=tuple(what.items),
            purpose=what.purpose,
            task=what.task,
            reasons=tuple(what.reasons),
            counts=what.counts or {},
            place=_references(what.place),
            session=f"session:{session}" if session else None,
        ),
        exchange=exchange,
        change=change,
    )
    return entry_id


def _references(place: Place | None) -> tuple[str, ...]:
    if place is None:
        return ()
    if place.building is None:
        return (f"community:{place.community}",)
    return (f"community:{place.community}", f"building:{place.building}")
