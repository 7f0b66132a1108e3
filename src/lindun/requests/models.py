"""Tasks for routine work, look-ups that had no task, and requests for everything beyond routine."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ASKED, EMERGENCY = "SQ", "JJ"  # what the numbers of requests begin with


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


class ApprovalRule(models.Model):
    """Who must agree before data of a level is used beyond routine (USE-03, ACC-08). Data, not code."""

    use = models.CharField(max_length=8)  # statement.Use
    level = models.PositiveSmallIntegerField()  # for data up to this level, L1-L4
    deciders = ArrayField(models.CharField(max_length=20))  # roles that may agree
    leader = models.CharField(max_length=20, blank=True)  # a role that must be among those who agreed
    needed = models.PositiveSmallIntegerField()  # how many different people
    together = models.BooleanField(default=False)  # all present within five minutes, with their credentials
    decide_within = models.PositiveSmallIntegerField()  # hours until the request lapses
    most_minutes = models.PositiveIntegerField()  # the longest a grant may last
    most_views = models.PositiveIntegerField()  # the most views a grant may have

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("use", "level"), name="requests_one_rule_for_a_level"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="requests_nobody_is_never_enough"),
            models.CheckConstraint(
                condition=Q(together=False) | Q(needed__gte=2), name="requests_together_takes_two"
            ),
        )
        ordering = ("use", "level")


class Outcome(models.TextChoices):
    """How a request ended. Without one it waits."""

    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Not decided in time")


class AccessRequest(models.Model):
    """A use of information beyond routine: applied for, approved, registered, archived (USE-01).

    `statement` says what is asked, in canonical JSON, and never changes: the database refuses. The columns
    beside it repeat what lists and rules need. An emergency has no approver and leaves a debt instead.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    dwelling = models.ForeignKey("estates.Dwelling", on_delete=models.PROTECT, null=True)
    applicant = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="requests")
    purpose = models.ForeignKey("catalogue.Purpose", on_delete=models.PROTECT)
    statement = models.TextField()
    level = models.PositiveSmallIntegerField()
    deciders = ArrayField(models.CharField(max_length=20))
    leader = models.CharField(max_length=20, blank=True)
    needed = models.PositiveSmallIntegerField()
    together = models.BooleanField()
    emergency = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=200, blank=True)  # what came of it, masked like a task's summary
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(emergency=True) | Q(needed__gte=1), name="requests_zero_approvals_never_enough"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="requests_ended_has_an_outcome",
            ),
            models.UniqueConstraint(
                fields=("applicant",),
                condition=Q(emergency=True, archived_at=None),
                name="requests_one_emergency_debt",
            ),
        )
        indexes = (
            models.Index(fields=("decide_by",), condition=Q(outcome=""), name="requests_waiting_by_time"),
            models.Index(fields=("applicant", "-submitted_at"), name="requests_by_applicant"),
            models.Index(fields=("dwelling", "-submitted_at"), name="requests_by_dwelling"),
        )
        ordering = ("-submitted_at",)


class Approval(models.Model):
    """One person's answer to one request, as it stood: the digest says to which statement. Never edited."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="approvals")
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    approver = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    standing_in_for = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )  # whose deputy the approver was
    agreed = models.BooleanField()
    with_credentials = models.BooleanField()  # typed password (and code) for exactly this
    digest = models.BinaryField(max_length=32)
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("request", "at"), name="requests_approval_of"),)
        ordering = ("at",)


class Grant(models.Model):
    """What an approved request opens: bounded by who, how, how long and how much (ACC-09)."""

    request = models.OneToOneField(
        AccessRequest, on_delete=models.PROTECT, primary_key=True, related_name="grant"
    )
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    views_allowed = models.PositiveIntegerField()
    views_used = models.PositiveIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # given back before its time

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(views_used__lte=F("views_allowed")), name="requests_views_within_the_grant"
            ),
        )

    @property
    def views_left(self) -> int:
        return self.views_allowed - self.views_used


class Deputies(models.QuerySet["Deputy"]):
    def in_force(self) -> Deputies:
        """Those who stand in for somebody now, and for somebody who is in post herself."""
        now = timezone.now()
        return self.filter(begins__lte=now, ends__gt=now, ended_at=None, person__status="active")


class Deputy(models.Model):
    """Who decides in somebody's place, from when until when; with that person's post, not more."""

    person = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # ended before its time
    objects = Deputies.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="requests_deputy_is_another"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="requests_deputy_for_a_time"),
        )
