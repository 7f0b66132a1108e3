"""Partners and what binds them. The gate decides by these rows: see partners_missing in the migrations."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

MOST_NAME, MOST_WORDS, MOST_REFERENCE = 60, 200, 40


class Clause(models.TextChoices):
    """What the confidentiality clause of a contract must speak of to be as strict as our own duty."""

    SCOPE = "scope", _("What is confidential")
    PURPOSE = "purpose", _("What it may be used for")
    PERIOD = "period", _("How long the duty lasts")
    STAFF = "staff", _("Duty of the partner's staff")
    RETURN = "return", _("Return and destruction")
    LIABILITY = "liability", _("Liability and deduction")


class Asked(models.Model):
    """Something that opens only when a second person agrees. `agreed` is None while it waits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(agreed=None, decided_by=None, decided_at=None)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="%(app_label)s_%(class)s_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="%(app_label)s_%(class)s_decided_by_another",
            ),
        )


class Partner(models.Model):
    """A firm. `registration` is its unified social credit code (GB 32100-2015), which no renaming changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=MOST_NAME)
    former = ArrayField(models.CharField(max_length=MOST_NAME), default=list)  # names it had before
    registration = models.CharField(max_length=18)
    service = models.CharField(max_length=MOST_NAME)  # what it does for us
    owner = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            # The organisation's own nine characters: the same firm registered elsewhere is the same firm.
            models.UniqueConstraint(Substr("registration", 9, 9), name="partners_one_row_a_firm"),
        )
        ordering = ("-entered_at",)


class Opening(Asked):
    """The account of a partner, asked for by one and opened by another; again after a block."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="openings")

    class Meta(Asked.Meta):
        constraints = (
            *Asked.Meta.constraints,
            models.UniqueConstraint(
                fields=("partner",), condition=Q(agreed=None), name="partners_one_opening_waits"
            ),
        )
        ordering = ("-asked_at",)


class Contract(models.Model):
    """A contract, the parts of its clause that were confirmed, and at its end the partner's certificate.

    It binds from `begins` until the day before `ends`, or before `ended_on`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contracts")
    reference = models.CharField(max_length=MOST_REFERENCE)
    begins = models.DateField()
    ends = models.DateField()
    clauses = ArrayField(models.CharField(max_length=10, choices=Clause.choices), default=list)
    entered_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    certificate = models.CharField(max_length=MOST_REFERENCE, blank=True)  # reference of the partner's paper
    certified_on = models.DateField(null=True)  # material back, backups destroyed
    certified_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="partners_contract_for_a_time"),
            models.CheckConstraint(
                condition=Q(certificate="", certified_on=None, certified_by=None)
                | (~Q(certificate="") & Q(certified_on__isnull=False, certified_by__isnull=False)),
                name="partners_certificate_whole",
            ),
        )
        ordering = ("-ends",)


class Agreement(models.Model):
    """A signed confidentiality agreement, good from `begins` until the day before `ends`. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=MOST_REFERENCE)
    signed_on = models.DateField()
    begins = models.DateField()
    ends = models.DateField()
    entered_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="partners_agreement_for_a_time"),
        )
        ordering = ("-ends",)


class Person(models.Model):
    """Somebody of the partner's staff with access; one of them is its confidentiality person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=20)
    contact = models.CharField(max_length=MOST_REFERENCE, blank=True)  # of the confidentiality person
    responsible = models.BooleanField(default=False)
    receives = models.BooleanField(default=False)  # may be sent links
    informed_on = models.DateField(null=True)  # when he or she was told the rules
    entered_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(receives=False) | Q(informed_on__isnull=False),
                name="partners_who_receives_was_told_the_rules",
            ),
            models.CheckConstraint(
                condition=Q(responsible=False) | ~Q(contact=""), name="partners_responsible_can_be_reached"
            ),
            models.UniqueConstraint(
                fields=("partner",),
                condition=Q(responsible=True, removed_at=None),
                name="partners_one_responsible",
            ),
        )
        ordering = ("-responsible", "name")


class Assessment(models.Model):
    """The answers of one assessment; `failed` are the mandatory items that were not met. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="assessments")
    on = models.DateField()
    met = ArrayField(models.CharField(max_length=20), default=list)
    failed = ArrayField(models.CharField(max_length=20), default=list)
    entered_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("-on", "-entered_at")


class Waiver(Asked):
    """The general manager's waiver of what an assessment failed, until a day."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="waivers")
    why = models.CharField(max_length=MOST_WORDS)
    until = models.DateField()

    class Meta(Asked.Meta):
        constraints = (
            *Asked.Meta.constraints,
            models.UniqueConstraint(
                fields=("assessment",), condition=Q(agreed=None), name="partners_one_waiver_waits"
            ),
        )
        ordering = ("-asked_at",)


class Consent(Asked):
    """The company's written consent that a partner gets these items for this purpose, for a time."""

    number = models.CharField(max_length=20, unique=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="consents")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="consents")
    purpose = models.ForeignKey("catalogue.Purpose", on_delete=models.PROTECT, related_name="+")
    items = ArrayField(models.CharField(max_length=30))
    begins = models.DateField()
    ends = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Asked.Meta):
        constraints = (
            *Asked.Meta.constraints,
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="partners_consent_for_a_time"),
            models.CheckConstraint(condition=Q(items__len__gt=0), name="partners_consent_names_items"),
        )
        ordering = ("-asked_at",)


class Transfer(models.Model):
    """Something that was handed to a partner: a link or a file, by which consent. Only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="transfers")
    kind = models.CharField(max_length=8, choices=[("link", _("Work-order link")), ("export", _("File"))])
    what = models.UUIDField(unique=True)  # id of the link or the file
    recipient = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)


class Breach(models.Model):
    """A suspected leak by a partner. Confirming it cuts the partner's access and freezes the evidence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="breaches")
    what = models.CharField(max_length=MOST_WORDS)  # personal data masked
    reported_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True)  # canonical JSON of ids, codes and times
    closed_at = models.DateTimeField(null=True)  # the last of the three remedies is settled

    class Meta:
        ordering = ("-reported_at",)


class RemedyKind(models.TextChoices):
    DEDUCT = "deduct", _("Deduct from payment")
    END = "end", _("End cooperation")
    CLAIM = "claim", _("Claim the whole loss")


class Remedy(models.Model):
    """One of the three remedies of a confirmed breach: whose task, until when, what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=8, choices=RemedyKind.choices)
    owner = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    result = models.CharField(max_length=MOST_WORDS, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("breach", "kind"), name="partners_each_remedy_once"),)
        ordering = ("due", "kind")


class Reminder(models.Model):
    """That people were told of something `days` before its day (0: on it, -7: a week after), once each."""

    about = models.UUIDField()
    days = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("about", "days"), name="partners_reminded_once"),)
