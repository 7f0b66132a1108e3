"""Violation cases and what belongs to them. Almost everything is written once and never changed."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lindun.conduct.ladder import Gravity, Intent, Rung

STAFF = "organisation.Staff"
MOST_WORDS = 600
MOST_STATEMENT = 2000
MOST_NAME = 80


class Type(models.TextChoices):
    """The fixed list of violations."""

    LEAK = "leak", _("Leak of information")
    ACCESS = "access", _("Unauthorised access or use")
    COPYING = "copying", _("Private copying, spreading or selling")
    RIGHTS = "rights", _("Raising one's own rights")
    CUSTODY = "custody", _("Poor custody that causes loss")
    PARTNER = "partner", _("Breach by a partner")
    PROCESSING = "processing", _("Improper processing")
    FALSEHOOD = "falsehood", _("False information")
    TAMPERING = "tampering", _("Tampering")


class Stage(models.TextChoices):
    """How far a case is."""

    REPORTED = "reported", _("Case reported")
    HEARING = "hearing", _("To be heard")
    HEARD = "heard", _("Waits for a decision")
    DECIDED = "decided", _("Decided, open to appeal")
    APPEALED = "appealed", _("Appeal waits for an answer")
    FINAL = "final", _("Final, to be closed")
    CLOSED = "closed", _("Case closed")


class Heard(models.TextChoices):
    """How the person was heard. What she does not write herself has a witness."""

    WRITTEN = "written", _("Written statement")
    SPOKEN = "spoken", _("Spoken statement, taken down")
    REFUSED = "refused", _("Refused to make a statement")


class Exhibit(models.TextChoices):
    """Kinds of evidence. Of a document only its fingerprint is kept here; the document stays where it is."""

    WORDS = "words", _("Account in words")
    ENTRY = "entry", _("Entry of the ledger")
    DOCUMENT = "document", _("Document, by its fingerprint")


class Answer(models.TextChoices):
    """What became of an appeal."""

    KEPT = "kept", _("The decision stands")
    LIGHTENED = "lightened", _("A lighter measure")
    LIFTED = "lifted", _("The decision is lifted")


def _by(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(STAFF, on_delete=models.PROTECT, related_name="+", null=null)


def _of_case(name: str) -> models.OneToOneField:  # type: ignore[type-arg]
    return models.OneToOneField("Case", on_delete=models.PROTECT, primary_key=True, related_name=name)


class Case(models.Model):
    """What was reported. Afterwards only these steps are added: asked to be heard, suspended, closed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    type = models.CharField(max_length=12, choices=Type.choices)
    intent = models.CharField(max_length=10, choices=Intent.choices)
    gravity = models.CharField(max_length=10, choices=Gravity.choices)
    accused = _by(null=True)  # the first account of a member of staff, or
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, null=True, related_name="+")
    partner_name = models.CharField(max_length=MOST_NAME, blank=True)  # what the partner was called then
    incident = models.OneToOneField(
        "assets.Incident", on_delete=models.PROTECT, null=True, related_name="+"
    )  # the report about a thing that was taken up
    what = models.CharField(max_length=MOST_WORDS)  # personal data masked, as in a remark
    happened_on = models.DateField()
    reported_by = _by()
    reported_at = models.DateTimeField()
    asked_by = _by(null=True)
    asked_at = models.DateTimeField(null=True)
    suspended_by = _by(null=True)
    suspended_at = models.DateTimeField(null=True)
    closed_by = _by(null=True)
    closed_at = models.DateTimeField(null=True)
    record = models.TextField(blank=True)  # the whole case as canonical JSON, made when it is closed

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(type__in=Type.values), name="conduct_type_of_the_list"),
            models.CheckConstraint(condition=Q(intent__in=Intent.values), name="conduct_intent_said"),
            models.CheckConstraint(condition=Q(gravity__in=Gravity.values), name="conduct_gravity_said"),
            models.CheckConstraint(
                condition=Q(accused=None) & ~Q(partner_name="")
                | Q(accused__isnull=False, partner=None, partner_name=""),
                name="conduct_staff_or_partner",
            ),
            models.CheckConstraint(
                condition=Q(asked_by=None, asked_at=None) | Q(asked_by__isnull=False, asked_at__isnull=False),
                name="conduct_asked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(suspended_by=None, suspended_at=None)
                | Q(suspended_by__isnull=False, suspended_at__isnull=False, accused__isnull=False),
                name="conduct_suspended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None, closed_at=None, record="")
                | Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(record=""),
                name="conduct_closed_with_its_record",
            ),
        )
        indexes = (
            models.Index(fields=("accused", "-reported_at"), name="conduct_by_accused"),
            models.Index(fields=("closed_at", "-reported_at"), name="conduct_by_state"),
            models.Index(fields=("partner", "-reported_at"), name="conduct_by_partner"),
        )
        ordering = ("-reported_at",)

    def stage(self, now: datetime) -> Stage:
        """How far it is at `now` (aware)."""
        if self.closed_at is not None:
            return Stage.CLOSED
        decision: Decision | None = getattr(self, "decision", None)
        if decision is not None:
            return self._after(decision, now)
        if self.hearings.all():
            return Stage.HEARD
        return Stage.HEARING if self.asked_at else Stage.REPORTED

    def _after(self, decision: Decision, now: datetime) -> Stage:
        reply: Reply | None = getattr(self, "reply", None)
        if reply is not None:
            return Stage.FINAL if reply.accepted or reply.answered_at else Stage.APPEALED
        waits = decision.confirmed and self.accused_id is not None and now < decision.appeal_until
        return Stage.DECIDED if waits else Stage.FINAL

    @property
    def reporters(self) -> list[uuid.UUID]:
        """Accounts of whoever reported it: here, and before that as a report about a thing."""
        first = [self.incident.reported_by_id] if self.incident is not None else []
        return [self.reported_by_id, *first]

    @property
    def whom(self) -> str:
        """Whom it is about, as he, she or the firm is called today."""
        if self.accused is not None:
            return str(self.accused.name)
        return self.partner.name if self.partner is not None else self.partner_name

    @property
    def rung(self) -> Rung | None:
        """The measure that holds: None before a decision, without one, and when it was lifted."""
        decision: Decision | None = getattr(self, "decision", None)
        if decision is None or not decision.stands or decision.rung is None:
            return None
        reply: Reply | None = getattr(self, "reply", None)
        return Rung(reply.rung if reply is not None and reply.rung else decision.rung)


