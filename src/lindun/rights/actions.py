"""Every write about reviews of permissions. What a review proposes, personnel carries out by change_post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation.actions import current_post
from lindun.organisation.models import Role, Staff
from lindun.rights import queries
from lindun.rights.models import Answer, Review
from lindun.rights.rules import REVIEWERS, within


class BadReview(Exception):
    """The review cannot be opened or answered like this; the text says what to do."""


def open_review(who: gate.Identity) -> Review:
    """Open a review of everybody's permissions and tell the reviewers.

    Raises gate.Denied, BadReview (the one before is not finished).
    """
    with gate.passage(who, Action.REVIEW_OPEN, writes=True) as passage:
        Staff.objects.select_for_update().order_by("number").first()  # one at a time opens a review
        latest = queries.latest()
        if latest and queries.progress(latest).is_open:
            raise BadReview(_("The review before is not finished: it goes on."))
        review = _create(who)
        passage.saw([review.pk], kind="review")
        reviewers = Staff.objects.in_post().filter(role__in=REVIEWERS)
        _tell(review, reviewers.values_list("pk", flat=True), Kind.REVIEW_OPENED)
        return review


def _create(who: gate.Identity) -> Review:
    now = timezone.now()
    return Review.objects.create(
        number=f"QX-{timezone.localtime(now):%y%m}-{Review.objects.count() + 1}",
        opened_at=now,
        due_at=now + timedelta(days=settings.REVIEW_WITHIN),
        opened_by_id=who.staff,
    )


def answer(who: gate.Identity, *, review: UUID, staff: UUID, seen: str, drops: Collection[str]) -> Answer:
    """Keep somebody's permissions (no drops), or propose to personnel to take some away.

    seen: the mark of the post that was looked at. drops: codes of `Post.droppable`. Raises gate.Denied (her
    own), gate.NotHere (outside her places), BadReview.
    """
    with gate.passage(who, Action.REVIEW_ANSWER, other_person=staff, writes=True) as passage:
        asked = Review.objects.filter(pk=review).first()
        person = queries.listed(asked).filter(pk=staff).first() if asked else None
        if asked is None or person is None or asked != queries.latest():
            raise gate.NotHere
        post = current_post(person)
        if not within(passage.actor, post):
            raise gate.NotHere
        if post.mark != seen:
            raise BadReview(_("The post was changed after you looked at it: please look again."))
        if not set(drops) <= set(post.droppable()):
            raise BadReview(_("Choose what is to be taken away."))
        passage.saw([staff], kind="staff")
        passage.saw([review], kind="review")
        passage.about("rights.removal" if drops else "rights.kept", *post.codes("before"))
        passage.about(*(f"drop.{drop}" for drop in sorted(drops)))
        said = _write(asked, person, who, drops)
        if drops:
            hr = Staff.objects.in_post().filter(role=Role.HR).values_list("pk", flat=True)
            _tell(asked, hr, Kind.REMOVAL_PROPOSED)
        return said


def _write(review: Review, person: Staff, who: gate.Identity, drops: Collection[str]) -> Answer:
    try:
        with transaction.atomic():
            return Answer.objects.create(
                review=review, staff=person, reviewer_id=who.person, drops=sorted(drops), at=timezone.now()
            )
    except IntegrityError as twice:
        raise BadReview(_("Somebody has just reviewed this person.")) from twice


def _tell(review: Review, people: Collection[UUID], kind: Kind) -> None:
    notify(to=people, kind=kind, reference=review.number, url=reverse("rights:review", args=[review.pk]))
