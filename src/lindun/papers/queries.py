"""Reads of the register of printed sheets. All run inside an open passage, under its row scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from lindun import gate
from lindun.organisation import queries as organisation
from lindun.organisation.models import Role, Staff
from lindun.papers.models import Sheet
from lindun.papers.rules import LEADERS, READERS
from lindun.requests.models import Task


def sheets(passage: gate.Passage, *, now: datetime) -> QuerySet[Sheet]:
    """One's own wherever they belong; besides, for whoever takes them back, those within reach.

    Overdue ones first, then those that are out.
    """
    seen = Q(holder__in=organisation.accounts_of(passage.who.person))
    if passage.actor.role in READERS:
        seen |= Q(task__in=Task.objects.all())
    overdue = When(ended_at=None, due__lte=now, then=0)
    order = Case(overdue, When(ended_at=None, then=1), default=2)
    return _sheets().filter(seen).order_by(order, "-printed_at")


def sheet(passage: gate.Passage, sheet_id: UUID, *, now: datetime) -> Sheet:
    """Raises gate.NotHere for what does not exist, or not for this reader."""
    found = sheets(passage, now=now).filter(pk=sheet_id).first()
    if found is None:
        raise gate.NotHere
    return found


def tasks(found: Iterable[Sheet]) -> Mapping[UUID, Task]:
    """The tasks behind these sheets, as far as the reader reaches them."""
    reached = Task.objects.filter(pk__in=[one.task_id for one in found])
    return reached.select_related("purpose", "dwelling__building", "community").in_bulk()


def locked(sheet_id: UUID) -> Sheet:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = Sheet.objects.select_for_update().filter(pk=sheet_id).first()
    if found is None:
        raise gate.NotHere
    return found


def of_task(task: UUID) -> list[Sheet]:
    """All that was printed for a task, the latest first."""
    return list(Sheet.objects.filter(task_id=task))


def held_by(accounts: Iterable[UUID]) -> QuerySet[Sheet]:
    """What these accounts of one person have not accounted for, the longest due first."""
    return Sheet.objects.filter(holder__in=list(accounts), ended_at=None).order_by("due")


def overdue(accounts: Iterable[UUID], *, now: datetime) -> QuerySet[Sheet]:
    return held_by(accounts).filter(due__lte=now)


def watchers(task: Task) -> list[UUID]:
    """Who is told of a sheet that is overdue besides its holder: leaders of the place, and officers."""
    here = Q(assignments__building_id=task.building_id) | Q(
        assignments__community_id=task.community_id, assignments__building=None
    )
    told = Q(role=Role.OFFICER) | (Q(role__in=LEADERS) & here)
    return list(Staff.objects.in_post().filter(told).values_list("pk", flat=True).distinct())


def _sheets() -> QuerySet[Sheet]:
    return Sheet.objects.select_related("holder", "ended_by", "incident")
