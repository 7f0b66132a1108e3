"""Reads of exit permits. All run inside an open passage, under its row scope."""

from __future__ import annotations

import re
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from lindun import gate
from lindun.exits.models import ExitPermit, State
from lindun.exits.rules import DECIDING, LEADERS
from lindun.organisation import queries as organisation
from lindun.organisation.models import Role, Staff

NUMBER = re.compile(r"CM-[0-9]{4}-[0-9]{4}")


def permits(passage: gate.Passage) -> QuerySet[ExitPermit]:
    """One's own; a leader's are all within reach. Those that wait first, then those that are out."""
    found = _all()
    if passage.actor.role not in DECIDING | {Role.AUDITOR}:
        found = found.filter(holder_id__in=organisation.accounts_of(passage.who.person))
    order = Case(When(state=State.WAITING, then=0), When(_OUT, then=1), default=2)
    return found.order_by(order, "-asked_at")


def permit(passage: gate.Passage, permit_id: UUID) -> ExitPermit:
    """Raises gate.NotHere for what does not exist, or not for this reader."""
    found = permits(passage).filter(pk=permit_id).first()
    if found is None:
        raise gate.NotHere
    return found


def any_permit(permit_id: UUID) -> ExitPermit:
    """For whoever checks at a gate, whosever it is. Raises gate.NotHere."""
    found = _all().filter(pk=permit_id).first()
    if found is None:
        raise gate.NotHere
    return found


def by_number(typed: str) -> ExitPermit | None:
    """The permit of a number as it is typed, or as a scanner writes it: it may stand in an address."""
    number = NUMBER.search(typed.upper())
    return _all().filter(number=number[0]).first() if number else None


def locked(permit_id: UUID) -> ExitPermit:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = ExitPermit.objects.select_for_update().filter(pk=permit_id).first()
    if found is None:
        raise gate.NotHere
    return found


def deciders(permit: ExitPermit) -> list[UUID]:
    """Who is to be told that it waits: the leaders of the place, else general managers; not its holder."""
    here = Q(assignments__community_id=permit.community_id, assignments__building=None)
    if permit.building_id is not None:
        here |= Q(assignments__building_id=permit.building_id)
    in_post = Staff.objects.in_post()
    others = in_post.exclude(pk__in=organisation.accounts_of(permit.holder_id))
    leaders = list(others.filter(here, role__in=LEADERS).values_list("pk", flat=True).distinct())
    return leaders or list(others.filter(role=Role.GENERAL_MANAGER).values_list("pk", flat=True))


def officers() -> list[UUID]:
    in_post = Staff.objects.in_post().filter(role=Role.OFFICER)
    return list(in_post.values_list("pk", flat=True))


_OUT = Q(state=State.APPROVED, returned_at=None)


def _all() -> QuerySet[ExitPermit]:
    return ExitPermit.objects.select_related("community", "building", "holder", "decided_by", "returned_to")
