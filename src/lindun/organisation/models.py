"""Who works here: the company, its departments, its staff and where each one's duty reaches."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindun.core.marking import DEFAULT_SCHEME


class Role(models.TextChoices):
    """Posts with different data needs (the office's day). What each may do stands in the apps' rules."""

    COUNTER = "counter", _("Counter")
    HOUSEKEEPER = "housekeeper", _("Housekeeper")
    REPAIR = "repair", _("Repair")
    CASHIER = "cashier", _("Cashier")
    GUARD = "guard", _("Guard")
    SUPERVISOR = "supervisor", _("Supervisor")
    MANAGER = "manager", _("Community manager")
    GENERAL_MANAGER = "general_manager", _("General manager")
    OFFICER = "officer", _("Confidentiality officer")
    HR = "hr", _("Personnel")
    AUDITOR = "auditor", _("Auditor")


# Posts that see more than a building, change rules or read the ledger sign in with a second factor.
SENSITIVE_ROLES = frozenset(
    {Role.SUPERVISOR, Role.MANAGER, Role.GENERAL_MANAGER, Role.OFFICER, Role.HR, Role.AUDITOR}
)


SENSITIVE_CLEARANCE = 3  # from this level on a clearance alone makes a post sensitive


class Status(models.TextChoices):
    """Only ACTIVE is in post. WAITING: raised to a sensitive post that no second person has confirmed."""

    ACTIVE = "active", _("In post")
    WAITING = "waiting", _("Waiting for a second person")
    SUSPENDED = "suspended", _("Suspended")
    LEFT = "left", _("Left")


class Kind(models.TextChoices):
    """How somebody works here. The rules are the same for all; who comes for a time has a last day."""

    FULL_TIME = "full_time", _("Full-time")
    PART_TIME = "part_time", _("Part-time")
    TEMPORARY = "temporary", _("Temporary")
    OUTSOURCED = "outsourced", _("Outsourced")
    INTERN = "intern", _("Intern")


FOR_A_TIME = frozenset({Kind.TEMPORARY, Kind.INTERN})

PASSWORD_DAYS = (30, 180)  # the company chooses within these bounds
LOCK_MINUTES = (1, 15)


class Company(models.Model):
    """The one organisation this installation serves."""

    only_row = models.BooleanField(primary_key=True, default=True)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=60, blank=True)  # what answers for confidentiality, by its name
    level_scheme = models.CharField(
        max_length=40, default=DEFAULT_SCHEME
    )  # labels of L0-L4, see core.marking
    password_days = models.PositiveSmallIntegerField(default=90)
    lock_minutes = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(only_row=True), name="organisation_one_company"),
            models.CheckConstraint(
                condition=Q(password_days__range=PASSWORD_DAYS), name="organisation_passwords_run_out"
            ),
            models.CheckConstraint(
                condition=Q(lock_minutes__range=LOCK_MINUTES), name="organisation_screens_lock"
            ),
        )


class Department(models.Model):
    name = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A post as a record: what it is called, who may hold it, who answers for it.

    Whether it reaches confidential data follows from its role. Every role has one standard post, which
    somebody of this role holds unless another one was named.
    """

    name = models.CharField(max_length=40, unique=True)
    role = models.CharField(max_length=20, choices=Role.choices)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    kinds = models.JSONField()  # of people who may hold it: values of Kind
    sensitive = models.BooleanField(default=False)  # given to nobody without a passed background check
    standard = models.BooleanField(default=False)
    closed = models.BooleanField(default=False)  # was held once, is given to nobody any more
    duties = models.CharField(max_length=400, blank=True)
    responsible = models.ForeignKey(
        "Staff", on_delete=models.PROTECT, null=True, blank=True, related_name="answers_for"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("role",), condition=Q(standard=True), name="organisation_one_standard_post"
            ),
            models.CheckConstraint(
                condition=Q(closed=False) | Q(standard=False), name="organisation_standard_post_is_open"
            ),
        )
        ordering = ("role", "-standard", "name")

    def __str__(self) -> str:
        return self.name


class PostConflict(models.Model):
    """Two roles that one person never has at once, by whatever accounts. `one` sorts before `other`."""

    one = models.CharField(max_length=20, choices=Role.choices)
    other = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="organisation_conflict_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="organisation_conflict_in_order"),
        )


class Result(models.TextChoices):
    """What a background check found. The papers are never kept."""

    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    NOT_REQUIRED = "not_required", _("Not required")


class BackgroundCheck(models.Model):
    """The result of one check, under a staff number: it may come before the account. Only added to.

    Some posts a company may not check itself (a guard brings a certificate); then `checked_by` says who did.
    """

    number = models.CharField(max_length=20)
    result = models.CharField(max_length=12, choices=Result.choices)
    parts = models.JSONField(default=list)  # codes of what was looked at: identity, work, record, credit
    checked_on = models.DateField()
    checked_by = models.CharField(max_length=60)
    valid_until = models.DateField(null=True)
    recorded_by = models.ForeignKey("Staff", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("checked_on")),
                name="organisation_check_lasts",
            ),
        )
        indexes = (models.Index(fields=["number", "-id"], name="organisation_checks"),)
        ordering = ("-id",)


