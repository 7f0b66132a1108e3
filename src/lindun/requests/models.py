"""Tasks: what information is being used for right now, and look-ups that had no task."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Task(models.Model):
    """A piece of routine work at one dwelling. While it is open its holder's reveals for it are one click."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    purpose = models.ForeignKey("catalogue.Purpose", on_delete=models.PROTECT)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT)
    dwelling = models.ForeignKey("estates.Dwelling", on_delete=models.PROTECT)
    holder = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="tasks")
    summary = models.CharField(max_length=200)  # personal data found in it is masked before it is stored
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("holder", "closed_at"), name="requests_task_by_holder"),
            models.Index(fields=("dwelling", "-opened_at"), name="requests_task_by_dwelling"),
        )
        ordering = ("-opened_at",)


class LookupReason(models.TextChoices):
    """Why somebody opens a household without a task (USE-02)."""

    CALLER = "caller", _("The resident is on the phone or at the counter")
    COLLEAGUE = "colleague", _("A colleague on site needs it")
    FOLLOW_UP = "follow_up", _("Following up work that was closed")
    OTHER = "other", _("Other, written below")


class Lookup(models.Model):
    """A look-up without a task; every one waits for a supervisor's sampling."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT)
    dwelling = models.ForeignKey("estates.Dwelling", on_delete=models.PROTECT)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="lookups")
    purpose = models.ForeignKey("catalogue.Purpose", on_delete=models.PROTECT)
    reason = models.CharField(max_length=12, choices=LookupReason.choices)
    text = models.CharField(max_length=120, blank=True)  # masked like a task's summary
    at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at",)


class Alert(models.Model):
    """Something a supervisor should see at once, e.g. an ID number typed into a remark (COL-04)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    kind = models.CharField(max_length=40)  # reason code
    types = models.CharField(max_length=200)  # which kinds of data, e.g. "ID_CARD PHONE"; never values
    reference = models.CharField(max_length=60)  # task number or import id
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    seen_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-at",)
