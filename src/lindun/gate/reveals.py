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

from lindun.core.policy import Access, Actor, Decision, Item, Obligation, Purpose, Task
from lindun.core.sealing import Revealed, SealingError
from lindun.gate import entries
from lindun.gate.asking import Question, Row, ask_together
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import SCOPE, Denied, house_facts, known_or_nobody, row_scope
from lindun.gate.registry import SubjectPlace, facts, rules
from lindun.gate.vocabulary import Action
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
        asked = _ask(who, subject, items, purpose, task)
        access = _access(asked, task_named=bool(task), reason_given=bool(reason), items=items)
        decision = rules.decide(access)
        sealed = _sealed(asked, ordinal) if decision.allowed else []
        what = _entry(access, decision, subject, asked.where, len(sealed), reason)
        entry = entries.write(who.reference, what)
    if not decision.allowed:
        raise Denied(decision, action=Action.ITEM_REVEAL, entry=entry)
    try:
        opened = vault.open_values(sealed)
    except SealingError:
        _record_failure(who, what)
        raise
    values = tuple(
        OpenedValue(row.item, row.ordinal, value, row.masked)
        for row, value in zip(sealed, opened, strict=True)
    )
    return Opened(entry, subject, values, SECONDS_OPEN, decision.obligations)


@dataclass(frozen=True)
class _Answers:
    """What one reveal read: facts, and the sealed rows of the subject as far as the actor's reach shows them."""

    actor: Actor
    purpose: Purpose | None
    items: list[Item]
    where: SubjectPlace | None
    task: Task | None
    keys: list[Row]
    values: list[Row]


_KEYS = Question(vault.KEYS, lambda subject: [[subject]], lambda rows, *_: rows)
_VALUES = Question(vault.VALUES, lambda subject, items: [[subject], list(items)], lambda rows, *_: rows)


def _ask(who: Identity, subject: UUID, items: Sequence[str], purpose: str, task: str | None) -> _Answers:
    """Two round trips: who asks for what, then, inside her reach, about whom. Nothing is opened."""
    actor, need, known = ask_together(facts.actor.of(who), facts.purpose.of(purpose), facts.items.of(items))
    actor = known_or_nobody(actor, who)
    scope = row_scope(rules.extent(actor, Action.ITEM_REVEAL))
    _scope, where, work, keys, values = ask_together(
        SCOPE.of(scope, Action.ITEM_REVEAL),
        facts.subject.of(subject),
        facts.task.of(task),
        _KEYS.of(subject),
        _VALUES.of(subject, items),
    )
    return _Answers(actor, need, known, where, work, keys, values)


def _access(asked: _Answers, *, task_named: bool, reason_given: bool, items: Sequence[str]) -> Access:
    where = asked.where
    return Access(
        actor=asked.actor,
        action=Action.ITEM_REVEAL,
        now=datetime.now(UTC),
        house=house_facts(),
        place=where.place if where else None,
        dwelling=where.dwelling if where else None,
        purpose=asked.purpose,
        task=asked.task,
        task_named=task_named,
        reason_given=reason_given,
        items=tuple(asked.items),
        unknown_items=tuple(set(items) - {item.code for item in asked.items}),
    )


def _sealed(asked: _Answers, ordinal: int | None) -> list[SealedRow]:
    rows = vault.sealed_rows(asked.keys, asked.values)
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
