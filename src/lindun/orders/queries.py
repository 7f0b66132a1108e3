"""Reads of work-order systems."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from lindun import gate
from lindun.estates.models import Community
from lindun.gate.vocabulary import Action
from lindun.orders.models import System
from lindun.organisation import queries as organisation
from lindun.organisation.models import Role, Staff


def systems() -> QuerySet[System]:
    """All of them, newest first. For an open passage."""
    return System.objects.select_related("proposed_by", "decided_by", "revoked_by")


def system(who: gate.Identity, system_id: UUID) -> System:
    """One of them, looked at in a passage of its own. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.SYSTEM_VIEW) as passage:
        found = systems().filter(pk=system_id).first()
        if found is None:
            raise gate.NotHere
        passage.saw([system_id], kind="client")
        return found


def locked(system_id: UUID) -> System:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = System.objects.select_for_update().filter(pk=system_id).first()
    if found is None:
        raise gate.NotHere
    return found


def deciders(proposer: UUID) -> list[UUID]:
    """Who can agree to a key: general managers and officers in post, but whoever proposed it."""
    roles = (Role.GENERAL_MANAGER, Role.OFFICER)
    others = Staff.objects.in_post().exclude(pk__in=organisation.accounts_of(proposer))
    return list(others.filter(role__in=roles).values_list("pk", flat=True))


def names(systems: Iterable[UUID]) -> dict[UUID, str]:
    """What systems are called, by id: for the ledger's pages."""
    return dict(System.objects.filter(pk__in=set(systems)).values_list("pk", "name"))


def communities() -> list[tuple[int, str]]:
    """Every community by id and name, to choose from."""
    return list(Community.objects.values_list("pk", "name"))


def communities_of(found: System) -> list[str]:
    """Names of the communities it may send orders for."""
    return list(Community.objects.filter(pk__in=found.communities).values_list("name", flat=True))
