"""Company things, to whom each was issued, and what was reported about them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 120
STAFF = "organisation.Staff"


class Sort(models.TextChoices):
    """What sort of thing it is."""

    COMPUTER = "computer", _("Computer")
    PHONE = "phone", _("Telephone or handheld")
    MEDIUM = "medium", _("USB disk or other storage medium")
    KEY = "key", _("Key or access card")
    SEAL = "seal", _("Company seal")
    PAPERS = "papers", _("Paper files")
    OTHER = "other", _("Other thing of the company")


class Asset(models.Model):
    """One thing with a number. What it is called holds no personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    sort = models.CharField(max_length=8, choices=Sort.choices)
    what = models.CharField(max_length=MOST_WORDS)
    registered_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ("-registered_at",)


class State(models.TextChoices):
    """How it stands with one issue of a thing."""

    WAITING = "waiting", _("Waits for a second person")
    OUT = "out", _("Issued")
    REFUSED = "refused", _("Not issued")
    RETURNED = "returned", _("Returned to the company")
    LOST = "lost", _("Lost")


LIVE = (State.WAITING, State.OUT)


class Issue(models.Model):
    """A thing in somebody's hands: proposed by one, approved by another, returned to a third or lost."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="issues")
    holder = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=MOST_WORDS, blank=True)  # why it was refused
    returned_to = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # returned or lost

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("asset",), condition=Q(state__in=LIVE), name="assets_in_one_hand_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, decided_by=None, decided_at=None)
                | (~Q(state=State.WAITING) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="assets_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("holder")) & ~Q(decided_by=F("asked_by"))),
                name="assets_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RETURNED, returned_to__isnull=False, ended_at__isnull=False)
                | Q(state=State.LOST, returned_to=None, ended_at__isnull=False)
                | (~Q(state__in=(State.RETURNED, State.LOST)) & Q(returned_to=None, ended_at=None)),
                name="assets_returned_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(returned_to=None) | ~Q(returned_to=F("holder")), name="assets_returned_to_another"
            ),
        )
        indexes = (models.Index(fields=("holder", "state"), name="assets_by_holder"),)
        ordering = ("-asked_at",)


class What(models.TextChoices):
    """What an incident is about."""

    PASSED_ON = "passed_on", _("Held by somebody it was not issued to")
    LOST = "lost", _("Lost")
    KEPT = "kept", _("Not handed back by whoever left")
    BARRED = "barred", _("Medium, device or program that nobody approved")


class Incident(models.Model):
    """A draft for whoever handles violations; nothing is decided by it. Written once, closed once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    what = models.CharField(max_length=10, choices=What.choices)
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, null=True, related_name="incidents")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, null=True, related_name="incidents")
    about = models.ForeignKey(
        STAFF, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who has or had it
    reported_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=MOST_WORDS, blank=True)  # personal data masked, as in a remark
    closed_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=MOST_WORDS, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None, outcome="")
                | (Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(outcome="")),
                name="assets_closed_with_words",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("about")), name="assets_closed_by_another"
            ),
        )
        ordering = ("-at",)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
