"""Exports: one file each, ordered, made, taken once, destroyed. What was in it is in no column here."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(models.TextChoices):
    WORKBOOK = "xlsx", _("Workbook (Excel, WPS)")
    PDF = "pdf", _("PDF, at most 2,000 rows")


class State(models.TextChoices):
    ORDERED = "ordered", pgettext_lazy("file", "Waiting")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready to be taken")
    TAKEN = "taken", _("Taken")
    EXPIRED = "expired", _("Not taken in time")
    FAILED = "failed", _("Not made")


class Export(models.Model):
    """One file on its way out. `request` is what a file in clear is made for; a masked one has none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    maker = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    second_factor = models.BooleanField()  # how the maker had signed in; her job acts like her
    request = models.ForeignKey("requests.AccessRequest", on_delete=models.PROTECT, null=True)
    # by which it is handed to a partner; a list for the house has none
    consent = models.ForeignKey("partners.Consent", on_delete=models.PROTECT, null=True, related_name="+")
    purpose = models.ForeignKey("catalogue.Purpose", on_delete=models.PROTECT)
    items = ArrayField(models.CharField(max_length=40))
    level = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=4, choices=Form.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ORDERED)
    reason = models.CharField(max_length=60, blank=True)  # reason code when it was not made
    rows = models.PositiveIntegerField(default=0)  # of residents
    decoys = models.PositiveIntegerField(default=0)
    decoy_bits = models.FloatField(default=0)  # what one of them is worth as evidence
    ordered_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    password = models.BinaryField(null=True)  # under the root key; gone once it has been seen
    password_seen_at = models.DateTimeField(null=True)
    password_seen_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(password=None) | Q(password_seen_at=None), name="exports_password_seen_once"
            ),
            models.CheckConstraint(
                condition=Q(password=None) | Q(state__in=["ready", "taken"]),
                name="exports_password_of_a_file",
            ),
        )
        indexes = (models.Index(fields=("maker", "-ordered_at"), name="exports_by_maker"),)
        ordering = ("-ordered_at",)

    @property
    def number(self) -> str:
        """What people call it by, and what stands on every page of it: DC-1A2B3C4D."""
        return number_of(self.pk)

    @property
    def clear(self) -> bool:
        return self.request_id is not None


class Acceptance(models.Model):
    """That somebody accepted a version of the rules for receivers for a file. Only ever added."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="acceptances")
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    rules = models.ForeignKey("sharing.ReceiverRules", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("export", "staff", "rules"), name="exports_accepted_once"),
        )
        ordering = ("at",)


class HiddenRow(models.Model):
    """A decoy of an export as keyed digests: nothing here can be read, and nobody can be found by it.

    traits: by which a leaked row is recognised as it. sought: its name and its number.
    """

    id = models.BigAutoField(primary_key=True)
    export = models.UUIDField()  # not a foreign key: whoever looks for a decoy may not see the export itself
    traits = ArrayField(models.CharField(max_length=32))
    sought = ArrayField(models.CharField(max_length=32))

    class Meta:
        indexes = (
            models.Index(fields=("export",), name="exports_hidden_in"),
            GinIndex(fields=("sought",), name="exports_hidden_sought"),
        )


class MarkingKey(models.Model):
    """The key of marks and decoys, under the root key. There is one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    only = models.BooleanField(default=True, unique=True)
    wrapped = models.BinaryField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(only=True), name="exports_one_marking_key"),)


def number_of(export: uuid.UUID) -> str:
    return f"DC-{export.hex[:8].upper()}"
