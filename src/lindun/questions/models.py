"""What somebody was unsure of at a screen, and what she was told."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

SCREEN = r"^[a-z_]+(:[a-z_]+)?$"


class Question(models.Model):
    """A question about a screen. Once answered it is a rule: everybody reads it at that screen.

    It belongs to no place: text and answer are masked like remarks before they are stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    screen = models.CharField(max_length=60)  # the name of its route
    text = models.CharField(max_length=300)
    asker = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=600, blank=True)
    answered_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(screen__regex=SCREEN), name="questions_screen_is_a_route"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="questions_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asker")),
                name="questions_answered_by_another",
            ),
        )
        indexes = (
            models.Index(
                fields=("screen", "-answered_at"), name="questions_rules_of_a_screen", condition=~Q(answer="")
            ),
        )
        ordering = ("-asked_at",)

    @property
    def is_answered(self) -> bool:
        return self.answer != ""
