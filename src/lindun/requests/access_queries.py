"""Reads about requests and their grants. All run inside an open passage, under its row scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lindun import gate
from lindun.organisation.models import Staff
from lindun.requests.models import AccessRequest, Approval, Deputy, Grant, Outcome
from lindun.requests.quorum import TOGETHER_WITHIN


def request(pk: UUID, *, viewer: Staff) -> AccessRequest:
    """One request, for its applicant and for whoever answers or audits such requests. Raises gate.NotHere."""
    found = _requests().filter(pk=pk).first()
    if found is None or not may_see(found, viewer):
        raise gate.NotHere
    return found


def may_see(request: AccessRequest, viewer: Staff) -> bool:
    """Colleagues of the same building learn nothing of each other's requests."""
    return (
        request.applicant_id == viewer.pk
        or viewer.role in {*request.deciders, "auditor", "officer"}
        or (request.emergency and viewer.role in EMERGENCY_REVIEWERS)
        or bool({*roles_stood_in_for(viewer.pk)} & {*request.deciders})
    )


EMERGENCY_REVIEWERS = frozenset({"supervisor", "manager", "general_manager", "officer"})


def mine(staff: UUID, *, most: int = 50) -> list[AccessRequest]:
    return list(_requests().filter(applicant_id=staff)[:most])


def is_live(grant: Grant | None) -> bool:
    """Whether it still opens something, for the buttons: the gate decides when one is pressed."""
    if grant is None or grant.ended_at is not None:
        return False
    return grant.expires_at > timezone.now() and grant.views_left > 0


def live_at(staff: UUID, dwelling: UUID) -> list[Grant]:
    """One's own grants at a home that still open something, the one that ends first on top."""
    live = Grant.objects.select_related("request").filter(
        request__applicant_id=staff,
        request__dwelling_id=dwelling,
        request__outcome=Outcome.APPROVED,
        ended_at=None,
        expires_at__gt=timezone.now(),
    )
    return [grant for grant in live.order_by("expires_at") if grant.views_left]


def unsettled(staff: UUID, dwelling: UUID) -> list[AccessRequest]:
    """One's own requests at a home that nobody has decided, and one's emergency that nobody has reviewed."""
    waits = Q(dwelling_id=dwelling, outcome="", decide_by__gt=timezone.now())
    debt = Q(emergency=True, archived_at=None)
    return list(AccessRequest.objects.filter(waits | debt, applicant_id=staff))


def own_grant(staff: UUID, number: str) -> Grant | None:
    """What one's own request of this number was granted, if it was; the gate decides what it still opens."""
    own = Grant.objects.select_related("request")
    return own.filter(request__applicant_id=staff, request__number=number).first()


def answers(request: AccessRequest) -> Sequence[Approval]:
    return list(request.approvals.select_related("approver", "standing_in_for"))


def agreed_until(request: AccessRequest, staff: UUID) -> datetime | None:
    """Until when one's own agreement waits for the second person; None where it does not."""
    if not request.together:
        return None
    since = timezone.now() - TOGETHER_WITHIN
    own = request.approvals.filter(approver_id=staff, agreed=True, with_credentials=True, at__gt=since)
    last = own.order_by("at").last()
    return last.at + TOGETHER_WITHIN if last else None


def grant_of(request: AccessRequest) -> Grant | None:
    return Grant.objects.filter(pk=request.pk).first()


def roles_stood_in_for(staff: UUID) -> list[str]:
    return list(Deputy.objects.in_force().filter(deputy_id=staff).values_list("person__role", flat=True))


def _requests() -> QuerySet[AccessRequest]:
    return AccessRequest.objects.select_related(
        "applicant", "purpose", "community", "building", "dwelling__building", "grant"
    )
