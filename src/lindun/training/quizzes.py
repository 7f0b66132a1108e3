"""Every write of papers: drawn at random, kept here with what is right, handed in once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.standing import codes
from lindun.standing.actions import fulfil
from lindun.training import curriculum, library, queries
from lindun.training.actions import answered_right, lock
from lindun.training.library import Item
from lindun.training.models import Answer, Contest, Quiz

CHANCE = secrets.SystemRandom()
SINGLES_A_DAY = 16

Choices = Mapping[int, Sequence[int]]
"""For each question of the paper, by its place from 0: the choices made, as they were shown."""


class BadQuiz(Exception):
    """No paper can be drawn or handed in like this; the message says why. `code` names it in the ledger."""


def draw(who: gate.Identity) -> Quiz:
    """The paper of one's post: one question about each rule and some of one's own work.

    One that is open already is given again, so that nobody draws until she likes the questions.
    Raises gate.Denied, BadQuiz (courses not finished, no try left today).
    """
    with gate.passage(who, Action.QUIZ_DRAW, writes=True) as passage:
        person, role = lock(who), passage.actor.role
        waiting = queries.open_paper(person, role=role)
        if waiting is not None:
            return waiting
        if not all(leg.is_done for leg in queries.way(person, role)):
            raise BadQuiz(_("Finish your courses first; then the quiz opens."))
        if queries.drawn_today(person, single=False) >= curriculum.TRIES_A_DAY:
            raise BadQuiz(
                _("Your %(most)d tries for today are used. Read where you were unsure; go on tomorrow.")
                % {"most": curriculum.TRIES_A_DAY}
            )
        quiz = _create(person, role, _of_a_post(role))
        passage.saw([quiz.pk], kind="quiz", questions=quiz.asked)
        return quiz


def draw_one(who: gate.Identity, *, rule: str) -> Quiz:
    """A single question about a rule, for whoever has not answered one right yet.

    Raises gate.Denied, gate.NotHere (no such rule), BadQuiz.
    """
    with gate.passage(who, Action.QUIZ_DRAW, writes=True) as passage:
        if rule not in library.rules():
            raise gate.NotHere
        person, role = lock(who), passage.actor.role
        waiting = queries.open_paper(person, role=role, rule=rule)
        if waiting is not None:
            return waiting
        if queries.drawn_today(person, single=True) >= SINGLES_A_DAY:
            raise BadQuiz(_("That is enough for today: more questions tomorrow."))
        quiz = _create(person, role, [CHANCE.choice(_about(rule, role))], rule=rule)
        passage.saw([quiz.pk], kind="quiz", questions=1)
        return quiz


def take_part(who: gate.Identity, *, contest: UUID) -> Quiz:
    """One's paper in a contest: the first time it is drawn, later it is the same one.

    Raises gate.Denied, gate.NotHere, BadQuiz (not open).
    """
    with gate.passage(who, Action.QUIZ_DRAW, writes=True) as passage:
        person = lock(who)
        found = Contest.objects.filter(pk=contest).first()
        if found is None:
            raise gate.NotHere
        mine = Quiz.objects.filter(staff_id=person, contest=found).first()
        if mine is not None:
            return mine
        if not found.opens_at <= timezone.now() < found.closes_at:
            raise BadQuiz(_("This contest is not open now."))
        everybodys = [item for item in library.items().values() if item.course == library.BASICS]
        drawn = CHANCE.sample(everybodys, curriculum.CONTEST_QUESTIONS)
        quiz = _create(person, passage.actor.role, drawn, contest=found)
        passage.saw([quiz.pk], kind="quiz", questions=quiz.asked)
        return quiz


def hand_in(who: gate.Identity, *, quiz: UUID, choices: Choices) -> Quiz:
    """Answer a paper of one's own, once and whole. What it earns opens with this transaction.

    Raises gate.Denied, gate.NotHere (no paper of hers), BadQuiz: handed in before, too late, or the answers
    are not to the questions of this paper. Nothing is kept then.
    """
    with gate.passage(who, Action.QUIZ_SUBMIT, writes=True) as passage:
        person = lock(who)
        found = queries.paper(person, quiz)
        if found.submitted_at is not None:
            raise BadQuiz(_("This paper was handed in before. It counts once, as it was then."))
        if found.closes_at <= timezone.now():
            raise BadQuiz(_("The time of this paper is over. Draw a new one."))
        made = _whole(found, choices)
        _mark(found, made)
        passage.saw([quiz], kind="quiz", right=found.right or 0, questions=found.asked)
        passage.about("quiz.passed" if found.passed else "quiz.missed")
        if found.passed and found.contest_id is None and not found.rule:
            until = timezone.now() + curriculum.YEAR
            fulfil(person, codes.QUIZ, version=found.edition_id, until=until, role=found.role)
        return found


def _of_a_post(role: str) -> list[Item]:
    """One question about each rule, then some of the course of one's own kind of work; in no order."""
    drawn = [CHANCE.choice(_about(rule, role)) for rule in library.rules()]
    own = curriculum.courses_of(role)[-1]
    more = [item for item in library.items().values() if item.course == own and item not in drawn]
    drawn += CHANCE.sample(more, curriculum.EXTRA)
    CHANCE.shuffle(drawn)
    return drawn


