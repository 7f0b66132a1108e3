"""A partner leaks: reported, confirmed, access cut, evidence frozen, three remedies until each is settled."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.partners import numbers, queries
from lindun.partners.approving import page_of
from lindun.partners.facts import today
from lindun.partners.models import MOST_WORDS, Breach, Partner, Remedy, RemedyKind
from lindun.partners.refusal import BadPartner
from lindun.partners.rules import DECIDING
from lindun.requests.actions import clean


@dataclass(frozen=True)
class Remedies:
    """For each kind of remedy who sees to it, and until when."""

    owners: Mapping[str, UUID]
    dues: Mapping[str, date]

    def check(self) -> None:
        """Raises BadPartner unless each has somebody and a day that lies ahead."""
        if set(self.owners) != set(RemedyKind.values) or set(self.dues) != set(RemedyKind.values):
            raise BadPartner(_("Each of the three remedies needs somebody in charge and a day."))
        if min(self.dues.values()) < today():
            raise BadPartner(_("The day of a remedy lies ahead."))


def report(who: gate.Identity, *, partner: UUID, what: str) -> Breach:
    """Write down a suspicion, personal data masked. Nothing is cut before somebody confirms it."""
    words = clean(what.strip()).text[:MOST_WORDS]
    if not words:
        raise BadPartner(_("Say in a few words what happened."))
    with gate.passage(who, Action.BREACH_REPORT, writes=True) as passage:
        found = queries.locked(partner)
        passage.saw([partner], kind="partner")
        if found.breaches.filter(what=words, confirmed_at=None).exists():
            raise BadPartner(_("This was reported already and waits to be confirmed."))
        breach = _report(passage, found, words, reported_by=who.person)
        passage.about("breach.reported")
        _tell(found)
    return breach


def confirm(
    who: gate.Identity, *, breach: UUID, owners: Mapping[str, UUID], dues: Mapping[str, date]
) -> Partner:
    """It is true: the partner is blocked from this moment, its transfers are frozen as evidence.

    owners, dues: for each kind of remedy who sees to it and until when. Raises gate.Denied, BadPartner.
    """
    remedies = Remedies(owners, dues)
    remedies.check()
    with gate.passage(who, Action.BREACH_CONFIRM, writes=True) as passage:
        found = queries.locked(queries.breach(breach).partner_id)
        row = queries.breach(breach)
        if row.confirmed_at is not None:
            raise BadPartner(_("It was confirmed already."))
        _confirm(passage, found, row, remedies)
        passage.saw([breach], kind="breach")
    return found


def cut_off(passage: Passage, *, partner: UUID, what: str, reported_by: UUID, remedies: Remedies) -> Breach:
    """A violation of a partner was decided elsewhere: blocked from this moment, as by `confirm`.

    Part of the caller's passage, whose action the rows are guarded by. what: masked. Raises BadPartner.
    """
    remedies.check()
    found = queries.locked(partner)
    breach = _report(passage, found, what[:MOST_WORDS], reported_by=reported_by)
    _confirm(passage, found, breach, remedies)
    return breach


def settle_remedy(who: gate.Identity, *, remedy: UUID, result: str) -> Partner:
    """Say what came of a remedy; with the third the case is closed and the account may be asked for anew."""
    words = clean(result.strip()).text[:MOST_WORDS]
    if not words:
        raise BadPartner(_("Say in a few words what came of it."))
    with gate.passage(who, Action.BREACH_CONFIRM, writes=True) as passage:
        found = queries.locked(queries.remedy(remedy).breach.partner_id)
        row = queries.remedy(remedy)
        if row.settled_at is not None:
            raise BadPartner(_("It was settled already."))
        row.result, row.settled_at = words, timezone.now()
        row.save(update_fields=["result", "settled_at"])
        if not row.breach.remedies.filter(settled_at=None).exists():
            row.breach.closed_at = timezone.now()
            row.breach.save(update_fields=["closed_at"])
            passage.about("breach.closed")
        passage.saw([found.pk], kind="partner")
        passage.saw([row.breach_id], kind="breach")
        passage.about(f"remedy.{row.kind}")
    return found


def digest(evidence: str) -> str:
    """SHA-256 of the evidence as stored, in hex."""
    return hashlib.sha256(evidence.encode()).hexdigest()


def mark(evidence: str) -> str:
    """The first half of the digest, as the entry of the confirmation says it: in groups of four digits."""
    half = digest(evidence)[:32]
    return "-".join(half[start : start + 4] for start in range(0, len(half), 4))


def _report(passage: Passage, partner: Partner, words: str, *, reported_by: UUID) -> Breach:
    breach = numbers.numbered(
        numbers.BREACH,
        lambda number: Breach.objects.create(
            number=number,
            partner=partner,
            what=words,
            reported_by_id=reported_by,
            reported_at=timezone.now(),
        ),
    )
    passage.saw([breach.pk], kind="breach")
    return breach


def _confirm(passage: Passage, partner: Partner, row: Breach, remedies: Remedies) -> None:
    row.confirmed_at, row.confirmed_by_id = timezone.now(), passage.who.person
    row.evidence = _evidence(partner, row)
    row.save(update_fields=["confirmed_at", "confirmed_by", "evidence"])
    Remedy.objects.bulk_create(
        Remedy(breach=row, kind=kind, owner=queries.in_post(remedies.owners[kind]), due=remedies.dues[kind])
        for kind in RemedyKind.values
    )
    passage.saw([partner.pk], kind="partner", transfers=len(json.loads(row.evidence)["transfers"]))
    passage.about("breach.confirmed", f"evidence.{mark(row.evidence)}")
    _tell(partner, *remedies.owners.values())


def _evidence(partner: Partner, breach: Breach) -> str:
    """What bound the partner and all that was handed to it, as ids, numbers and times."""
    said: dict[str, Any] = {
        "partner": partner.number,
        "registration": partner.registration,
        "breach": breach.number,
        "at": breach.confirmed_at.isoformat() if breach.confirmed_at else "",
        "contracts": [[row.reference, str(row.begins), str(row.ends)] for row in partner.contracts.all()],
        "agreements": [[row.reference, str(row.begins), str(row.ends)] for row in partner.agreements.all()],
        "transfers": [
            {"consent": row.consent.number, "kind": row.kind, "what": str(row.what), "at": row.at.isoformat()}
            for row in queries.transfers(partner)
        ],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _tell(partner: Partner, *more: UUID) -> None:
    people = {partner.owner_id, *queries.holders_of(DECIDING), *more}
    notify(to=people, kind=Kind.PARTNER_BREACH, reference=partner.number, url=page_of(partner))
