"""Work-order links end with whoever sent them or was to open them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lindun.organisation.departing import follow
from lindun.sharing import jobs
from lindun.sharing.models import Call, CallState, Link, LinkState


def register() -> None:
    follow("links", revoke_links, count=lambda accounts: _live(accounts).count())


def revoke_links(accounts: Sequence[UUID], by: UUID) -> int:
    live = list(_live(accounts))
    LinkState.objects.filter(link__in=live).update(revoked_at=timezone.now(), revoked_by=by)
    calling = Call.objects.filter(staff__in=accounts).exclude(state=CallState.OVER)
    for task in {*(link.task_id for link in live), *calling.values_list("task_id", flat=True)}:
        jobs.end_calls_soon(task)
    return len(live)


def _live(accounts: Sequence[UUID]) -> QuerySet[Link]:
    hers = Q(made_by__in=accounts) | Q(assignee__in=accounts)
    return Link.objects.filter(hers, expires_at__gt=timezone.now(), state__revoked_at=None)
