"""Lists that leave the house: many people at once, in clear under a grant, or masked.

In clear, one transaction decides, takes the rows off the grant and writes the entries, which name every
person; only after it has committed the values are opened, some hundred people at a time. Masked forms touch
no key; their entries name every person as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction

from lindun.core.policy import Access, Decision, Extent, Place
from lindun.core.sealing import Revealed, SealingError
from lindun.gate import entries
from lindun.gate.asking import ask_together
from lindun.gate.entries import What
from lindun.gate.identity import Identity
from lindun.gate.passages import MAX_NAMED, Denied, actor_facts, house_facts, row_scope
from lindun.gate.quotas import quotas
from lindun.gate.registry import facts, rules
from lindun.gate.vocabulary import Action
from lindun.ledger import queries as ledger
from lindun.scope.opening import open_scope
from lindun.vault import queries as vault

EXPORT = "export"  # the use a grant must be for
NAMED = MAX_NAMED - 3  # people in one entry, beside the export, the request and the consent
OPENED_TOGETHER = 250
USED_UP = Decision(reasons=("grant.used_up",), ways_on=("request.access",))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is to show. export: the id of the file it is for. place: of everybody on it.

    subjects: whom. items: catalogue codes. purpose: code. consent: by which it goes to a partner, if it does.
    """

    export: UUID
    subjects: Sequence[UUID]
    items: Sequence[str]
    purpose: str
    place: Place
    consent: UUID | None = None


Values = Mapping[str, Sequence[Revealed]]
Forms = Mapping[str, Sequence[str]]


def open_list(who: Identity, wanted: Wanted, *, grant: str) -> Iterator[tuple[UUID, Values]]:
    """Open the items of these people for an export under a grant; yields person and values by item.

    grant: number of an approved request of the actor, made for a file of this place. A row of it is used up
    for each person, once an export: made again after an interruption, it takes no more. When this function
    returns the entries are committed and nothing is open yet. Raises Denied (recorded), RuntimeError inside a
    transaction; the iterator raises SealingError (recorded as failed) for values altered in storage.
    """
    if connection.in_atomic_block:
        raise RuntimeError("an export commits its entries before it opens: no transaction may be around it")
    with transaction.atomic(durable=True):
        access = _access(who, wanted, Action.EXPORT_MAKE, grant=grant)
        decision = rules.decide(access)
        counted = decision.allowed and _is_counted(who, wanted, access)
        decision = decision if counted or not decision.allowed else USED_UP
        entry = _write(who, wanted, access, decision)
    if not decision.allowed:
        raise Denied(decision, action=Action.EXPORT_MAKE, entry=entry)
    return _opened(who, wanted)


def masked_list(who: Identity, wanted: Wanted) -> dict[UUID, Forms]:
    """Stored masked forms of these people, person -> item -> forms in order. Touches no key.

    Raises Denied (recorded), RuntimeError inside a transaction.
    """
    with transaction.atomic(durable=True):
        access = _access(who, wanted, Action.EXPORT_MASK)
        decision = rules.decide(access)
        forms = vault.masked_values(wanted.subjects, wanted.items) if decision.allowed else {}
        entry = _write(who, wanted, access, decision)
    if not decision.allowed:
        raise Denied(decision, action=Action.EXPORT_MASK, entry=entry)
    return dict(forms)


def _access(who: Identity, wanted: Wanted, action: str, *, grant: str | None = None) -> Access:
    """The facts, read in this transaction, whose scope is opened as far as the actor reaches."""
    actor = actor_facts(who)
    open_scope(row_scope(rules.extent(actor, action)), action=action)
    purpose, items, granted, consent = ask_together(
        facts.purpose.of(wanted.purpose),
        facts.items.of(wanted.items),
        facts.grant.of(grant),
        facts.consent.of(wanted.consent),
    )
    return Access(
        actor=actor,
        action=action,
        now=datetime.now(UTC),
        house=house_facts(),
        place=wanted.place,
        purpose=purpose,
        grant=granted,
        grant_named=grant is not None,
        use=EXPORT,
        consent=consent,
        consent_named=wanted.consent is not None,
        items=tuple(items),
        unknown_items=tuple(set(wanted.items) - {item.code for item in items}),
    )


def _is_counted(who: Identity, wanted: Wanted, access: Access) -> bool:
    """Take a row off the grant for each person; the ledger says whether this export has done so before."""
    if access.grant is None:
        return False
    before = ledger.entries(
        actor=who.reference, action=Action.EXPORT_MAKE, subject=f"export:{wanted.export}", limit=100
    )
    named = {
        subject for stored in before if stored.entry.outcome == "allowed" for subject in stored.entry.subjects
    }
    new = [subject for subject in wanted.subjects if f"resident:{subject}" not in named]
    return not new or quotas.grant.take(access.grant.id, len(new))


def _write(who: Identity, wanted: Wanted, access: Access, decision: Decision) -> str:
    """As many entries as it takes to name everybody; a refusal is one. Returns the first one's id."""
    about = [f"export:{wanted.export}", *([f"request:{access.grant.id}"] if access.grant else [])]
    about += [f"consent:{wanted.consent}"] if wanted.consent else []
    what = What(
        action=access.action,
        outcome="allowed" if decision.allowed else "denied",
        subjects=about,
        items=tuple(item.code for item in access.items),
        purpose=access.purpose.code if access.purpose else None,
        task=f"request:{access.grant.id}" if access.grant else None,
        reasons=decision.reasons,
        counts={"rows": len(wanted.subjects)},
        place=wanted.place,
    )
    if not decision.allowed or not wanted.subjects:
        return entries.write(who, what)
    written = []
    for start in range(0, len(wanted.subjects), NAMED):
        named = wanted.subjects[start : start + NAMED]
        people = [f"resident:{subject}" for subject in named]
        part = replace(what, subjects=[*about, *people], counts={"rows": len(named)})
        written.append(entries.write(who, part))
    return written[0]


def _opened(who: Identity, wanted: Wanted) -> Iterator[tuple[UUID, Values]]:
    """Read and open some at a time, within the place of the grant alone."""
    extent = (
        Extent(communities=frozenset({wanted.place.community}))
        if wanted.place.building is None
        else Extent(buildings=frozenset({wanted.place.building}))
    )
    for start in range(0, len(wanted.subjects), OPENED_TOGETHER):
        some = wanted.subjects[start : start + OPENED_TOGETHER]
        with transaction.atomic(durable=True):
            open_scope(row_scope(extent), action=Action.EXPORT_MAKE)
            sealed = vault.fetch_sealed(some, wanted.items)
        try:
            opened = vault.open_values(sealed)
        except SealingError:
            _record_failure(who, wanted)
            raise
        people: dict[UUID, dict[str, list[Revealed]]] = {}
        for row, value in zip(sealed, opened, strict=True):
            people.setdefault(row.subject_id, {}).setdefault(row.item, []).append(value)
        yield from people.items()


def _record_failure(who: Identity, wanted: Wanted) -> None:
    with transaction.atomic(durable=True):
        broken = What(
            action=Action.EXPORT_MAKE,
            outcome="failed",
            subjects=(f"export:{wanted.export}",),
            items=tuple(wanted.items),
            purpose=wanted.purpose,
            reasons=("vault.seal_broken",),
            place=wanted.place,
        )
        entries.write(who, broken)
