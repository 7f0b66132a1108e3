"""Commendations. Only added to: what was said in public is not taken back in silence."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_TITLE = 40
MOST_WORDS = 300


class Award(models.TextChoices):
    PRAISE = "praise", _("Commended")
    BONUS = "bonus", _("Commended with a reward")


class Commendation(models.Model):
    """What the officer praises somebody or a team for; on the notice page and in the file of each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    award = models.CharField(max_length=8, choices=Award.choices)
    title = models.CharField(max_length=MOST_TITLE)
    words = models.CharField(max_length=MOST_WORDS)  # personal data masked, as in a remark
    team = models.CharField(max_length=60, blank=True)  # what the team was called
    given_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.number

    @property
    def line(self) -> str:
        """It in one line, as it stands in a file."""
        return f"{self.number} · {self.get_award_display()} · {self.title}"


class Commended(models.Model):
    """One of those who were commended, as they were on that day."""

    commendation = models.ForeignKey(Commendation, on_delete=models.PROTECT, related_name="people")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("commendation", "staff"), name="personnel_commended_once"),
        )
