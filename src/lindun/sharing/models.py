"""Work-order links: who was sent where, how much of it is used, and calls put through on the way."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from lindun.requests.models import Task

MOST_VIEWS = 10
MOST_CALLS = 5
MOST_LABEL = 20
MOST_RULES = 2000
STUCK = timedelta(minutes=1)  # far longer than a provider may take to put a call through


class Link(models.Model):
    """One way for one assignee to one task. Rows are written once: the serving role cannot change them.

    The secrets are stored as keyed hashes (see tokens.py). It is read while the gate decides, before a row
    scope is open, so it names no resident; where it lies is told by its building alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey("requests.Task", on_delete=models.PROTECT, related_name="links")
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT)
    dwelling = models.ForeignKey("estates.Dwelling", on_delete=models.PROTECT)
    token_digest = models.BinaryField(max_length=32, unique=True)
    assignee = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="links"
    )
    outsider = models.CharField(max_length=MOST_LABEL, blank=True)  # firm and person, as the mark shows them
    consent = models.ForeignKey("partners.Consent", on_delete=models.PROTECT, null=True, related_name="+")
    recipient = models.ForeignKey("partners.Person", on_delete=models.PROTECT, null=True, related_name="+")
    pin_digest = models.BinaryField(max_length=32, null=True)
    views = models.PositiveSmallIntegerField()
    made_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(assignee__isnull=False, outsider="", pin_digest=None)
                | (Q(assignee=None, pin_digest__isnull=False) & ~Q(outsider="")),
                name="sharing_staff_sign_in_and_outsiders_have_a_pin",
            ),
            # Written down as NOT VALID: links of before name no consent, and open nothing.
            models.CheckConstraint(
                condition=Q(assignee__isnull=False, consent=None, recipient=None)
                | Q(assignee=None, consent__isnull=False, recipient__isnull=False),
                name="sharing_outsiders_are_named_by_a_consent",
            ),
            models.CheckConstraint(
                condition=Q(views__gte=1, views__lte=MOST_VIEWS), name="sharing_views_are_few"
            ),
        )
        ordering = ("-made_at",)


class LinkState(models.Model):
    """What became of a link. A trigger lets it move onwards only: used up, bound, locked, taken back."""

    link = models.OneToOneField(Link, on_delete=models.PROTECT, primary_key=True, related_name="state")
    views_left = models.PositiveSmallIntegerField()
    calls_left = models.PositiveSmallIntegerField(default=MOST_CALLS)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    bound_digest = models.BinaryField(max_length=32, null=True)  # of the one browser that proved itself
    bound_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )


class CallState(models.TextChoices):
    CONNECTING = "connecting", _("Being put through")
    ASKED = "asked", _("Waits for the desk")
    BOUND = "bound", _("Number in use")
    OVER = "over", _("Over")


class Call(models.Model):
    """A wish to speak with a resident, by a link or by whoever holds the task: put through, or for the desk.

    `number` is the provider's intermediary number, never the resident's; `subscription` is the provider's
    reference by which it is undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(Link, on_delete=models.PROTECT, null=True, related_name="calls")
    task = models.ForeignKey("requests.Task", on_delete=models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT)
    resident = models.ForeignKey("residents.Resident", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CallState.choices)
    number = models.CharField(max_length=24, blank=True)
    subscription = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    ends_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("link", "resident"), condition=~Q(state="over"), name="sharing_one_call_at_a_time"
            ),
            models.UniqueConstraint(
                fields=("task", "staff", "resident"),
                condition=~Q(state="over"),
                name="sharing_one_call_of_staff_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(link__isnull=False, task=None, staff=None)
                | Q(link=None, task__isnull=False, staff__isnull=False),
                name="sharing_a_call_is_by_a_link_or_by_staff",
            ),
            models.CheckConstraint(
                condition=Q(state="over", over_at__isnull=False) | (~Q(state="over") & Q(over_at=None)),
                name="sharing_a_call_that_is_over_says_when",
            ),
        )
        ordering = ("-at",)

    @property
    def work(self) -> Task:
        """The task it is for, which a link says itself."""
        return self.link.task if self.link else cast("Task", self.task)

    @property
    def caller(self) -> str:
        """Who wants to speak, in words: a colleague, or what a firm is called."""
        who = self.link.assignee if self.link else self.staff
        return who.name if who else cast("Link", self.link).outsider


class ReceiverRules(models.Model):
    """One version of what receivers agree to, in both languages. Never changed: a change is a new version."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    chinese = models.TextField()
    english = models.TextField()
    at = models.DateTimeField()


class Acceptance(models.Model):
    """That the bearer of a link accepted a version: an outsider for this link, staff for all of hers."""

    rules = models.ForeignKey(ReceiverRules, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="acceptances")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("rules", "link"), condition=Q(staff=None), name="sharing_a_link_accepts_once"
            ),
            models.UniqueConstraint(
                fields=("rules", "staff"), condition=Q(staff__isnull=False), name="sharing_staff_accept_once"
            ),
        )
