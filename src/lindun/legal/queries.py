"""Reads of what outsiders asked for."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, QuerySet, When

from lindun import gate
from lindun.legal.models import Enquiry, State
from lindun.legal.rules import DESK
from lindun.organisation.models import Staff
from lindun.organisation.queries import accounts_of
from lindun.requests.models import AccessRequest, Outcome


def enquiries(*, reader: UUID, every: bool) -> QuerySet[Enquiry]:
    """One's own, or every one; those that wait first. An ordinary clerk sees no other's: that there was a
    police request is itself something that does not go round."""
    found = Enquiry.objects.select_related("recorded_by", "decided_by")
    if not every:
        found = found.filter(recorded_by__in=accounts_of(reader))
    return found.order_by(Case(When(state=State.WAITING, then=0), default=1), "-recorded_at")


def enquiry(enquiry_id: UUID, *, reader: UUID, every: bool) -> Enquiry:
    """Raises gate.NotHere."""
    found = enquiries(reader=reader, every=every).filter(pk=enquiry_id).first()
    if found is None:
        raise gate.NotHere
    return found


def locked(enquiry_id: UUID) -> Enquiry:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = Enquiry.objects.select_for_update().filter(pk=enquiry_id).first()
    if found is None:
        raise gate.NotHere
    return found


def recorder_of(enquiry_id: UUID) -> UUID | None:
    """Whose it is, as a fact of the decision."""
    return Enquiry.objects.filter(pk=enquiry_id).values_list("recorded_by_id", flat=True).first()


def waiting() -> int:
    return Enquiry.objects.filter(state=State.WAITING).count()


def approved_request(number: str) -> AccessRequest | None:
    """The request of this number, if its approvals stand. Read in a passage that reaches everywhere."""
    return AccessRequest.objects.filter(number=number, outcome=Outcome.APPROVED).first()


def desk(but: UUID) -> list[UUID]:
    """Who answers, except the person who recorded it."""
    others = Staff.objects.in_post().filter(role__in=sorted(DESK)).exclude(pk__in=accounts_of(but))
    return list(others.values_list("pk", flat=True))
