"""Every write about questions: ask one, answer one."""

from __future__ import annotations

import re
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.numbering import numbered
from lindun.questions import queries
from lindun.questions.models import SCREEN, Question
from lindun.requests.actions import Cleaned, clean

PREFIX = "WT"


class BadQuestion(Exception):
    """It cannot be asked or answered like this; the text says what to change."""


def ask(who: gate.Identity, *, screen: str, text: str) -> tuple[Question, Cleaned]:
    """Ask the leaders about a screen (the name of its route); personal data is masked before it is stored.

    Raises gate.Denied, BadQuestion.
    """
    asked = clean(text.strip())
    if not asked.text:
        raise BadQuestion(_("Write in a few words what you are unsure of."))
    if not re.fullmatch(SCREEN, screen):
        raise BadQuestion(_("Ask from the screen it is about."))
    with gate.passage(who, Action.QUESTION_ASK, writes=True) as passage:
        question = _create(who, screen, asked.text[:300])
        passage.saw([question.pk], kind="question")
        passage.about(*(f"found.{kind.lower()}" for kind in asked.found))
        to = queries.answering(who.person)
        notify(to=to, kind=Kind.QUESTION_WAITS, reference=question.number, url=_page(question))
        return question, asked


def answer(who: gate.Identity, *, question: UUID, text: str) -> Question:
    """Answer; from now on it is a rule of its screen. Nobody answers herself, no answer is changed.

    Raises gate.Denied, gate.NotHere, BadQuestion.
    """
    said = clean(text.strip())
    if not said.text:
        raise BadQuestion(_("Write the answer."))
    asker = queries.asker_of(question)
    with gate.passage(who, Action.QUESTION_ANSWER, proposed_by=asker, writes=True) as passage:
        found = Question.objects.select_for_update().filter(pk=question).first()
        if found is None:
            raise gate.NotHere
        if found.is_answered:
            raise BadQuestion(_("Somebody has just answered it."))
        found.answer, found.answered_by_id, found.answered_at = said.text[:600], who.staff, timezone.now()
        found.save(update_fields=["answer", "answered_by", "answered_at"])
        passage.saw([question], kind="question")
        passage.about(*(f"found.{kind.lower()}" for kind in said.found))
        notify(to=[found.asker_id], kind=Kind.QUESTION_ANSWERED, reference=found.number, url=_page(found))
        settle(who, reference=found.number)
        return found


def _create(who: gate.Identity, screen: str, text: str) -> Question:
    now = timezone.now()
    return numbered(
        PREFIX,
        lambda number: Question.objects.create(
            number=number, screen=screen, text=text, asker_id=who.person, asked_at=now
        ),
        otherwise=BadQuestion,
    )


def _page(question: Question) -> str:
    return reverse("questions:one", args=[question.pk])
