"""Reads about tasks, look-ups and alerts. All run inside an open passage, under its row scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from lindun.estates.models import Dwelling
from lindun.requests.models import EMERGENCY, AccessRequest, Alert, Lookup, Task

TASK, REQUEST = "task:", "request:"  # what the ledger's references begin with


@dataclass(frozen=True)
class Worked:
    """A household somebody worked on lately, and for what."""

    dwelling: Dwelling
    purpose: str
    at: datetime


def is_open(of: str = "") -> Q:
    """Tasks that are open, or with the way to the task, "task__", what belongs to such tasks."""
    return Q((f"{of}closed_at", None), (f"{of}closes_at__gt", timezone.now()))


def my_open_tasks(staff: UUID) -> QuerySet[Task]:
    return _tasks().filter(is_open(), holder_id=staff)


def my_open_task_at(staff: UUID, dwelling: UUID) -> Task | None:
    return my_open_tasks(staff).filter(dwelling_id=dwelling).first()


def open_tasks_at(dwelling: UUID) -> QuerySet[Task]:
    return _tasks().filter(is_open(), dwelling_id=dwelling)


def history(dwelling: UUID, *, most: int = 20) -> list[Task]:
    """Service records of a household: tasks that are over. The gate lets leaders alone ask for them."""
    return list(_tasks().filter(dwelling_id=dwelling).exclude(is_open())[:most])


def by_number(text: str) -> Task | None:
    """The task whose number was typed."""
    return _tasks().filter(number=text.strip().upper()).first()


def count_open(dwellings: Iterable[UUID]) -> dict[UUID, int]:
    """How many tasks are open at each of these dwellings; those without one are left out."""
    found = Task.objects.filter(is_open(), dwelling_id__in=list(dwellings)).order_by()
    return dict(found.values_list("dwelling_id").annotate(Count("id")))


def worked_on(staff: UUID, *, most: int = 5) -> list[Worked]:
    """Households of one's own tasks and look-ups since yesterday, newest first, each once."""
    since = timezone.now() - timedelta(hours=24)
    tasks = _tasks().filter(holder_id=staff, opened_at__gte=since)[:most]
    looks = Lookup.objects.select_related("purpose", "dwelling__building").filter(
        staff_id=staff, at__gte=since
    )
    found = [Worked(task.dwelling, task.purpose.name, task.opened_at) for task in tasks]
    found += [Worked(look.dwelling, look.purpose.name, look.at) for look in looks[:most]]
    newest: dict[UUID, Worked] = {}
    for one in sorted(found, key=lambda one: one.at, reverse=True):
        newest.setdefault(one.dwelling.pk, one)
    return list(newest.values())[:most]


def lookups_to_review(staff: UUID) -> QuerySet[Lookup]:
    waiting = Lookup.objects.filter(reviewed_at=None).exclude(staff_id=staff)
    return waiting.select_related("staff", "purpose", "dwelling__building")


def open_alerts() -> QuerySet[Alert]:
    return Alert.objects.filter(seen_by=None).select_related("staff", "community", "building")


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("purpose", "dwelling__building", "holder")


def is_emergency(reference: str, number: str) -> bool:
    """Whether this is a request that the red button opened; a company may let its tasks begin alike."""
    return reference.startswith(REQUEST) and number.startswith(EMERGENCY)


def numbers(references: Iterable[str]) -> dict[str, str]:
    """Numbers of tasks and requests by the ledger's reference, as far as the passage shows them."""
    wanted = set(references)
    found: dict[str, str] = {}
    for kind, rows in ((TASK, Task.objects), (REQUEST, AccessRequest.objects)):
        ids = {UUID(each.removeprefix(kind)) for each in wanted if each.startswith(kind)}
        known = rows.filter(pk__in=ids).order_by().values_list("pk", "number") if ids else ()
        found |= {f"{kind}{pk}": number for pk, number in known}
    return found
