"""One sheet of paper for one task: what stands on it in clear, opened together under one entry.

One transaction decides, has the sheet entered in its register and writes the entry, which names everybody on
it; only after it has committed the values are opened, in memory. What has no place in the register is not
printed, and a process killed in between has printed nothing and left a sheet too many, never one too few.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction

from lindun.core.policy import Access, Actor, Decision, Way
from lindun.core.sealing import Revealed, SealingError
from lindun.gate import entries
from lindun.gate.asking import ask_together
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import Denied, Passage, actor_facts, house_facts, row_scope
from lindun.gate.registry import facts, rules
from lindun.gate.vocabulary import Action
from lindun.scope.opening import open_scope
from lindun.vault import queries as vault
from lindun.vault.records import SealedRow

MADE = Decision(reasons=("paper.one_for_a_task",), ways_on=("open.task",))

Values = Mapping[UUID, Mapping[str, Sequence[Revealed]]]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a sheet is to show in clear.

    sheet: its id in the register. subjects: people of one dwelling. items: catalogue codes. purpose: code.
    task: number of an open task of the actor's there. why: codes the entry is to carry besides, e.g. how the
    customer was verified.
    """

    sheet: UUID
    subjects: Sequence[UUID]
    items: Sequence[str]
    purpose: str
    task: str
    why: tuple[str, ...] = ()


def outlook(passage: Passage, wanted: Wanted) -> Decision:
    """What the gate would say to this sheet, for showing it before anyone asks. Opens nothing."""
    return rules.decide(_access(passage.who, passage.actor, wanted))


def open_sheet(who: Identity, wanted: Wanted, *, enter: Callable[[], bool]) -> Values:
    """Open what a sheet shows; person -> item -> values in order.

    enter: writes the sheet into its register, in the transaction of the entry; False where the task has had
    its sheet, and then nothing opens. Raises Denied (recorded), SealingError (recorded as failed) for values
    that were altered in storage, RuntimeError inside a transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a sheet commits its entry before it opens: no transaction may be around it")
    with transaction.atomic(durable=True):
        actor = actor_facts(who)
        open_scope(row_scope(rules.extent(actor, Action.SHEET_PRINT)), action=Action.SHEET_PRINT)
        access = _access(who, actor, wanted)
        decision = rules.decide(access)
        if decision.allowed and not enter():
            decision = MADE
        sealed = vault.fetch_sealed(wanted.subjects, wanted.items) if decision.allowed else []
        what = _entry(access, decision, wanted, fields=len(sealed))
        entry = entries.write(who, what)
    if not decision.allowed:
        raise Denied(decision, action=Action.SHEET_PRINT, entry=entry)
    return _opened(who, what, sealed)


def _access(who: Identity, actor: Actor, wanted: Wanted) -> Access:
    """The facts of now. People of several dwellings are at none: no task is for them together."""
    purpose, items, task, owing, *homes = ask_together(
        facts.purpose.of(wanted.purpose),
        facts.items.of(wanted.items),
        facts.task.of(wanted.task),
        facts.owing.of(who.person),
    ) + [facts.subject(subject) for subject in wanted.subjects]
    dwellings = {home.dwelling for home in homes if home} if all(homes) else set()
    return Access(
        actor=actor,
        action=Action.SHEET_PRINT,
        now=datetime.now(UTC),
        house=house_facts(),
        place=homes[0].place if homes and homes[0] else None,
        dwelling=dwellings.pop() if len(dwellings) == 1 else None,
        purpose=purpose,
        task=task,
        task_named=True,
        use=Way.PRINT,
        owes_paper=owing,
        items=tuple(items),
        unknown_items=tuple(set(wanted.items) - {item.code for item in items}),
    )


def _entry(access: Access, decision: Decision, wanted: Wanted, *, fields: int) -> What:
    people = [f"resident:{subject}" for subject in wanted.subjects]
    return What(
        action=Action.SHEET_PRINT,
        outcome="allowed" if decision.allowed else "denied",
        subjects=(f"sheet:{wanted.sheet}", *people) if decision.allowed else people,
        items=tuple(item.code for item in access.items),
        purpose=access.purpose.code if access.purpose else None,
        task=f"task:{access.task.id}" if access.task else None,
        reasons=decision.reasons or wanted.why,
        counts={"fields": fields, "pages": 1 if decision.allowed else 0},
        place=access.place,
    )


def _opened(who: Identity, what: What, sealed: Sequence[SealedRow]) -> Values:
    try:
        opened = vault.open_values(sealed)
    except SealingError:
        with transaction.atomic(durable=True):
            broken = replace(what, outcome="failed", reasons=("vault.seal_broken",), counts={"fields": 0})
            entries.write(who, broken)
        raise
    people: dict[UUID, dict[str, list[Revealed]]] = {}
    for row, value in zip(sealed, opened, strict=True):
        people.setdefault(row.subject_id, {}).setdefault(row.item, []).append(value)
    return people
