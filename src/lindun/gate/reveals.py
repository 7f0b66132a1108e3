"""Reveal: the one place where plaintext comes into being.

One transaction reads the facts and the sealed values, decides and writes the entry. Only after its commit
are the values opened, in memory: a process killed in between has opened nothing and left an entry too many,
never one too few. Source of the order: law 2 of the house, "no entry, no access".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from lindun.core.policy import Access, Decision, Obligation
from lindun.core.sealing import Revealed, SealingError
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import Denied, actor_facts, house_facts, row_scope
from lindun.gate.registry import SubjectPlace, facts, rules
from lindun.gate.vocabulary import Action
from lindun.scope.opening import open_scope
from lindun.vault import queries as vault
from lindun.vault.records import SealedRow

SECONDS_OPEN = 30
SAMPLED = "reason.no_task"


@dataclass(frozen=True)
class OpenedValue:
    """One opened value. Its text form is dots; the revealing component alone asks for the plaintext."""

    item: str
    ordinal: int
    value: Revealed
    masked: str


@dataclass(frozen=True)
class Opened:
    """What a reveal opened, the entry that says so, and for how many seconds it may be shown."""

    entry: str
    subject: UUID
    values: tuple[OpenedValue, ...]
    seconds: int
    obligations: frozenset[Obligation]


def reveal(
    who: Identity,
    *,
    subject: UUID,
    items: Sequence[str],
    purpose: str,
    ordinal: int | None = None,
    task: str | None = None,
    reason: str | None = None,
) -> Opened:
    """Open the named items of one data subject.

    items: catalogue codes. ordinal: which value of the item, all without it. purpose: purpose code. task: number of an open task of the actor at the subject's
    dwelling; without one, `reason` is a LookupReason code and the look-up is sampled. Raises Denied (recorded)
    and, for values that were altered in storage, SealingError (recorded as failed); nothing is opened then.
    """
    with transaction.atomic(durable=True):
        access, where = _facts(who, subject, items, purpose, task, reason)
        decision = rules.decide(access)
        sealed = _sealed(subject, items, ordinal) if decision.allowed else []
        what = _entry(access, decision, subject, where, len(sealed), reason)
        entry = entries.write(who.reference, what)
    if not decision.allowed:
        raise Denied(decision, action=Action.ITEM_REVEAL, entry=entry)
    try:
        opened = vault.open_values(sealed)
    except SealingError:
        _record_failure(who, what)
        raise
    values = tuple(
        OpenedValue(row.item, row.ordinal, value, row.masked) for row, value in zip(sealed, opened, strict=True)
    )
    return Opened(entry, subject, values, SECONDS_OPEN, decision.obligations)


def _facts(
    who: Identity, subject: UUID, items: Sequence[str], purpose: str, task: str | None, reason: str | None
) -> tuple[Access, SubjectPlace | None]:
    """Read all facts in the open transaction. The subject is looked for inside the actor's reach only."""
    actor = actor_facts(who)
    open_scope(row_scope(rules.extent(actor, Action.ITEM_REVEAL)), action=Action.ITEM_REVEAL)
    where = facts.subject(subject)
    known = tuple(facts.items(items))
    access = Access(
        actor=actor,
        action=Action.ITEM_REVEAL,
        now=datetime.now(UTC),
        house=house_facts(),
        place=where.place if where else None,
        dwelling=where.dwelling if where else None,
        purpose=facts.purpose(purpose),
        task=facts.task(task) if task else None,
        task_named=bool(task),
        reason_given=bool(reason),
        items=known,
        unknown_items=tuple(set(items) - {item.code for item in known}),
    )
    return access, where


def _sealed(subject: UUID, items: Sequence[str], ordinal: int | None) -> list[SealedRow]:
    rows = vault.fetch_sealed([subject], items)
    return rows if ordinal is None else [row for row in rows if row.ordinal == ordinal]


def _entry(
    access: Access,
    decision: Decision,
    subject: UUID,
    where: SubjectPlace | None,
    fields: int,
    reason: str | None,
) -> What:
    why = decision.reasons or ((SAMPLED, f"reason.{reason}") if access.task is None and reason else ())
    return What(
        action=Action.ITEM_REVEAL,
        outcome="allowed" if decision.allowed else "denied",
        subjects=(f"resident:{subject}",),
        items=tuple(item.code for item in access.items),
        purpose=access.purpose.code if access.purpose else None,
        task=f"task:{access.task.id}" if access.task else None,
        reasons=why,
        counts={"fields": fields},
        place=where.place if where else None,
    )


def _record_failure(who: Identity, what: What) -> None:
    with transaction.atomic(durable=True):
        broken = replace(what, outcome="failed", reasons=("vault.seal_broken",), counts={"fields": 0})
        entries.write(who.reference, broken)
