"""Editions of the courses, who studies them, papers and their answers, contests, the plan of the year.

Everything about a person is kept under her first account (`lindun.gate.registry.facts.person`), so that a
second one neither brings nor loses anything.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from lindun.training import library
from lindun.training.library import Text

MOST_WORDS = 120


class Edition(models.Model):
    """All courses as they are taught from then on. The database lets editions be added and nothing else.

    courses: plain data by course code (`library.course` reads it). focus: rules whose questions many missed.
    at_once: everybody takes this edition now; else each when her year is over.
    """

    version = models.PositiveIntegerField(primary_key=True)
    courses = models.JSONField()
    focus = models.JSONField(default=list)
    words = models.CharField(max_length=MOST_WORDS)  # what is new
    at_once = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        "organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+"
    )  # empty: as shipped

    class Meta:
        ordering = ("-version",)

    def __str__(self) -> str:
        return str(self.version)


class Study(models.Model):
    """Somebody's way through one course, once a year. `reached`: pages read so far."""

    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    course = models.CharField(max_length=20)
    reached = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "course"), condition=Q(finished_at=None), name="training_one_study_at_a_time"
            ),
        )
        indexes = (models.Index(fields=("staff", "course", "-begun_at"), name="training_by_learner"),)

    @property
    def title(self) -> Text:
        """The title of the course as its edition has it."""
        return library.course(self.course, self.edition.courses[self.course]).title


class RuleRecord(models.Model):
    """When somebody last read the card of a rule, answered a question about it right, and acknowledged it."""

    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=20)
    read_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "rule"), name="training_one_record_a_rule"),)


class Contest(models.Model):
    """A contest between teams: everybody answers one paper while it is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=40)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="training_contest_lasts"),
        )
        ordering = ("-opens_at",)

    def __str__(self) -> str:
        return self.number


class Quiz(models.Model):
    """One drawn paper, answered once. What is right stays here until it is handed in.

    paper: [{"item": code, "order": [2, 0, 1], "right": [1]}], where `order` and `right` speak of the choices
    as they are shown. role: the post it is drawn for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    contest = models.ForeignKey(Contest, on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=20, blank=True)  # a single question about one rule
    paper = models.JSONField()
    asked = models.PositiveSmallIntegerField()  # how many questions
    drawn_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    answers = models.JSONField(null=True)  # the choices made, in the order of the paper
    right = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("staff", "contest"),
                condition=Q(contest__isnull=False),
                name="training_one_paper_a_contest",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, answers=None, right=None, passed=None)
                | Q(
                    submitted_at__isnull=False,
                    answers__isnull=False,
                    right__isnull=False,
                    passed__isnull=False,
                ),
                name="training_handed_in_whole",
            ),
        )
        indexes = (
            models.Index(fields=("staff", "-drawn_at"), name="training_papers"),
            models.Index(fields=("contest",), name="training_of_contest", condition=Q(contest__isnull=False)),
        )

    @property
    def percent(self) -> int:
        return round(100 * (self.right or 0) / self.asked)


class Answer(models.Model):
    """How one question of a paper was answered: what error statistics count."""

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="given")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    item = models.CharField(max_length=30)
    rule = models.CharField(max_length=20)
    right = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("quiz", "item"), name="training_answered_once"),)
        indexes = (models.Index(fields=("edition", "item"), name="training_by_item"),)


class PlannedCourse(models.Model):
    """A line of the yearly plan: those whose post takes this course finish it between these days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    course = models.CharField(max_length=20)
    begins = models.DateField()
    due = models.DateField()
    planned_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(due__gte=F("begins")), name="training_due_after_it_begins"),
        )
        ordering = ("due",)

    def __str__(self) -> str:
        return self.number


class Reminder(models.Model):
    """Somebody was reminded of this, once."""

    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "reference"), name="training_reminded_once"),)
