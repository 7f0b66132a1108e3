"""Demands of posts and what each person has met of them. How it came to be stands in the ledger."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lapse(models.TextChoices):
    """What happens when something that was met is over, or a newer version is asked for."""

    CLOSES = "closes", _("Nothing opens until it is met again")
    NARROWS = "narrows", _("Only masked pages open until it is met again")


class Demand(models.Model):
    """A post asks this of whoever holds it, in this version or a later one."""

    code = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    lapse = models.CharField(max_length=8, choices=Lapse.choices)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("role", "code"), name="standing_asked_once"),)

    def __str__(self) -> str:
        return f"{self.role}: {self.code}"


class Fulfilment(models.Model):
    """A person has met a demand, in this version, until then. `role`: for one post only; empty: for all.

    The person is known by her first account, so that a second one neither brings nor loses anything.
    """

    staff = models.ForeignKey("organisation.Staff", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    role = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("staff", "code", "role"), name="standing_met_once"),)
        indexes = (  # who of ten thousand has met this: read from the index alone
            models.Index(fields=("code", "staff", "role", "version", "until"), name="standing_met_by"),
        )
