"""Every read about the company and its people."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from lindun.organisation.models import Staff, Status


def names(people: Iterable[UUID]) -> dict[UUID, str]:
    """Names of staff by id; somebody unknown is left out."""
    return dict(Staff.objects.filter(pk__in=set(people)).values_list("pk", "name"))


def cleared_people(roles: Iterable[str], *, level: int) -> int:
    """How many people in post have one of these roles and are cleared to this level."""
    return Staff.objects.filter(role__in=roles, clearance__gte=level, status=Status.ACTIVE).count()
