"""The registry: residents of dwellings, and the imports that brought them.

A resident's name, phone and the rest are sealed values in the vault; this table holds only who belongs where.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    OWNER = "owner", _("Owner")
    TENANT = "tenant", _("Tenant")
    FAMILY = "family", _("Family")
    OTHER = "other", _("Other")


class Resident(models.Model):
    """A data subject. `id` is the subject id in vault and ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The migrations hold dwelling, building and community by one key, and other indexes begin with them.
    community = models.ForeignKey(
        "estates.Community", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    building = models.ForeignKey(
        "estates.Building", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    dwelling = models.ForeignKey(
        "estates.Dwelling", on_delete=models.PROTECT, related_name="residents", db_constraint=False
    )
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.OWNER)
    move_in = models.CharField(max_length=10, blank=True)  # ISO day or month
    created = models.DateTimeField(auto_now_add=True)
    brought_by = models.ForeignKey(
        "RosterImport", on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False
    )

    class Meta:
        indexes = (
            models.Index(fields=("community", "id"), name="residents_by_community"),
            models.Index(fields=("building", "id"), name="residents_by_building"),
        )
        ordering = ("dwelling", "relation", "id")


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Uploaded")
    READING = "reading", _("Reading")
    PREVIEW = "preview", _("Waiting for confirmation")
    IMPORTING = "importing", _("Importing")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")


class RosterImport(models.Model):
    """One roster on its way in. The uploaded file lives under a random name until it is destroyed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    started_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )  # nobody on the staff: the operator at the command line
    second_factor = models.BooleanField(default=False)  # how the starter had signed in; her jobs act like her
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    reason = models.CharField(max_length=60, blank=True)  # reason code of a refusal
    columns = models.JSONField(default=dict)  # column recognition as confirmed: headings, never values
    findings = models.JSONField(default=dict)  # code -> [how often, the first cells]
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    file_destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-started_at",)

    @property
    def number(self) -> str:
        """What people call it by: MC-1A2B3C4D."""
        return f"MC-{self.pk.hex[:8].upper()}"


class RosterRow(models.Model):
    """What became of one source row: the report. Values appear masked only."""

    roster = models.ForeignKey(
        RosterImport, on_delete=models.CASCADE, related_name="rows", db_constraint=False, db_index=False
    )
    community = models.ForeignKey(
        "estates.Community", on_delete=models.PROTECT, db_constraint=False, db_index=False
    )
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=60)
    row = models.PositiveIntegerField()
    status = models.CharField(max_length=8)  # accepted, rejected, ignored
    reasons = models.JSONField(default=list)
    problems = models.JSONField(default=list)  # [code, cell]
    masked = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("roster", "position"), name="residents_row_once"),)
        ordering = ("position",)
