"""Reviews of permissions. Both tables are only ever added to; who has which right stands in organisation."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Review(models.Model):
    """One look at everybody's permissions. It is finished when everybody in post has an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    opened_by = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="rights_review_takes_time"),
        )
        ordering = ("-opened_at",)


class Answer(models.Model):
    """What a reviewer said of one person's permissions: keep them, or take `drops` away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="answers")
    staff = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("organisation.Staff", on_delete=models.PROTECT, related_name="+")
    drops = ArrayField(models.CharField(max_length=40), default=list)  # codes of Post.without; empty: keep
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("review", "staff"), name="rights_one_answer_a_person"),
            models.CheckConstraint(condition=~Q(staff=F("reviewer")), name="rights_nobody_reviews_herself"),
        )
        ordering = ("at",)

    @property
    def keeps(self) -> bool:
        return not self.drops