def _about(rule: str, role: str) -> list[Item]:
    """What a post may be asked about a rule."""
    courses = curriculum.courses_of(role)
    return [item for item in library.items().values() if item.rule == rule and item.course in courses]


def _create(
    person: UUID, role: str, drawn: Iterable[Item], *, contest: Contest | None = None, rule: str = ""
) -> Quiz:
    now = timezone.now()
    closes = now + curriculum.PAPER_OPEN
    paper = [_printed(item) for item in drawn]
    return Quiz.objects.create(
        staff_id=person,
        role=role,
        edition=queries.edition(),
        contest=contest,
        rule=rule,
        paper=paper,
        asked=len(paper),
        drawn_at=now,
        closes_at=min(closes, contest.closes_at) if contest else closes,
    )


def _printed(item: Item) -> dict[str, Any]:
    """A question as it stands on the paper, its choices in an order of their own."""
    order = list(range(len(item.choices)))
    CHANCE.shuffle(order)
    right = [place for place, index in enumerate(order) if index in item.right]
    return {"item": item.code, "rule": item.rule, "order": order, "right": right}


def _whole(quiz: Quiz, choices: Choices) -> list[list[int]]:
    """The answers in the order of the paper. Raises BadQuiz unless they are answers to just this paper."""
    if set(choices) != set(range(quiz.asked)) or not all(choices.values()):
        raise BadQuiz(_("Answer every question; then hand it in."))
    made = [sorted(set(choices[place])) for place in range(quiz.asked)]
    for question, chosen in zip(quiz.paper, made, strict=True):
        if not set(chosen) <= set(range(len(question["order"]))):
            raise BadQuiz(_("These answers do not belong to this paper. Nothing was counted."))
    return made


def _mark(quiz: Quiz, made: list[list[int]]) -> None:
    good = [chosen == question["right"] for question, chosen in zip(quiz.paper, made, strict=True)]
    quiz.answers, quiz.submitted_at, quiz.right = made, timezone.now(), sum(good)
    quiz.passed = curriculum.passes(right=quiz.right, asked=quiz.asked)
    quiz.save(update_fields=["answers", "submitted_at", "right", "passed"])
    questions = [(question["item"], question["rule"]) for question in quiz.paper]
    Answer.objects.bulk_create(
        Answer(quiz=quiz, edition_id=quiz.edition_id, item=item, rule=rule, right=right)
        for (item, rule), right in zip(questions, good, strict=True)
    )
    answered_right(
        quiz.staff_id, {rule for (_item, rule), right in zip(questions, good, strict=True) if right}
    )
