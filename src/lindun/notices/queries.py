"""Reads of texts for publication. All run inside an open passage, under its row scope."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from lindun.core.policy import Extent
from lindun.notices.models import Notice, State
from lindun.notices.rules import LEADERS
from lindun.organisation import queries as organisation
from lindun.organisation.models import Role, Staff


def notices() -> QuerySet[Notice]:
    """Those that wait first, each the newest first."""
    found = Notice.objects.select_related("community", "building", "writer", "decided_by")
    return found.order_by(Case(When(state=State.WAITING, then=0), default=1), "-written_at")


def notice(notice_id: UUID) -> Notice | None:
    return notices().filter(pk=notice_id).first()


def deciders(*, community: int, building: int | None, besides: UUID) -> list[UUID]:
    """Who is to be told that a text waits: the leaders of the place, else the general managers."""
    here = Q(assignments__community_id=community, assignments__building=None)
    if building is not None:
        here |= Q(assignments__building_id=building)
    in_post = Staff.objects.in_post().exclude(pk=besides)
    leaders = list(in_post.filter(here, role__in=LEADERS).values_list("pk", flat=True).distinct())
    return leaders or list(in_post.filter(role=Role.GENERAL_MANAGER).values_list("pk", flat=True))


def places_within(extent: Extent) -> list[tuple[str, str]]:
    """Where the actor may publish: ("community" or "community-building" by id, in words)."""
    choices = []
    for community, buildings in organisation.places():
        whole = community.pk in extent.communities
        if whole:
            choices.append((f"{community.pk}", community.name))
        choices += [
            (f"{community.pk}-{each.pk}", f"{community.name} {each.title}")
            for each in buildings
            if whole or each.pk in extent.buildings
        ]
    return choices
