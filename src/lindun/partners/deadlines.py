"""Days that matter about a partner, and how long it is until each: for reminders, the list and the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from lindun.partners.models import Assessment, Contract, Partner, Waiver
from lindun.partners.queries import end_of

BEFORE = (30, 7, 1, 0)
AGAIN = 7  # days, once the day is over
CERTIFICATE_DAYS = 15


class Of(StrEnum):
    AGREEMENT = "agreement"
    CHECK = "check"
    WAIVER = "waiver"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Deadline:
    """Something of a partner whose day comes; `about` is the row that it belongs to."""

    of: Of
    about: UUID
    partner: Partner
    day: date

    def left(self, today: date) -> int:
        return (self.day - today).days

    def reached(self, today: date) -> int | None:
        """The nearest of 30, 7, 1 and 0 days before that has been reached, then every week after: -7, -14.

        None before the first.
        """
        left = self.left(today)
        if left < 0:
            return -(-left // AGAIN) * AGAIN
        return min((days for days in BEFORE if left <= days), default=None)


def of(partner: Partner, today: date) -> Iterator[Deadline]:
    """The deadlines of a partner with whom we still work, or whose certificate is missing."""
    for contract in partner.contracts.all():
        if lacks_certificate(contract, today):
            due = end_of(contract) + timedelta(days=CERTIFICATE_DAYS)
            yield Deadline(Of.CERTIFICATE, contract.pk, partner, due)
    if not any(end_of(contract) > today for contract in partner.contracts.all()):
        return
    if last := partner.agreements.order_by("-ends").first():
        yield Deadline(Of.AGREEMENT, last.pk, partner, last.ends)
    if assessed := partner.assessments.first():
        yield Deadline(Of.CHECK, assessed.pk, partner, check_due(assessed))
        yield from (Deadline(Of.WAIVER, waiver.pk, partner, waiver.until) for waiver in _waivers(assessed))


def check_due(assessment: Assessment) -> date:
    """A year later; of 29 February the 28th, as the database counts."""
    day = assessment.on
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def lacks_certificate(contract: Contract, today: date) -> bool:
    """Whether a contract has ended and the partner has not certified return and destruction."""
    return end_of(contract) <= today and not contract.certificate


def is_overdue(contract: Contract, today: date) -> bool:
    """Fifteen days after its end; from then on the final payment is held."""
    overdue = end_of(contract) + timedelta(days=CERTIFICATE_DAYS) <= today
    return overdue and lacks_certificate(contract, today)


def _waivers(assessment: Assessment) -> list[Waiver]:
    return list(assessment.waivers.filter(agreed=True).order_by("-until")[:1])
