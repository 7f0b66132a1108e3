"""Systems that may send work orders, what they sent, and which messages were read already."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_NAME = 30
MOST_NUMBER = 40
MOST_NONCE = 64


class State(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    APPROVED = "approved", _("Agreed")
    REFUSED = "refused", _("Turned down")


class Standing(models.TextChoices):
    """What a system may do at this moment; messages are taken from the first alone."""

    IN_FORCE = "in_force", _("May send")
    TO_TAKE = "to_take", _("Key not taken yet")
    WAITING = "waiting", _("Waits for a second person")
    REFUSED = "refused", _("Turned down")
    EXPIRED = "expired", _("Run out")
    REVOKED = "revoked", _("Key withdrawn")


class System(models.Model):
    """One work-order system with a key of its own, for some communities, until a day.

    Read while the gate decides, before a row scope is open. The key lies in an envelope under the root key:
    whoever reads the table cannot sign. The database freezes what was proposed, decided, taken, withdrawn.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=MOST_NAME)
    communities = ArrayField(models.IntegerField())
    proposed_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    key = models.BinaryField(null=True)
    taken_at = models.DateTimeField(null=True)  # when its key was shown, that once
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.WAITING, decided_by=None, decided_at=None)
                | (~Q(state=State.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="orders_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="orders_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(key=None, taken_at=None)
                | Q(state=State.APPROVED, key__isnull=False, taken_at__isnull=False),
                name="orders_key_after_two_people",
            ),
            models.CheckConstraint(condition=Q(communities__len__gte=1), name="orders_for_some_community"),
        )
        ordering = ("-proposed_at",)

    def standing(self, now: datetime) -> Standing:
        """What it may do at `now` (aware)."""
        if self.state != State.APPROVED:
            return Standing(self.state)
        if self.revoked_at is not None:
            return Standing.REVOKED
        if now >= self.expires_at:
            return Standing.EXPIRED
        return Standing.IN_FORCE if self.taken_at is not None else Standing.TO_TAKE


class Nonce(models.Model):
    """A message of a system that was read: the same one is not read again."""

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+", db_index=False)
    nonce = models.CharField(max_length=MOST_NONCE)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("system", "nonce"), name="orders_nonce_once"),)
        indexes = (models.Index(fields=("system", "at"), name="orders_nonce_by_time"),)


class Received(models.Model):
    """Under which number the sender knows a task. Without a system it came in a file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=MOST_NUMBER)
    task = models.OneToOneField("requests.Task", on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("system", "number"), name="orders_number_once_a_system"),
            models.UniqueConstraint(
                fields=("community", "number"),
                condition=Q(system=None),
                name="orders_number_once_a_community",
            ),
        )