class Evidence(models.Model):
    """One piece of evidence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Exhibit.choices)
    words = models.CharField(max_length=MOST_WORDS, blank=True)
    entry = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True)
    added_by = _by()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=Exhibit.WORDS, entry=None, sha256="") & ~Q(words="")
                | Q(kind=Exhibit.ENTRY, entry__isnull=False, sha256="")
                | Q(kind=Exhibit.DOCUMENT, entry=None, sha256__regex="^[0-9a-f]{64}$") & ~Q(words=""),
                name="conduct_evidence_of_its_kind",
            ),
        )
        ordering = ("at",)


class Hearing(models.Model):
    """The person was heard, or refused to be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=10, choices=Heard.choices)
    words = models.CharField(max_length=MOST_STATEMENT, blank=True)
    taken_by = _by()  # the person herself, where she wrote it
    witness = _by(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=Heard.WRITTEN, witness=None) & ~Q(words="")
                | Q(kind=Heard.SPOKEN, witness__isnull=False) & ~Q(words="")
                | Q(kind=Heard.REFUSED, witness__isnull=False),
                name="conduct_heard_with_a_witness",
            ),
        )
        ordering = ("at",)


class Decision(models.Model):
    """What was decided. The database takes it only after a hearing and from somebody without a part in it."""

    case = _of_case("decision")
    confirmed = models.BooleanField()  # whether there was a violation
    rung = models.PositiveSmallIntegerField(null=True, choices=Rung.choices)  # None for a partner
    proposed = models.PositiveSmallIntegerField(null=True, choices=Rung.choices)
    why = models.CharField(max_length=MOST_WORDS, blank=True)
    correct_at_once = models.BooleanField(default=False)
    remove_effects = models.BooleanField(default=False)
    legal_action = models.BooleanField(default=False)
    loss = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # yuan
    compensation = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    breach = models.OneToOneField(
        "partners.Breach", on_delete=models.PROTECT, null=True, related_name="decision"
    )  # of a confirmed case about a partner: the block and the three remedies that follow
    decided_by = _by()
    at = models.DateTimeField()
    appeal_until = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed=False, rung=None, compensation=None, legal_action=False)
                | Q(confirmed=True),
                name="conduct_no_measure_without_a_violation",
            ),
            models.CheckConstraint(
                condition=Q(rung=None) | Q(rung__gte=1, rung__lte=9), name="conduct_rung_of_the_ladder"
            ),
            models.CheckConstraint(
                condition=~Q(why="") | Q(confirmed=True, rung=models.F("proposed")) | Q(proposed=None),
                name="conduct_another_rung_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(compensation=None)
                | Q(compensation__gt=0, loss__isnull=False, compensation__lte=models.F("loss")),
                name="conduct_compensation_for_a_loss",
            ),
        )

    @property
    def stands(self) -> bool:
        reply: Reply | None = getattr(self.case, "reply", None)
        return self.confirmed and (reply is None or reply.outcome != Answer.LIFTED)


