"""The catalogue: what kinds of data exist, how confidential each is, and which purpose needs which.

The matrix of purposes and data items is data, shipped with defaults (`defaults.py`) and changed only by a
proposal that a second person approves. A cell that is not there means: this purpose does not need it.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lindun.core.identifiers.kinds import Kind


class Category(models.TextChoices):
    IDENTITY = "identity", pgettext_lazy("data", "Identity")
    LIVING = "living", _("Living scene")
    SERVICE = "service", _("Service records")
    TRAJECTORY = "trajectory", _("Movements")


class Way(models.TextChoices):
    """How a purpose may use an item, from least to most."""

    MASKED = "masked", _("Masked only")
    CALL = "call", _("May be called")
    REVEAL = "reveal", _("May be opened")
    PRINT = "print", _("May be printed")


NEVER_ON_PAPER = 4  # the level that two people open together; a sheet has one holder


class Bilingual(models.Model):
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return spoken(self.name_zh, self.name_en)


def spoken(name_zh: str, name_en: str) -> str:
    """The name in the language of the page."""
    return name_en if (get_language() or "").startswith("en") else name_zh


class DataItem(Bilingual):
    """One kind of data, e.g. a resident's mobile number."""

    code = models.SlugField(max_length=30, primary_key=True)
    level = models.PositiveSmallIntegerField()  # L0-L4
    personal_class = models.PositiveSmallIntegerField(
        default=1
    )  # P0-P4: how sensitive as personal information
    category = models.CharField(max_length=12, choices=Category.choices)
    kind = models.CharField(max_length=24)  # core.identifiers Kind, decides normal form and mask
    owner_department = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(level__lte=4), name="catalogue_level_is_0_to_4"),)
        ordering = ("position", "code")

    @property
    def ways(self) -> list[Way]:
        """The ways such data can be used in: a phone number is called, the highest level never printed."""
        barred = {Way.CALL: self.kind != Kind.PHONE, Way.PRINT: self.level >= NEVER_ON_PAPER}
        return [way for way in Way if not barred.get(way, False)]


class Purpose(Bilingual):
    code = models.SlugField(max_length=30, primary_key=True)
    task_prefix = models.CharField(max_length=4, unique=True)  # WX-0312
    legal_basis = models.CharField(max_length=60)
    task_hours = models.PositiveSmallIntegerField(default=10)  # how long a task of this purpose stays open
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")


class Need(models.Model):
    """One cell of the matrix: this purpose needs this item, in this way."""

    purpose = models.ForeignKey(Purpose, on_delete=models.CASCADE)
    item = models.ForeignKey(DataItem, on_delete=models.CASCADE)
    way = models.CharField(max_length=8, choices=Way.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("purpose", "item"), name="catalogue_need_once"),)


class ChangeState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for a second person")
    APPROVED = "approved", _("In force")
    REFUSED = "refused", _("Refused")


class Change(models.Model):
    """A proposed change of one cell: who, before, after, why; and who agreed. Never edited, only decided."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT)
    item = models.ForeignKey(DataItem, on_delete=models.PROTECT)
    before = models.CharField(max_length=8, blank=True)
    after = models.CharField(max_length=8, blank=True)
    necessity = models.CharField(max_length=300)
    proposed_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.PROPOSED)
    decided_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="catalogue_two_people_decide",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False),
                name="catalogue_decision_has_a_decider",
            ),
            models.UniqueConstraint(
                fields=("purpose", "item"), condition=Q(state="proposed"), name="catalogue_one_open_proposal"
            ),
        )
        ordering = ("-proposed_at",)


class ClassificationTask(models.Model):
    """Somebody brought a kind of data without a catalogue entry: the officer decides what it is (GOV-01)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(max_length=40)  # the column heading as brought, never a value
    brought_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    brought_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("label",), condition=Q(settled_at=None), name="catalogue_one_open_task_per_label"
            ),
        )
        ordering = ("-brought_at",)


class EntryKind(models.TextChoices):
    ITEM = "item", _("Kind of data")
    PURPOSE = "purpose", _("Purpose")


class Mask(models.TextChoices):
    """How values of an item are masked: as which identifier (core.identifiers), or as a sentence."""

    NAME = "NAME", _("like a name")
    PHONE = "PHONE", _("like a phone number")
    ID_CARD = "ID_CARD", _("like an ID number")
    PLATE = "PLATE", _("like a number plate")
    BANK_CARD = "BANK_CARD", _("like a bank card")
    ADDRESS = "ADDRESS", _("like an address")
    EMAIL = "EMAIL", _("like a mail address")
    WECHAT = "WECHAT", _("like a chat account")
    ACCESS_CARD = "ACCESS_CARD", _("like an access card")
    METER = "METER", _("like a meter number")
    TEXT = "TEXT", _("not shown at all")


class Entry(Bilingual):
    """A kind of data or a purpose that the catalogue should have: proposed, decided by another, kept.

    Columns of the other kind stay empty. An entry in force needs nothing yet: each cell of the matrix is a
    change of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=8, choices=EntryKind.choices)
    code = models.SlugField(max_length=30)
    level = models.PositiveSmallIntegerField(null=True)
    personal_class = models.PositiveSmallIntegerField(null=True)
    category = models.CharField(max_length=12, choices=Category.choices, blank=True)
    kind = models.CharField(max_length=24, choices=Mask.choices, blank=True)
    owner_department = models.CharField(max_length=60, blank=True)
    task_prefix = models.CharField(max_length=4, blank=True)
    legal_basis = models.CharField(max_length=60, blank=True)
    task_hours = models.PositiveSmallIntegerField(null=True)
    necessity = models.CharField(max_length=300)
    proposed_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.PROPOSED)
    decided_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="catalogue_two_people_enter",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_by__isnull=False),
                name="catalogue_entry_has_a_decider",
            ),
            models.CheckConstraint(
                condition=Q(what="item", level__isnull=False, personal_class__isnull=False, task_hours=None)
                | Q(what="purpose", level=None, personal_class=None, task_hours__isnull=False),
                name="catalogue_entry_of_one_kind",
            ),
            models.UniqueConstraint(
                fields=("what", "code"), condition=Q(state="proposed"), name="catalogue_one_open_entry"
            ),
        )
        ordering = ("-proposed_at",)
