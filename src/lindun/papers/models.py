"""The register of printed sheets: number, task, holder, what kinds of data, until when, what became of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 120
STAFF = "organisation.Staff"


class Customer(models.TextChoices):
    """Whether the resident is there when the sheet is printed, and how that was made sure of."""

    AWAY = "away", _("Not here: the sheet goes to the home")
    DOCUMENT = "document", _("Here: an identity document was seen")
    ANSWERS = "answers", _("Here: answers agreed with what is registered")


class End(models.TextChoices):
    """What became of a sheet. All but a loss is said by somebody else than its holder."""

    BACK = "back", _("Handed back")
    DESTROYED = "destroyed", _("Destroyed before a witness")
    GIVEN = "given", _("Left with the household against a receipt")
    NEVER = "never", _("Never came out of the printer")
    LOST = "lost", _("Lost")


SPOILED = (End.DESTROYED, End.NEVER)  # of which no paper is left: another may be printed in its stead
MOST_A_TASK = 3
SETTLED = (End.BACK, End.DESTROYED, End.GIVEN, End.NEVER)


class Standing(models.TextChoices):
    """How it stands with a sheet at this moment."""

    OUT = "out", _("Out")
    OVERDUE = "overdue", _("Overdue")
    SETTLED = "settled", _("Accounted for")
    LOST = "lost", _("Lost")


class Sheet(models.Model):
    """One sheet. A task has one out at a time; in the stead of a spoiled one another may be printed.

    Which kinds of data it shows is kept, never the values.

    Where it belongs stands in its task, which only those who reach the place can see. The sheet itself has no
    place, so that what somebody owes is known wherever she works now.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    task = models.ForeignKey("requests.Task", on_delete=models.PROTECT, related_name="sheets")
    instead_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField()
    items = ArrayField(models.CharField(max_length=30))  # catalogue codes, in clear
    masked = ArrayField(models.CharField(max_length=30))
    customer = models.CharField(max_length=10, choices=Customer.choices)
    printed_at = models.DateTimeField()
    due = models.DateTimeField()
    told_at = models.DateTimeField(null=True)  # when people were told that it is overdue
    end = models.CharField(max_length=10, choices=End.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=MOST_WORDS, blank=True)  # how; personal data masked, as in a remark
    incident = models.ForeignKey("assets.Incident", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("task",), condition=~Q(end__in=SPOILED), name="papers_one_out_a_task"
            ),
            models.UniqueConstraint(
                fields=("task",), condition=Q(instead_of=None), name="papers_one_begins_a_task"
            ),
            models.CheckConstraint(condition=Q(due__gt=F("printed_at")), name="papers_out_for_a_time"),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None, ended_by=None, words="", incident=None)
                | (~Q(end="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="papers_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(end=End.LOST) | ~Q(ended_by=F("holder")),
                name="papers_settled_by_another",
            ),
            models.CheckConstraint(
                condition=(Q(end=End.LOST) & Q(incident__isnull=False))
                | (~Q(end=End.LOST) & Q(incident=None)),
                name="papers_lost_with_an_incident",
            ),
        )
        indexes = (models.Index(fields=("holder", "ended_at"), name="papers_by_holder"),)
        ordering = ("-printed_at",)

    def standing(self, now: datetime) -> Standing:
        """How it stands at `now` (aware)."""
        if self.ended_at is not None:
            return Standing.LOST if self.end == End.LOST else Standing.SETTLED
        return Standing.OVERDUE if now >= self.due else Standing.OUT