class Reply(models.Model):
    """What the person says to the decision: that she accepts it, or an appeal; and the answer to that."""

    case = _of_case("reply")
    accepted = models.BooleanField()
    words = models.CharField(max_length=MOST_STATEMENT, blank=True)
    by = _by()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    rung = models.PositiveSmallIntegerField(null=True, choices=Rung.choices)
    answer = models.CharField(max_length=MOST_WORDS, blank=True)
    answered_by = _by(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted=True, outcome="") | Q(accepted=False) & ~Q(words=""),
                name="conduct_an_appeal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_by=None, answered_at=None, rung=None)
                | ~Q(outcome="") & Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="conduct_appeal_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Answer.LIGHTENED, rung__isnull=False)
                | ~Q(outcome=Answer.LIGHTENED) & Q(rung=None),
                name="conduct_lightened_to_a_rung",
            ),
        )


class Deduction(models.Model):
    """What is deducted from one month's pay. The wage rules are checked again in the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deductions")
    month = models.DateField()  # its first day
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    pay = models.DecimalField(max_digits=12, decimal_places=2)
    entered_by = _by()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0, pay__gt=0), name="conduct_deduction_of_a_pay"),
            models.CheckConstraint(condition=Q(month__day=1), name="conduct_deduction_by_the_month"),
        )
        ordering = ("month", "at")


class Naming(models.Model):
    """Personnel agreed that the notice names the person."""

    case = _of_case("naming")
    by = _by()
    at = models.DateTimeField()


class Bulletin(models.Model):
    """The internal notice as it was published."""

    case = _of_case("bulletin")
    text = models.TextField()
    named = models.BooleanField()
    by = _by()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)


class Inquiry(models.Model):
    """An official inquiry about a case, and who answered it (VIO-05). It may come after the closing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="inquiries")
    authority = models.CharField(max_length=MOST_NAME)
    reference = models.CharField(max_length=MOST_NAME)  # the number of its letter
    given = models.CharField(max_length=MOST_WORDS)  # what was answered
    answered_on = models.DateField()
    answered_by = _by()
    recorded_by = _by()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)


class Step(models.Model):
    """A rung of the ladder, and whether the company uses it."""

    rung = models.PositiveSmallIntegerField(primary_key=True, choices=Rung.choices)
    shown = models.BooleanField(default=True)

    class Meta:
        ordering = ("rung",)


class Terms(models.Model):
    """The company's own figures: days for an appeal, and the local minimum wage (None: not entered yet)."""

    only_row = models.BooleanField(primary_key=True, default=True)
    appeal_days = models.PositiveSmallIntegerField(default=10)
    minimum_wage = models.DecimalField(max_digits=12, decimal_places=2, null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(only_row=True), name="conduct_one_set_of_terms"),
            models.CheckConstraint(
                condition=Q(appeal_days__gte=3, appeal_days__lte=60), name="conduct_time_for_an_appeal"
            ),
        )
