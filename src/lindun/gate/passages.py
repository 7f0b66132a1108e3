"""A passage: the outermost transaction in which protected rows are visible and changes are made.

Reads and writes of masked data run inside it and are committed together with their entry: if the entry
cannot be written nothing leaves, because the caller's work is rolled back and the error propagates.
A refusal is committed first and raised afterwards, so that it cannot be lost with the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from lindun.core.policy import Access, Actor, Decision, Extent, House, Place
from lindun.gate import entries
from lindun.gate.conditions import COUNTED, DECIDED
from lindun.gate.entries import What
from lindun.gate.identity import OPERATOR, Identity
from lindun.gate.registry import facts, rules
from lindun.gate.vocabulary import ACCOUNT_WORK, Happening
from lindun.ledger.queries import mirror_state, times_lately
from lindun.scope.opening import RowScope, open_scope

MAX_NAMED = 1024  # subjects named in one entry (the entry format's bound); counts say how many there were


class Denied(Exception):
    """The gate refused. `decision` says why and what would open it; `entry` is the refusal in the ledger."""

    def __init__(self, decision: Decision, *, action: str, entry: str) -> None:
        super().__init__(f"{action}: {', '.join(decision.reasons)}")
        self.decision = decision
        self.action = action
        self.entry = entry


class NotHere(Exception):
    """What was asked for does not exist within the actor's reach. Strangers learn no more than that.

    reason: the code its entry says; an app's own kind of it says its own.
    """

    reason = "place.out_of_reach"


@dataclass
class Passage:
    """An open passage: the facts of its decision, and what its entry will say."""

    who: Identity
    actor: Actor
    action: str
    extent: Extent
    decision: Decision
    subjects: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    place: Place | None = None
    purpose: str | None = None
    task: str | None = None
    entry: str = ""

    def saw(self, subjects: Iterable[UUID] = (), *, kind: str = "resident", **counts: int) -> None:
        """Tell the entry whom or what this passage showed, and how many."""
        self.subjects += [f"{kind}:{subject}" for subject in subjects]
        self.counts |= counts

    def about(self, *reasons: str) -> None:
        """Add codes that say what was done, e.g. the value before and after."""
        self.reasons += reasons

    def outlook(self, access: Access) -> Decision:
        """What the gate would say to this question, for showing it before anyone asks. Opens nothing.

        other_person, proposed_by: ids of accounts, as for `passage`.
        """
        about, proposer = person_of(access.other_person), person_of(access.proposed_by)
        answered = _answered_for(access.action, access.proposed_by)
        known = replace(access, proposed_by=proposer, proposer_answered_for=answered)
        return rules.decide(replace(known, other_person=about))

    def extent_of(self, action: str) -> Extent:
        return rules.extent(self.actor, action)


@contextmanager
def passage(
    who: Identity,
    action: str,
    *,
    purpose: str | None = None,
    task: str | None = None,
    place: Place | None = None,
    other_person: UUID | None = None,
    proposed_by: UUID | None = None,
    deciders: frozenset[str] | None = None,
    consent: UUID | None = None,
    writes: bool = False,
) -> Iterator[Passage]:
    """Open a passage for one action; yields it when allowed.

    purpose, task: codes and references that go into the entry. place: where the one resource lies; leave it
    out for lists, whose rows the actor's extent filters. other_person: whose rights the action is about;
    proposed_by: who asked for what a second person now decides (accounts; the gate compares their persons);
    deciders: the roles that may decide it. consent: by which this hands something to a partner.
    Raises Denied (refused and recorded), NotHere (raised by the body for what it cannot find; recorded as a
    refusal), RuntimeError when another passage or transaction is open.
    """
    through: Passage | None = None
    try:
        with transaction.atomic(durable=True):
            through, denied = _enter(
                who,
                action,
                place=place,
                other_person=other_person,
                proposed_by=proposed_by,
                deciders=deciders,
                consent=consent,
            )
            through.purpose, through.task, through.place = purpose, task, place
            if denied is None:
                open_scope(row_scope(through.extent), action=action)
                yield through
                through.entry = _record(through, "done" if writes else "allowed", through.reasons)
    except NotHere as nothing:
        _record_apart(through, "denied", [nothing.reason])
        raise
    except Exception as error:
        if through is not None and not isinstance(error, Denied):
            _record_apart(through, "failed", ["work.failed"])
        raise
    if denied is not None:
        raise denied


def _enter(
    who: Identity,
    action: str,
    *,
    place: Place | None,
    other_person: UUID | None,
    proposed_by: UUID | None,
    deciders: frozenset[str] | None,
    consent: UUID | None,
) -> tuple[Passage, Denied | None]:
    actor = actor_facts(who)
    access = Access(
        actor=actor,
        action=action,
        now=datetime.now(UTC),
        house=house_facts(),
        place=place,
        other_person=person_of(str(other_person)) if other_person else None,
        proposed_by=person_of(str(proposed_by)) if proposed_by else None,
        proposer_answered_for=_answered_for(action, str(proposed_by)) if proposed_by else False,
        deciders=deciders,
        consent=facts.consent(consent) if consent else None,
        consent_named=consent is not None,
        recent=times_lately(who.reference, action) if action in COUNTED else 0,
    )
    decision = rules.decide(access)
    through = Passage(who, actor, action, rules.extent(actor, action), decision, place=place)
    if decision.allowed:
        return through, None
    entry = _record(through, "denied", decision.reasons)
    return through, Denied(decision, action=action, entry=entry)


@contextmanager
def founding() -> Iterator[None]:
    """The transaction in which an installation gets its first facts, before anybody exists who could decide.

    The caller must make sure that nobody does; the entry says that the operator founded the company.
    """
    with transaction.atomic(durable=True):
        open_scope(RowScope(), action=Happening.FOUNDED)
        yield
        entries.write(f"system.{OPERATOR}", What(action=Happening.FOUNDED, outcome="done"))


@contextmanager
def account_work() -> Iterator[None]:
    """The transaction of a sign-in page: passwords and second factors change here and in passages for staff.

    It shows no protected row. What it guards against is the other way round: SQL injected into any other page
    cannot give somebody a new password or take away her second factor.
    """
    with transaction.atomic():
        open_scope(RowScope(), action=ACCOUNT_WORK)
        yield


def person_of(account: str | None) -> str | None:
    """The person behind an account (a staff id), so that nobody is two; what is no account stays as it is."""
    try:
        return facts.person(UUID(account)) if account else None
    except ValueError:
        return account


def _answered_for(action: str, account: str | None) -> bool:
    """Whether somebody answers for the post of this account, where the action's conditions ask."""
    return action in DECIDED and account is not None and facts.answered(UUID(account))


