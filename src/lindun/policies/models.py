"""The company's texts in versions, who acknowledged and signed them, special tasks, and posters."""

from __future__ import annotations

import hashlib
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lindun.organisation.models import Role

MOST_CHARACTERS = 30_000
MOST_WORDS = 120
MOST_NOTE = 2_000
DIGEST = "^[0-9a-f]{64}$"


class Kind(models.TextChoices):
    """What the company puts before its people."""

    RULES = "rules", _("Rules of confidentiality")
    PLEDGE = "pledge", _("Pledge of confidentiality")
    DUTIES = "duties", _("Duties of the post")


class State(models.TextChoices):
    WAITING = "waiting", _("Waits for a second person")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Refused")


class Text(models.Model):
    """One version of the rules, of the pledge, or of the duties of one post; frozen as it was proposed.

    The first versions ship with the house; nobody proposed those. `number` is given when it is published.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)  # of duties, whose
    number = models.PositiveSmallIntegerField(null=True)
    chinese = models.TextField()
    english = models.TextField(blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of both readings
    why = models.CharField(max_length=MOST_WORDS, blank=True)  # what changed and why; masked as a remark
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=MOST_WORDS, blank=True)  # why it was refused

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "role", "number"), name="policies_one_text_a_number"),
            models.UniqueConstraint(
                fields=("kind", "role"), condition=Q(state="waiting"), name="policies_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(kind="duties") & ~Q(role="") | ~Q(kind="duties") & Q(role=""),
                name="policies_duties_are_of_a_post",
            ),
            models.CheckConstraint(
                condition=Q(state="published", number__isnull=False)
                | (~Q(state="published") & Q(number=None)),
                name="policies_published_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="policies_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(number=1, proposed_by=None, decided_by=None)
                | Q(proposed_by__isnull=False, state="waiting", decided_by=None)
                | (Q(proposed_by__isnull=False, decided_by__isnull=False) & ~Q(proposed_by=F("decided_by"))),
                name="policies_decided_by_another",
            ),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="policies_text_digest"),
        )
        ordering = ("kind", "role", "-number")

    @property
    def reading(self) -> str:
        """The text in the reader's language, where there is one; the Chinese text is the one that binds."""
        english = bool(self.english) and (get_language() or "").startswith("en")
        return self.english if english else self.chinese

    @property
    def reference(self) -> str:
        """Its number as notifications name it, e.g. ZD-3."""
        code = {Kind.RULES: "ZD", Kind.PLEDGE: "CN", Kind.DUTIES: "ZZ"}[Kind(self.kind)]
        return f"{code}-{self.number or 0}"


class Acknowledgement(models.Model):
    """That somebody read a version of the rules, or of the duties of her post, and takes it upon herself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "text"), name="policies_acknowledged_once"),)
        ordering = ("-at",)


class Project(models.Model):
    """A special confidential task with an undertaking of its own, its members and what they keep about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=MOST_WORDS)
    undertaking = models.TextField()
    lead = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-opened_at",)


class Member(models.Model):
    """Somebody's time on a project. Whoever comes back begins a new one, and signs anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="members")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("project", "staff"), condition=Q(removed_at=None), name="policies_member_once"
            ),
        )
        ordering = ("added_at",)


class Proof(models.TextChoices):
    """How the signer proved at that moment that it was she."""

    PASSWORD = "password", _("password")
    SECOND_FACTOR = "second_factor", _("password and second factor")


class Signature(models.Model):
    """A signed pledge, or a signed undertaking of a project: its whole words, their digest, and the proof.

    Only added to. The database takes one from the signer alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="+")
    member = models.OneToOneField(Member, on_delete=models.PROTECT, null=True, related_name="signature")
    words = models.TextField()  # as signed: the text, who, for whom, when
    digest = models.CharField(max_length=64)
    proof = models.CharField(max_length=16, choices=Proof.choices)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    renewal = models.PositiveSmallIntegerField(default=0)  # of this text: 0 the first time it was signed

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "text", "renewal"), name="policies_each_renewal_signed_once"
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=False, member=None, until__isnull=False)
                | Q(text=None, member__isnull=False, until=None),
                name="policies_signed_one_thing",
            ),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="policies_signed_digest"),
        )
        indexes = (models.Index(fields=("staff", "-at"), name="policies_signed_by"),)
        ordering = ("-at",)

    @property
    def is_whole(self) -> bool:
        """Whether the words are still those that were signed."""
        return hashlib.sha256(self.words.encode()).hexdigest() == self.digest


class Reminder(models.Model):
    """That somebody was told so many days before her pledge ends; for each end each is told once."""

    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("staff", "until", "days"), name="policies_reminded_once"),
        )


class Note(models.Model):
    """Something kept about a project, personal data masked. The database shows it to signed members alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)


class Poster(models.Model):
    """A poster of the rules: where it hangs, of which version, and when it came down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True)
    spot = models.CharField(max_length=MOST_WORDS)  # masked as a remark
    hung_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    hung_at = models.DateTimeField()
    down_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+")
    down_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(down_at=None, down_by=None) | Q(down_at__isnull=False, down_by__isnull=False),
                name="policies_taken_down_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("community", "-hung_at"), name="policies_posters"),)
        ordering = ("community", "building", "spot")

    @property
    def place(self) -> str:
        return f"{self.community.name} {self.building.title}" if self.building else self.community.name
