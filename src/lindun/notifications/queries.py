"""Reads of one's own notifications, inside `gate.own`: the database shows nobody else's. And of robots."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from lindun.notifications.models import Notification, Robot


def mine() -> QuerySet[Notification]:
    """Unseen and seen, newest first."""
    return Notification.objects.order_by("-at", "pk")


def address(notification: Notification) -> str:
    """The page it leads to."""
    return reverse(
        notification.url_name, args=[notification.url_id] if notification.url_id is not None else []
    )


def robots() -> QuerySet[Robot]:
    """Every robot; runs inside a passage."""
    return Robot.objects.all()


def active_robot(robot: UUID) -> Robot | None:
    return Robot.objects.filter(pk=robot, active=True).first()


def robots_that_pass_on(kind: str) -> list[Robot]:
    return [robot for robot in Robot.objects.filter(active=True) if kind in robot.passes_on]
