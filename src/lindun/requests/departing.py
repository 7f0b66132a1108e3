"""What ends in this app with whoever goes: tasks, requests that wait, what they opened, deputies."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lindun.organisation.departing import follow
from lindun.requests import closing
from lindun.requests.models import AccessRequest, Deputy, Grant, Outcome, Task


def register() -> None:
    follow("tasks", close_tasks, count=lambda accounts: _tasks(accounts).count())
    follow("requests", withdraw_requests, count=lambda accounts: _requests(accounts).count())
    follow("grants", end_grants, count=lambda accounts: _grants(accounts).count())
    follow("deputies", end_deputies, count=lambda accounts: _deputies(accounts).count())


def close_tasks(accounts: Sequence[UUID], _by: UUID) -> int:
    tasks = list(_tasks(accounts).select_for_update())
    for task in tasks:
        task.closed_at = timezone.now()
        task.save(update_fields=["closed_at"])
        closing.tell(task.pk)
    return len(tasks)


def withdraw_requests(accounts: Sequence[UUID], _by: UUID) -> int:
    return _requests(accounts).update(outcome=Outcome.WITHDRAWN, ended_at=timezone.now())


def end_grants(accounts: Sequence[UUID], _by: UUID) -> int:
    running = list(_grants(accounts).values_list("pk", flat=True))
    return Grant.objects.filter(pk__in=running).update(ended_at=timezone.now())


def end_deputies(accounts: Sequence[UUID], _by: UUID) -> int:
    return _deputies(accounts).update(ended_at=timezone.now())


def _tasks(accounts: Sequence[UUID]) -> QuerySet[Task]:
    return Task.objects.filter(holder__in=accounts, closed_at=None)


def _requests(accounts: Sequence[UUID]) -> QuerySet[AccessRequest]:
    return AccessRequest.objects.filter(applicant__in=accounts, outcome="")


def _grants(accounts: Sequence[UUID]) -> QuerySet[Grant]:
    now = timezone.now()
    return Grant.objects.filter(request__applicant__in=accounts, ended_at=None, expires_at__gt=now)


def _deputies(accounts: Sequence[UUID]) -> QuerySet[Deputy]:
    """Those she named and those she stands in for."""
    either = Q(person__in=accounts) | Q(deputy__in=accounts)
    return Deputy.objects.filter(either, ended_at=None, ends__gt=timezone.now())
