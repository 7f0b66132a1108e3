"""What ends in this app with whoever goes: tasks, requests that wait, what they opened, deputies."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from lindun.organisation.departing import follow
from lindun.requests import closing
from lindun.requests.models import AccessRequest, Deputy, Grant, Outcome, Task


def register() -> None:
    follow("tasks", close_tasks)
    follow("requests", withdraw_requests)
    follow("grants", end_grants)
    follow("deputies", end_deputies)


def close_tasks(accounts: Sequence[UUID], _by: UUID) -> int:
    tasks = list(Task.objects.select_for_update().filter(holder__in=accounts, closed_at=None))
    for task in tasks:
        task.closed_at = timezone.now()
        task.save(update_fields=["closed_at"])
        closing.tell(task.pk)
    return len(tasks)


def withdraw_requests(accounts: Sequence[UUID], _by: UUID) -> int:
    waiting = AccessRequest.objects.filter(applicant__in=accounts, outcome="")
    return waiting.update(outcome=Outcome.WITHDRAWN, ended_at=timezone.now())


def end_grants(accounts: Sequence[UUID], _by: UUID) -> int:
    now = timezone.now()
    running = Grant.objects.filter(request__applicant__in=accounts, ended_at=None, expires_at__gt=now)
    return Grant.objects.filter(pk__in=list(running.values_list("pk", flat=True))).update(ended_at=now)


def end_deputies(accounts: Sequence[UUID], _by: UUID) -> int:
    """Those she named and those she stands in for."""
    now = timezone.now()
    either = Q(person__in=accounts) | Q(deputy__in=accounts)
    return Deputy.objects.filter(either, ended_at=None, ends__gt=now).update(ended_at=now)
