"""Reads of one's own notifications. All run inside `gate.own`: the database shows nobody else's."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from lindun.notifications.models import Notification


def mine() -> QuerySet[Notification]:
    """Unseen and seen, newest first."""
    return Notification.objects.order_by("-at", "pk")


def count_unseen() -> int:
    return Notification.objects.filter(seen_at=None).count()


def address(notification: Notification) -> str:
    """The page it leads to."""
    return reverse(
        notification.url_name, args=[notification.url_id] if notification.url_id is not None else []
    )
