"""What outsiders asked for, which papers they brought, and what the legal desk answered."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lindun.legal.askers import ASKERS, Asker

MOST_WANTED = 300
MOST_WORDS = 300
STAFF = "organisation.Staff"


class State(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("with the legal desk")
    TOLD_NO = "told_no", _("told no at the counter")
    REFUSED = "refused", _("refused in writing")
    ANSWERED = "answered", _("answered in writing")


class Enquiry(models.Model):
    """Somebody asked for data. It holds no resident's data: what is typed is masked like a remark.

    `released_under` is the number of the approved request by which data went out; nothing goes out by an
    enquiry itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    asker = models.CharField(max_length=16)  # a code of `askers.ASKERS`
    office = models.CharField(max_length=60, blank=True)  # which authority, court or firm
    file_number = models.CharField(max_length=60, blank=True)  # of their paper
    wanted = models.CharField(max_length=MOST_WANTED, blank=True)
    papers = ArrayField(models.CharField(max_length=16), default=list)  # codes of what was seen
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices)
    words = models.CharField(max_length=MOST_WORDS, blank=True)  # of the answer
    released_under = models.CharField(max_length=20, blank=True)
    decided_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    state__in=(State.WAITING, State.TOLD_NO), decided_by=None, decided_at=None, words=""
                )
                | Q(
                    state__in=(State.REFUSED, State.ANSWERED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(words=""),
                name="legal_decided_with_words",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
                name="legal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(released_under="") | Q(state=State.ANSWERED), name="legal_released_when_answered"
            ),
        )
        indexes = (models.Index(fields=("-recorded_at",), name="legal_newest"),)
        ordering = ("-recorded_at",)

    @property
    def kind(self) -> Asker:
        return ASKERS[self.asker]

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING
