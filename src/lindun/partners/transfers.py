"""Handing something to a partner, for the apps that make links and files: by a consent, or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.gate.passages import Passage
from lindun.partners import facts
from lindun.partners.codes import BEYOND, NOBODY_RECEIVES, UNKNOWN
from lindun.partners.models import Consent, Partner, Person, Transfer
from lindun.partners.refusal import NotYet
from lindun.web.reasons import Explanation, explain


@dataclass(frozen=True)
class Recipient:
    """Who at a partner may get something, and by which consent."""

    consent: Consent
    person: Person

    @property
    def label(self) -> str:
        """As it stands in the mark over the page: firm and person, cut to what a mark holds."""
        return f"{self.consent.partner.name[:12]} {self.person.name}"[:20]


@dataclass(frozen=True)
class Closed:
    """A partner with a consent for a purpose that gets nothing for it now, and all that stands against it."""

    partner: Partner
    number: str  # of the consent that lacks least
    reasons: tuple[str, ...]

    @property
    def why(self) -> Explanation:
        return explain(self.reasons)


class Choice(NamedTuple):
    """A recipient as a form offers it."""

    value: str
    words: str


def recipients(purpose: str) -> list[Recipient]:
    """Whom a work order of this purpose may be sent to now, firm by firm."""
    open_now = open_consents(purpose)
    people = Person.objects.filter(
        partner__in=[consent.partner_id for consent in open_now], receives=True, removed_at=None
    )
    return [
        Recipient(consent, person)
        for consent in open_now
        for person in people
        if person.partner_id == consent.partner_id
    ]


def open_consents(purpose: str) -> list[Consent]:
    """Consents for a purpose against which nothing stands now."""
    found = list(
        Consent.objects.select_related("partner").filter(purpose_id=purpose, agreed=True, withdrawn_at=None)
    )
    closed = facts.closed([consent.pk for consent in found])
    return [consent for consent in found if not closed[consent.pk]]


def closed_partners(purpose: str, *, receiving: bool = False) -> list[Closed]:
    """Partners that a form for this purpose leaves out although a consent names them, by name.

    receiving: a partner of which nobody may be sent a link is left out as well.
    """
    found = list(Consent.objects.select_related("partner__owner").filter(purpose_id=purpose))
    against = facts.closed([consent.pk for consent in found])
    nearest: dict[UUID, Closed] = {}
    for consent in found:
        standing = list(against[consent.pk])
        if not standing and receiving and not _receivers(consent.partner_id):
            standing = [NOBODY_RECEIVES]
        former = nearest.get(consent.partner_id)
        if former is None or len(standing) < len(former.reasons):
            nearest[consent.partner_id] = Closed(consent.partner, consent.number, tuple(standing))
    return sorted((one for one in nearest.values() if one.reasons), key=lambda one: one.partner.name)


def _receivers(partner: UUID) -> bool:
    return Person.objects.filter(partner=partner, receives=True, removed_at=None).exists()


def recipient(consent: UUID, person: UUID, *, purpose: str) -> Recipient:
    """One recipient for a purpose. Raises NotYet for a pair that does not belong together."""
    row = Consent.objects.select_related("partner").filter(pk=consent).first()
    if row is None:
        raise NotYet([UNKNOWN])
    if row.purpose_id != purpose:
        raise NotYet([BEYOND])
    somebody = row.partner.people.filter(pk=person, receives=True, removed_at=None).first()
    if somebody is None:
        raise NotYet(["partner.recipient_gone"])
    return Recipient(row, somebody)


def by_number(number: str) -> UUID | None:
    """The consent of a number as an approved request names it."""
    return Consent.objects.filter(number=number).values_list("pk", flat=True).first()


def check(consent: UUID | None) -> None:
    """Inside the passage that hands something over: whether anything stands against it. Raises NotYet."""
    against = facts.closed([consent])[consent] if consent else []
    if against:
        raise NotYet(against)


def record(
    passage: Passage, *, consent: UUID, kind: str, what: UUID, by: gate.Identity, to: UUID | None = None
) -> None:
    """Enter, inside the passage that makes it, that a link or a file is handed to a partner."""
    Transfer.objects.create(
        consent_id=consent, kind=kind, what=what, recipient_id=to, made_by_id=by.person, at=timezone.now()
    )
    passage.saw([consent], kind="consent")


def choices(consents: Iterable[Consent]) -> list[Choice]:
    """Consents as a form offers them: the partner and the number."""
    return [Choice(row.number, f"{row.partner.name} · {row.number}") for row in consents]
