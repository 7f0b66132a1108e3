"""Every read about reviews of permissions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from lindun.organisation.models import Staff
from lindun.rights.models import Answer, Review


@dataclass(frozen=True)
class Progress:
    """How far a review is: people with an answer, of those who are in post."""

    review: Review
    done: int
    total: int

    @property
    def is_open(self) -> bool:
        return self.done < self.total

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.review.due_at <= timezone.now()


def latest() -> Review | None:
    return Review.objects.first()


def reviews() -> list[Progress]:
    return [progress(review) for review in Review.objects.select_related("opened_by")[:20]]


def listed(review: Review) -> QuerySet[Staff]:
    """Whom a review is about: everybody in post who was here when it was opened."""
    return Staff.objects.in_post().filter(joined__lte=review.opened_at)


def progress(review: Review) -> Progress:
    people = listed(review)
    answered = Answer.objects.filter(review=review, staff__in=people).count()
    return Progress(review, answered, people.count())


def is_due() -> bool:
    """Whether it is time for the next: a quarter since the last, and that one is finished."""
    last = latest()
    if last is None:
        return True
    passed = last.opened_at + timedelta(days=settings.REVIEW_EVERY) <= timezone.now()
    return passed and not progress(last).is_open


def answers_about(staff: UUID) -> list[Answer]:
    """What reviews said of the permissions of this account."""
    return list(Answer.objects.filter(staff_id=staff).select_related("review"))
