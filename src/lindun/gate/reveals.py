"""Reveal: the one place where plaintext comes into being.

One transaction of two round trips: the first reads the facts and the sealed values, the second writes the
entry, takes a view off the grant or link it names, and commits. Only then are the values opened, in memory:
a process killed in between has opened nothing and left an entry too many, never one too few.
Source of the order: law 2 of the house, "no entry, no access".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from lindun.core.policy import (
    Access,
    Actor,
    Decision,
    Extent,
    Grant,
    House,
    Item,
    Obligation,
    Purpose,
    Task,
    Way,
)
from lindun.core.sealing import Revealed, SealingError
from lindun.gate import entries
from lindun.gate.asking import Asked, Question, Row, ask_within
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import Denied, house_facts, known_or_nobody, row_scope
from lindun.gate.quotas import quotas
from lindun.gate.registry import SubjectPlace, facts, rules
from lindun.gate.vocabulary import Action
from lindun.ledger.actions import NothingChanged
from lindun.scope.exchange import Exchange
from lindun.scope.opening import open_scope, statement
from lindun.scope.statements import Statement
from lindun.vault import queries as vault
from lindun.vault.errors import CommunityKeyMissingError
from lindun.vault.records import SealedRow

SECONDS_OPEN = 30
SAMPLED = "reason.no_task"
ON_SCREEN = Way.REVEAL.value


class OpenedValue(NamedTuple):
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
    grant: str | None = None,
    way: str | None = None,
) -> Opened:
    """Open the named items of one data subject.

    items: catalogue codes. ordinal: which value of the item, all without it. purpose: purpose code. task:
    number of an open task of the actor at the subject's dwelling; without one, `reason` is a LookupReason
    code and the look-up is sampled. grant: number of an approved request of the actor, for what lies beyond
    that; one view of it is used up in the transaction of the entry, as one of a link is whose bearer asks.
    way: how it is used if not on the screen: `call`, where the purpose permits that. Raises Denied (recorded)
    and, for values that were altered in storage, SealingError (recorded as failed); nothing is opened then.
    """
    house, way = house_facts(), way or ON_SCREEN
    given = _Given(task=bool(task), reason=bool(reason), grant=bool(grant))
    questions = _questions(who, subject, items, purpose, task, grant)
    try:
        with Exchange() as exchange:
            asked = _ask(exchange, who, questions)
            access = _access(asked, given, house, subject=subject, items=items, way=way)
            decision = rules.decide(access)
            chosen = _chosen(asked, ordinal) if decision.allowed else []
            what = _entry(access, decision, subject, asked.where, len(chosen), _why(access, reason, way))
            there = decision.allowed and asked.keys  # of a person erased meanwhile nothing is left to use up
            view = _view(who, access, way) if there else None
            entry = entries.write(who, what, exchange=exchange, change=view)
    except NothingChanged:
        decision = _used_up(access)
        entry = _record_instead(who, what, "denied", decision.reasons)
    if not decision.allowed:
        raise Denied(decision, action=Action.ITEM_REVEAL, entry=entry)
    try:
        sealed = _sealed(subject, asked, chosen)
        opened = vault.open_values(sealed)
    except SealingError:
        _record_instead(who, what, "failed", ("vault.seal_broken",))
        raise
    values = tuple(
        OpenedValue(row.item, row.ordinal, value, row.masked)
        for row, value in zip(sealed, opened, strict=True)
    )
    return Opened(entry, subject, values, SECONDS_OPEN, decision.obligations)


class _Given(NamedTuple):
    """What the caller named, whether or not it is there."""

    task: bool
    reason: bool
    grant: bool


class _Answers(NamedTuple):
    """What one reveal read: facts, and the subject's sealed rows as far as the actor's reach shows them."""

    actor: Actor
    purpose: Purpose | None
    items: list[Item]
    where: SubjectPlace | None
    task: Task | None
    grant: Grant | None
    keys: list[Row]
    values: list[Row]


_KEY = Question(vault.KEY_OF_SUBJECT, lambda subject: {"subject": subject}, lambda rows, *_: rows)
_VALUES = Question(
    vault.VALUES_OF_SUBJECT,
    lambda subject, items: {"subject": subject, "items": ",".join(items)},
    lambda rows, *_: rows,
)
_NO_GRANT = Question("SELECT WHERE false", dict, lambda _rows: None)
_last_extents: dict[Identity, Extent] = {}  # a guess to begin with, never believed: see _ask
MOST_GUESSES = 4096


def _questions(
    who: Identity, subject: UUID, items: Sequence[str], purpose: str, task: str | None, grant: str | None
) -> tuple[Asked[Any], ...]:
    """All that a reveal must know, in the order of _Answers."""
    return (
        facts.actor.of(who),
        facts.purpose.of(purpose),
        facts.items.of(items),
        facts.subject.of(subject),
        facts.task.of(task),
        facts.grant.of(grant) if grant else _NO_GRANT.of(),
        _KEY.of(subject),
        _VALUES.of(subject, items),
    )


def _ask(exchange: Exchange, who: Identity, questions: tuple[Asked[Any], ...]) -> _Answers:
    """The answers from one statement; nothing is opened.

    The statement must open the row scope before the actor's reach has been read, so it is opened as far as
    she reached last time. The facts it brings are of now: if they give another reach, all is asked again
    within that one. So a change takes effect at once, and only a change costs a second statement.
    """
    guess = _last_extents.get(who, Extent())
    answers = _ask_within(exchange, guess, who, questions)
    extent = rules.extent(answers.actor, Action.ITEM_REVEAL)
    if extent == guess:
        return answers
    if len(_last_extents) >= MOST_GUESSES:
        _last_extents.clear()
    _last_extents[who] = extent
    answers = _ask_within(exchange, extent, who, questions)
    if rules.extent(answers.actor, Action.ITEM_REVEAL) != extent:
        raise FactsMoving
    return answers


def _ask_within(
    exchange: Exchange, extent: Extent, who: Identity, questions: tuple[Asked[Any], ...]
) -> _Answers:
    scope = statement(row_scope(extent), Action.ITEM_REVEAL)
    actor, *rest = ask_within(exchange, *questions, scope=scope)
    return _Answers(known_or_nobody(actor, who), *rest)


class FactsMoving(Exception):
    """The actor's reach changed twice within one reveal; nothing was opened, asking again will do."""


