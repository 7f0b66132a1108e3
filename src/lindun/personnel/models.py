"""Commendations, which are only added to; and lists of staff on their way in."""

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


class ListState(models.TextChoices):
    PREVIEW = "preview", _("Waiting for confirmation")
    DONE = "done", _("Carried out")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


class StaffList(models.Model):
    """A list of staff on its way in. The uploaded file lives under a random name until it is destroyed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposed_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    by_operator = models.BooleanField(default=False)  # who brought it for her, at the command line
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.PREVIEW)
    reason = models.CharField(max_length=40, blank=True)  # code of a refusal
    said = models.JSONField(default=dict)  # what a person said of columns: index -> field, empty: not read
    apart = models.JSONField(default=list)  # staff numbers of those said to be nobody else of their name
    not_stored = models.JSONField(default=list)  # [letters, heading, kinds] of data that nobody asked for
    counts = models.JSONField(default=dict)  # outcome -> rows
    file_destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-started_at",)

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it by: YG-1A2B3C4D."""
        return f"YG-{self.pk.hex[:8].upper()}"


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New: waits for a second person")
    UNCHANGED = "unchanged", _("Unchanged")
    DIFFERS = "differs", _("Differs: nothing was changed")
    REFUSED = "refused", _("Not taken")
    REPEATED = "repeated", _("Stands in the list already")


class StaffListRow(models.Model):
    """What became of one row: the report. Only added to; of whoever was not taken it holds no name."""

    staff_list = models.ForeignKey(StaffList, on_delete=models.PROTECT, related_name="rows")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=20, blank=True)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    problems = models.JSONField(default=list)  # [code, cell, rows]

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff_list", "row"), name="personnel_row_once"),)
        ordering = ("row",)
