"""Exits with their files, connected systems, and transfers to other posts."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

MOST_WORDS = 400
SHORT = 120
STAFF = "organisation.Staff"


class Cause(models.TextChoices):
    """Why somebody leaves."""

    RESIGNED = "resigned", _("Resigned")
    ENDED = "ended", _("Contract or assignment ended")
    DISMISSED = "dismissed", _("Dismissed")
    RETIRED = "retired", _("Retired")
    OTHER = "other", _("Other")


class Stage(models.TextChoices):
    """How far an exit is."""

    PLANNED = "planned", _("Leaves on a day to come")
    OPEN = "open", _("Rights ended, file open")
    CLOSED = "closed", _("Exit file closed")
    CANCELLED = "cancelled", _("Taken back")


class Departure(models.Model):
    """Somebody's exit, of all her accounts. `person` is the first of them; `from_day` she is out of post.

    What goes on after it: the personal-information duty without end, trade secrets until `secrets_until`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=10, choices=Cause.choices)
    from_day = models.DateField()
    secrets_until = models.DateField()
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    last_days = models.JSONField(default=dict)  # by account, the last day it had before this exit was planned
    ended_at = models.DateTimeField(null=True)  # when her rights ended
    interview = models.CharField(max_length=MOST_WORDS, blank=True)  # personal data masked, as in a remark
    interviewed_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    interviewed_at = models.DateTimeField(null=True)
    review = models.CharField(max_length=MOST_WORDS, blank=True)  # of her last exports and unusual looks
    reviewed_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person",),
                condition=Q(closed_at=None, cancelled_at=None),
                name="leaving_one_open_exit_a_person",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(ended_at=None), name="leaving_what_ended_is_not_taken_back"
            ),
            models.CheckConstraint(condition=~Q(recorded_by=F("person")), name="leaving_recorded_by_another"),
            models.CheckConstraint(
                condition=Q(secrets_until__gt=F("from_day")), name="leaving_secrets_are_kept_for_a_time"
            ),
        )
        ordering = ("-from_day", "-recorded_at")

    @property
    def stage(self) -> Stage:
        if self.cancelled_at is not None:
            return Stage.CANCELLED
        if self.closed_at is not None:
            return Stage.CLOSED
        return Stage.PLANNED if self.ended_at is None else Stage.OPEN

    def secrets_last(self, today: date) -> bool:
        """Whether she still owes silence about trade secrets; about personal information she always does."""
        return today < self.secrets_until


class Ending(models.Model):
    """What was ended by itself, and how much of it: accounts, places, tasks, links. Never changed."""

    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="endings")
    what = models.CharField(max_length=20)  # a code of `organisation.departing`, or of `exits.py`
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("departure", "what"), name="leaving_ended_once"),)
        ordering = ("pk",)


class Handover(models.Model):
    """Who goes on with an open task of hers. `handed_at`: it was done as her rights ended."""

    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="handovers")
    task = models.ForeignKey("requests.Task", on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("departure", "task"), name="leaving_a_task_is_handed_once"),
        )
        ordering = ("pk",)


class System(models.Model):
    """A system beside this one in which people have accounts: doors, cameras, payments, chat."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)


class Revocation(models.Model):
    """Somebody's account in a connected system: an open task until whoever revoked it says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="revocations")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    done_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("departure", "system"), name="leaving_a_system_is_listed_once"),
            models.CheckConstraint(
                condition=Q(done_by=None, done_at=None) | Q(done_by__isnull=False, done_at__isnull=False),
                name="leaving_revoked_by_somebody",
            ),
        )
        ordering = ("system__name",)


class Settled(models.Model):
    """One thing of the file that is settled here: a file she took is deleted, a permit's thing stays away.

    What has a register of its own (`assets`, `exits`, `papers`) is settled there; this holds the rest, once.
    """

    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="settled")
    subject = models.UUIDField()  # the export or permit
    to = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    incident = models.ForeignKey("assets.Incident", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("departure", "subject"), name="leaving_settled_once"),)


class Way(models.TextChoices):
    """How an exit pledge was signed."""

    CREDENTIALS = "credentials", _("With her credentials")
    PAPER = "paper", _("On paper")


class Signature(models.Model):
    """The exit pledge as it was signed: which text, when, how. Never changed."""

    departure = models.OneToOneField(
        Departure, on_delete=models.PROTECT, primary_key=True, related_name="signature"
    )
    way = models.CharField(max_length=12, choices=Way.choices)
    version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the text, in hex
    signed_on = models.DateField()
    kept = models.CharField(max_length=SHORT, blank=True)  # where the paper lies
    by = models.ForeignKey(
        STAFF, on_delete=models.PROTECT, related_name="+"
    )  # the leaver, or who has the paper
    at = models.DateTimeField()


class Refusal(models.Model):
    """That she would not sign. It counts once two people have witnessed it and a third has authorised it."""

    departure = models.OneToOneField(
        Departure, on_delete=models.PROTECT, primary_key=True, related_name="refusal"
    )
    words = models.CharField(max_length=SHORT)
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    authorised_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    authorised_at = models.DateTimeField(null=True)


class Witness(models.Model):
    """Somebody who was there. She says so herself, by her own account."""

    refusal = models.ForeignKey(Refusal, on_delete=models.PROTECT, related_name="witnesses")
    staff = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("refusal", "staff"), name="leaving_a_witness_counts_once"),
        )


class Transfer(models.Model):
    """Another post from a day on. On that day the old rights end and the old post's looks are reviewed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    staff = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField()
    role = models.CharField(max_length=20)
    position = models.PositiveIntegerField(null=True)  # the planned post; empty: the usual one of the role
    clearance = models.PositiveSmallIntegerField()
    places = ArrayField(models.CharField(max_length=24), default=list)  # "community" or "community-building"
    old_role = models.CharField(max_length=20)
    old_clearance = models.PositiveSmallIntegerField()
    old_places = ArrayField(models.CharField(max_length=24), default=list)
    recorded_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+")
    tasks_to = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    second_factor = models.BooleanField()  # how the recorder had signed in; the job acts like her
    recorded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    review = models.CharField(max_length=MOST_WORDS, blank=True)
    reviewed_by = models.ForeignKey(STAFF, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff",),
                condition=Q(done_at=None, cancelled_at=None),
                name="leaving_one_transfer_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None, review="")
                | (
                    Q(reviewed_by__isnull=False, reviewed_at__isnull=False, done_at__isnull=False)
                    & ~Q(review="")
                ),
                name="leaving_reviewed_with_words",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("staff")), name="leaving_reviewed_by_another"
            ),
        )
        ordering = ("-from_day", "-recorded_at")