def actor_facts(who: Identity) -> Actor:
    """The actor's facts, read now. Somebody the organisation does not know is nobody: no role, no post."""
    return known_or_nobody(facts.actor(who), who)


def known_or_nobody(known: Actor | None, who: Identity) -> Actor:
    """The actor found, or one without role and post, to whom nothing is open."""
    return known or Actor(
        id=who.reference,
        person=who.reference,
        role="",
        clearance=0,
        in_post=False,
        second_factor=False,
        needs_second_factor=True,
    )


def house_facts() -> House:
    """Facts about the installation: whether opening has stopped because no ledger mirror is current."""
    return House(opening_stopped=mirror_state() == "stop")


def _record(through: Passage, outcome: str, reasons: Iterable[str]) -> str:
    return entries.write(
        through.who,
        What(
            action=through.action,
            outcome=outcome,
            subjects=through.subjects[:MAX_NAMED],
            items=through.items,
            purpose=through.purpose,
            task=through.task,
            reasons=reasons,
            counts=through.counts,
            place=through.place,
        ),
    )


def _record_apart(through: Passage | None, outcome: str, reasons: list[str]) -> None:
    """Record in a transaction of its own, after the passage's was rolled back."""
    if through is None:
        return
    with transaction.atomic(durable=True):
        _record(through, outcome, reasons)


def row_scope(extent: Extent) -> RowScope:
    """The rows of an extent, as the database is told."""
    return RowScope(extent.communities, extent.buildings)


__all__ = ["Denied", "NotHere", "Passage", "passage"]
