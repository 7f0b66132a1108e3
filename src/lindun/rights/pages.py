"""What the page of a review shows: people with their permissions, what they used, what to question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation import pages as organisation
from lindun.organisation import queries as people
from lindun.organisation import words
from lindun.organisation.actions import Post
from lindun.organisation.models import Staff
from lindun.rights import queries, used
from lindun.rights.models import Answer, Review
from lindun.rights.rules import within
from lindun.rights.used import Used
from lindun.web import deeds


@dataclass(frozen=True)
class Line:
    """One person of a review. `choices`: code, words, whether it is proposed for removal."""

    person: Staff
    scopes: list[str]
    used: Used
    actions: list[str]
    unused: list[str]
    choices: list[tuple[str, str, bool]]
    seen: str
    answer: Answer | None
    dropped: str
    carried_out: bool
    carry_out_url: str
    own: bool
    may_answer: bool


def shown(passage: gate.Passage, review: Review) -> list[Staff]:
    """Whom of the review this reader sees: without an answer first, then by staff number."""
    answered = set(Answer.objects.filter(review=review).values_list("staff_id", flat=True))
    everybody = people.staff().filter(pk__in=queries.listed(review))
    mine = [person for person in everybody if within(passage.actor, _post(person))]
    return sorted(mine, key=lambda person: person.pk in answered)


def lines(passage: gate.Passage, review: Review, page: Sequence[Staff]) -> list[Line]:
    posts = {person.pk: _post(person) for person in page}
    lately = used.lately(passage, page, posts)
    answers = {
        each.staff_id: each for each in Answer.objects.filter(review=review).select_related("reviewer")
    }
    mine = set(people.accounts_of(UUID(passage.actor.id)))
    answers_now = rules.offers(Action.REVIEW_ANSWER, passage.actor.role) and review == queries.latest()
    return [
        _line(person, posts[person.pk], lately[person.pk], answers.get(person.pk), own=person.pk in mine,
              may_answer=answers_now)
        for person in page
    ]  # fmt: skip


def _line(
    person: Staff, post: Post, lately: Used, answer: Answer | None, *, own: bool, may_answer: bool
) -> Line:
    scheme = people.level_scheme()
    drops = answer.drops if answer else []
    return Line(
        person=person,
        scopes=organisation.scopes(person),
        used=lately,
        actions=[f"{deeds.action(code)} {times}" for code, times in lately.actions],
        unused=[deeds.action(code) for code in lately.unused],
        choices=[
            (code, words.drop(code, scheme=scheme), code in lately.drops) for code in _choices(post, lately)
        ],
        seen=post.mark,
        answer=answer,
        dropped=_(", ").join(words.drop(code, scheme=scheme) for code in drops),
        carried_out=bool(drops) and post.without(drops) == post,
        carry_out_url=_carry_out(person, drops),
        own=own,
        may_answer=may_answer and not own and answer is None,
    )


def _choices(post: Post, lately: Used) -> list[str]:
    """What can be ticked: places and the account; of clearances only the one that is proposed."""
    return [code for code in post.droppable() if not code.startswith("clearance.") or code in lately.drops]


def _carry_out(person: Staff, drops: Sequence[str]) -> str:
    """The form of personnel, already without what is proposed."""
    return (
        f"{reverse('organisation:person', args=[person.pk])}?{urlencode([('drop', code) for code in drops])}"
    )


def _post(person: Staff) -> Post:
    """The post from places that `queries.staff` brought along."""
    places = frozenset((place.community_id, place.building_id) for place in person.assignments.all())
    return Post(person.role, person.clearance, person.status, places)