def in_post_today() -> Q:
    """Of Staff: whose post has begun and whose last day has not passed."""
    return Q(status=Status.ACTIVE) & (Q(until=None) | Q(until__gte=timezone.localdate()))


class StaffQuerySet(models.QuerySet["Staff"]):
    def in_post(self) -> StaffQuerySet:
        """Who may act today."""
        return self.filter(in_post_today())


class Staff(models.Model):
    """An account of somebody who works here. The ledger knows it by `id`, never by name or number.

    Whoever has a second one (a manager who helps out at the counter) is still one person: `same_person_as`
    names her first account, and whatever takes two people counts persons.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff")
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    role = models.CharField(max_length=20, choices=Role.choices)
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="holders")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.FULL_TIME)
    firm = models.CharField(max_length=60, blank=True)  # which an outsourced person comes from
    until = models.DateField(null=True, blank=True)  # the last day; with the next one nothing opens any more
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    clearance = models.PositiveSmallIntegerField(default=2)  # highest level (0-4) this person is cleared for
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.ACTIVE)
    raised_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who proposed the post that waits; empty once it is decided
    same_person_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="other_accounts"
    )  # the first account of the same person; said when this one is opened, never changed
    session_digest = models.CharField(max_length=64, blank=True)  # the one live session; see sessions.py
    hired_on = models.DateField(
        null=True, blank=True
    )  # her first day in the company, where personnel says it
    joined = models.DateTimeField(auto_now_add=True)  # her account

    objects = StaffQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["status", "role"], name="organisation_by_status"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=Kind.OUTSOURCED) & ~Q(firm="") | ~Q(kind=Kind.OUTSOURCED) & Q(firm=""),
                name="organisation_outsourced_from_a_firm",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(FOR_A_TIME)) | Q(until__isnull=False),
                name="organisation_for_a_time_has_a_last_day",
            ),
            models.CheckConstraint(condition=Q(clearance__lte=4), name="organisation_clearance_is_a_level"),
            models.CheckConstraint(
                condition=Q(status="waiting", raised_by__isnull=False)
                | (~Q(status="waiting") & Q(raised_by=None)),
                name="organisation_waiting_names_its_proposer",
            ),
            models.CheckConstraint(
                condition=Q(raised_by=None) | ~Q(raised_by=F("id")), name="organisation_nobody_raises_herself"
            ),
            models.CheckConstraint(
                condition=Q(same_person_as=None) | ~Q(same_person_as=F("id")),
                name="organisation_another_account",
            ),
        )
        ordering = ("number",)

    def __str__(self) -> str:
        return self.number

    # Django's own ones put every label there is into words to find one, for each person on a list.

    def get_role_display(self) -> str:  # type: ignore[no-redef]
        return str(Role(self.role).label)

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        return str(Kind(self.kind).label)

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        return str(Status(self.status).label)

    @property
    def is_sensitive(self) -> bool:
        return self.role in SENSITIVE_ROLES

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.until is not None and self.until < timezone.localdate()

    @property
    def is_in_post(self) -> bool:
        return self.status == Status.ACTIVE and not self.is_over


class Assignment(models.Model):
    """Where a person's duty reaches: one building, or a whole community when no building is named."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="assignments")
    community = models.ForeignKey("estates.Community", on_delete=models.PROTECT)
    building = models.ForeignKey("estates.Building", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "community", "building"),
                nulls_distinct=False,
                name="organisation_assigned_once",
            ),
        )


class Password(models.Model):
    """How old an account's password is, and which ones came before. Its hash is Django's business.

    set_at is when its owner chose it. Without one it is not hers any more, or not yet: somebody else made it,
    or it was disclosed. Then she chooses another before anything else.
    """

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, primary_key=True, related_name="password")
    set_at = models.DateTimeField(null=True)
    earlier = models.JSONField(default=list)  # hashes, newest first, as many as must not come again
    reminded = models.PositiveSmallIntegerField(null=True)  # days left when she was last reminded


class Ended(models.TextChoices):
    """Why the last session of an account is over, for whoever comes back to it."""

    REPLACED = "replaced", _("You signed in elsewhere, so this session was ended.")
    OTHER_ACCOUNT = "other_account", _("You signed in with your other account, so this session was ended.")
    SIGNED_OUT = "signed_out", _("You signed out. Please sign in again.")
    DISCLOSED = (
        "disclosed",
        _(
            "Your password stood in a text you saved. It was taken out and the session ended: "
            "sign in and choose a new one."
        ),
    )
    KNOWN = (
        "known",
        _(
            "Your password stood in a text of somebody else, so it opens nothing any more: "
            "ask personnel for a new one."
        ),
    )
    RESET = "reset", _("Personnel gave you a new password, so this session was ended.")


class Desk(models.Model):
    """The screen of an account's one live session: when somebody was last at it, whether it is locked."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, primary_key=True, related_name="desk")
    seen_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=16, choices=Ended.choices, blank=True)
