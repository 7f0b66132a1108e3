"""Reads about tasks, look-ups and alerts. All run inside an open passage, under its row scope."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lindun.requests.models import Alert, Lookup, Task


def is_open() -> Q:
    return Q(closed_at=None, closes_at__gt=timezone.now())


def my_open_tasks(staff: UUID) -> QuerySet[Task]:
    return _tasks().filter(is_open(), holder_id=staff)


def my_open_task_at(staff: UUID, dwelling: UUID) -> Task | None:
    return my_open_tasks(staff).filter(dwelling_id=dwelling).first()


def open_tasks_at(dwelling: UUID) -> QuerySet[Task]:
    return _tasks().filter(is_open(), dwelling_id=dwelling)


def history(dwelling: UUID, *, most: int = 20) -> list[Task]:
    """Service records of a household: tasks that are over. The gate lets leaders alone ask for them."""
    return list(_tasks().filter(dwelling_id=dwelling).exclude(is_open())[:most])


def lookups_to_review(staff: UUID) -> QuerySet[Lookup]:
    waiting = Lookup.objects.filter(reviewed_at=None).exclude(staff_id=staff)
    return waiting.select_related("staff", "purpose", "dwelling__building")


def open_alerts() -> QuerySet[Alert]:
    return Alert.objects.filter(seen_by=None).select_related("staff", "community", "building")


def _tasks() -> QuerySet[Task]:
    return Task.objects.select_related("purpose", "dwelling__building", "holder")