def _access(
    asked: _Answers, given: _Given, house: House, *, subject: UUID, items: Sequence[str], way: str
) -> Access:
    where = asked.where
    return Access(
        actor=asked.actor,
        action=Action.ITEM_REVEAL,
        now=datetime.now(UTC),
        house=house,
        place=where.place if where else None,
        dwelling=where.dwelling if where else None,
        purpose=asked.purpose,
        task=asked.task,
        task_named=given.task,
        reason_given=given.reason,
        grant=asked.grant,
        grant_named=given.grant,
        subject=str(subject),
        use=way,
        items=tuple(asked.items),
        unknown_items=tuple(set(items) - {item.code for item in asked.items}),
    )


def _chosen(asked: _Answers, ordinal: int | None) -> list[Row]:
    """The rows to open: none without a key; under a grant for some hours, those of its hours."""
    if not asked.keys:
        return []
    hours = asked.grant.ordinals if asked.grant else None
    return [
        row
        for row in asked.values
        if (ordinal is None or row["ordinal"] == ordinal) and (hours is None or row["ordinal"] in hours)
    ]


def _sealed(subject: UUID, asked: _Answers, values: Sequence[Row]) -> list[SealedRow]:
    try:
        return vault.sealed_rows(subject, asked.keys, values)
    except CommunityKeyMissingError:  # not in this process's memory yet; its row shows inside the reach alone
        with transaction.atomic(durable=True):
            extent = rules.extent(asked.actor, Action.ITEM_REVEAL)
            open_scope(row_scope(extent), action=Action.ITEM_REVEAL)
            return vault.sealed_rows(subject, asked.keys, values)


def _view(who: Identity, access: Access, way: str) -> Statement | None:
    """What takes one view off the grant or link it is asked by."""
    if access.grant:
        return quotas.grant.of(access.grant.id, 1)
    return quotas.link.of(str(who.link), way) if who.link else None


def _used_up(access: Access) -> Decision:
    """The refusal when another was quicker and no view is left."""
    if access.grant:
        return Decision(reasons=("grant.used_up",), ways_on=("request.access",))
    return Decision(reasons=("link.used_up",), ways_on=("ask.sender",))


def _entry(
    access: Access,
    decision: Decision,
    subject: UUID,
    where: SubjectPlace | None,
    fields: int,
    why: tuple[str, ...],
) -> What:
    return What(
        action=Action.ITEM_REVEAL,
        outcome="allowed" if decision.allowed else "denied",
        subjects=(f"resident:{subject}", *([f"request:{access.grant.id}"] if access.grant else [])),
        items=tuple(item.code for item in access.items),
        purpose=access.purpose.code if access.purpose else None,
        task=_reference(access),
        reasons=decision.reasons or why,
        counts={"fields": fields},
        place=where.place if where else None,
    )


def _why(access: Access, reason: str | None, way: str) -> tuple[str, ...]:
    """What an entry says of a look that was allowed: why without a task, and an unusual way."""
    sampled = (SAMPLED, f"reason.{reason}") if access.task is None and reason else ()
    return sampled if way == ON_SCREEN else (*sampled, f"way.{way}")


def _reference(access: Access) -> str | None:
    """What the look-up was for: the work order, or the approved request."""
    if access.grant:
        return f"request:{access.grant.id}"
    return f"task:{access.task.id}" if access.task else None


def _record_instead(who: Identity, what: What, outcome: str, reasons: tuple[str, ...]) -> str:
    """Say in a transaction of its own that nothing was opened, and why."""
    with transaction.atomic(durable=True):
        return entries.write(who, replace(what, outcome=outcome, reasons=reasons, counts={"fields": 0}))
