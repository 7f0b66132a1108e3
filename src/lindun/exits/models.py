"""Exit permits: what leaves the work area, with whom, why, from when until when, and that it came back."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 120
MOST_DAYS = 30


class Thing(models.TextChoices):
    """In what form the information leaves."""

    PAPER = "paper", _("Paper")
    DEVICE = "device", _("Device or storage medium")
    SCREEN = "screen", _("Screen used off site")


class State(models.TextChoices):
    WAITING = "waiting", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class Standing(models.TextChoices):
    """What a permit is worth at this moment; the gate opens for the first alone."""

    VALID = "valid", _("May leave")
    EARLY = "early", _("Not yet")
    OVER = "over", _("Past its return time")
    RETURNED = "returned", _("Returned")
    WAITING = "waiting", _("Not approved")
    REFUSED = "refused", _("Refused")


class ExitPermit(models.Model):
    """One thing that leaves once and comes back; the database freezes what was asked, decided, returned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    thing = models.CharField(max_length=8, choices=Thing.choices)
    what = models.CharField(max_length=MOST_WORDS)  # personal data masked, as in a remark
    why = models.CharField(max_length=MOST_WORDS)
    holder = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    begins = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=MOST_WORDS, blank=True)  # why it was refused
    told_at = models.DateTimeField(null=True)  # when holder and officer were told that it is not back
    returned_at = models.DateTimeField(null=True)
    returned_to = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__gt=F("begins")), name="exits_for_a_time"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, decided_by=None, decided_at=None)
                | (~Q(state=State.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="exits_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("holder")), name="exits_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_to=None)
                | (Q(state=State.APPROVED, returned_at__isnull=False, returned_to__isnull=False)),
                name="exits_returned_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(returned_to=None) | ~Q(returned_to=F("holder")), name="exits_returned_to_another"
            ),
        )
        indexes = (
            models.Index(fields=("holder", "-asked_at"), name="exits_by_holder"),
            models.Index(fields=("state", "-asked_at"), name="exits_by_state"),
        )
        ordering = ("-asked_at",)

    @property
    def place(self) -> str:
        """Where it leaves: a building, or the whole community."""
        return f"{self.community.name} {self.building.title}" if self.building else self.community.name

    def standing(self, now: datetime) -> Standing:
        """What it is worth at `now` (aware)."""
        if self.state != State.APPROVED:
            return Standing(self.state)
        if self.returned_at is not None:
            return Standing.RETURNED
        if now >= self.until:
            return Standing.OVER
        return Standing.VALID if now >= self.begins else Standing.EARLY
