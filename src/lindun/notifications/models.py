"""What staff have been told, and the group robots that are told too."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from lindun.notifications.robots import RobotKind

REFERENCE = r"^[A-Z]{2,6}(-[0-9A-Za-z]{1,8}){1,3}$"
"""A number of the house, e.g. SQ-1122-4821. No name and no phone has this form."""
CODE = r"^[a-z]+\.[a-z_]+$"


class Notification(models.Model):
    """One thing one person was told. The database shows it to her alone; it holds no words.

    While it is unseen the same thing is not told again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    url_name = models.CharField(max_length=60)
    url_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reference__regex=REFERENCE), name="notifications_reference_is_a_number"
            ),
            models.CheckConstraint(condition=Q(kind__regex=CODE), name="notifications_kind_is_a_code"),
            models.UniqueConstraint(
                fields=("recipient", "kind", "reference"),
                condition=Q(seen_at=None),
                name="notifications_told_once_until_seen",
            ),
        )
        indexes = (models.Index(fields=("recipient", "-at"), name="notifications_by_recipient"),)
        ordering = ("-at",)


class Robot(models.Model):
    """A robot in a group of staff, and which kinds of notification it passes on.

    How it went: `sent_at` the last message that got through, `failed_at` and `failure` (a code) the last that
    did not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=RobotKind.choices)
    name = models.CharField(max_length=40, unique=True)
    address = models.TextField()  # encrypted, see sealed.py
    secret = models.TextField(blank=True)  # encrypted; empty where the robot signs nothing
    kinds = models.TextField(blank=True)  # codes, parted by blanks
    active = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def passes_on(self) -> list[str]:
        return self.kinds.split()

    @property
    def is_failing(self) -> bool:
        """Whether the last message did not get through."""
        return self.failed_at is not None and (self.sent_at is None or self.sent_at < self.failed_at)
