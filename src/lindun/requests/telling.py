"""Who is told of a request: those who can answer it, the applicant, and after an emergency those passed over.

Runs inside the caller's passage and is committed with it. A notification holds a number and an address.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from lindun import gate
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Role, Staff
from lindun.organisation.queries import accounts_of
from lindun.requests.models import AccessRequest, Deputy, Outcome

REVIEWERS = (Role.SUPERVISOR, Role.MANAGER, Role.GENERAL_MANAGER)
EVERYWHERE = (Role.GENERAL_MANAGER, Role.OFFICER)
ENDED = {Outcome.APPROVED: Kind.REQUEST_APPROVED, Outcome.REFUSED: Kind.REQUEST_REFUSED}


def of_waiting(request: AccessRequest) -> None:
    """Everybody who could answer it, and their deputies."""
    people = _in_posts(request, request.deciders)
    _tell(request, [*people, *_deputies(people)], Kind.REQUEST_WAITS)


def of_answer(who: gate.Identity, request: AccessRequest) -> None:
    """The applicant, once it is decided; whoever answered need not be reminded of it."""
    if request.outcome in ENDED:
        _tell(request, [request.applicant_id], ENDED[Outcome(request.outcome)])
    settle(who, reference=request.number)


def of_emergency(request: AccessRequest) -> None:
    """The leaders of the place and every approver that was passed over."""
    _tell(request, _in_posts(request, REVIEWERS), Kind.EMERGENCY_REVIEW)


def of_lapse(request: AccessRequest) -> None:
    _tell(request, [request.applicant_id], Kind.REQUEST_EXPIRED)


def of_ending(request: AccessRequest) -> None:
    _tell(request, [request.applicant_id], Kind.GRANT_ENDING)


def _tell(request: AccessRequest, people: Iterable[UUID], kind: Kind) -> None:
    notify(to=people, kind=kind, reference=request.number, url=reverse("requests:file", args=[request.pk]))


def _deputies(people: Iterable[UUID]) -> list[UUID]:
    standing_in = Deputy.objects.in_force().filter(person_id__in=list(people))
    return list(standing_in.values_list("deputy_id", flat=True))


def _in_posts(request: AccessRequest, roles: Iterable[str]) -> list[UUID]:
    """Staff in these posts whose duty covers the place, without the applicant."""
    here = Q(assignments__community_id=request.community_id, assignments__building=None)
    able = Staff.objects.in_post().filter(role__in=list(roles)).filter(Q(role__in=EVERYWHERE) | here)
    others = able.exclude(pk__in=accounts_of(request.applicant_id))
    return list(others.values_list("pk", flat=True).distinct())
