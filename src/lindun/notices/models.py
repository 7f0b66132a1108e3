"""Texts meant for others than staff: what is to be published, where, and who agreed to it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 2000


class Channel(models.TextChoices):
    """Where a text is to be read."""

    BOARD = "board", _("Notice board")
    LIFT = "lift", _("Lift poster")
    GROUP = "group", _("Residents' group")
    MAIL = "mail", _("Mail or letter")


class State(models.TextChoices):
    WAITING = "waiting", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")


class Notice(models.Model):
    """One text, stripped of personal data, frozen as it was submitted; the database lets it be decided once.

    `digest` is over everything that is published (see actions); what was typed before stripping is nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    text = models.TextField()
    found = models.CharField(max_length=200, blank=True)  # kinds found in what was typed, parted by blanks
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    writer = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=200, blank=True)  # why it was refused; masked like a remark

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state=State.WAITING, decided_by=None, decided_at=None)
                | (~Q(state=State.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="notices_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("writer")), name="notices_decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(words=""), name="notices_refused_with_words"
            ),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="notices_digest"),
        )
        indexes = (models.Index(fields=("state", "-written_at"), name="notices_by_state"),)
        ordering = ("-written_at",)

    @property
    def place(self) -> str:
        """Where it is to be read: a building, or the whole community."""
        return f"{self.community.name} {self.building.title}" if self.building else self.community.name
