"""Reads of questions and of the rules they became."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from lindun.organisation.models import Assignment, Role, Staff
from lindun.questions.models import Question
from lindun.questions.rules import LEADERS


def rules_at(screen: str, *, most: int = 5) -> list[tuple[str, str]]:
    """Questions and answers at this screen, newest first. No protected data: they are for everybody."""
    answered = Question.objects.filter(screen=screen).exclude(answer="").order_by("-answered_at")
    return list(answered.values_list("text", "answer")[:most])


def questions(*, reader: UUID, answers: bool, words: str = "") -> QuerySet[Question]:
    """Rules, one's own open questions, and for whoever answers everybody's; open ones first.

    words: found in question or answer, each of them somewhere.
    """
    found = Question.objects.select_related("asker", "answered_by")
    if not answers:
        found = found.filter(~Q(answer="") | Q(asker_id=reader))
    for word in words.split():
        found = found.filter(Q(text__icontains=word) | Q(answer__icontains=word))
    return found.order_by(Case(When(answer="", then=0), default=1), "-asked_at")


def question(question_id: UUID, *, reader: UUID, answers: bool) -> Question | None:
    return questions(reader=reader, answers=answers).filter(pk=question_id).first()


def asker_of(question_id: UUID) -> UUID | None:
    return Question.objects.filter(pk=question_id).values_list("asker_id", flat=True).first()


def answering(asker: UUID) -> list[UUID]:
    """Who is to be told: other leaders where the asker serves, else the general managers."""
    here = Assignment.objects.filter(staff_id=asker).values("community_id")
    in_post = Staff.objects.in_post().exclude(pk=asker)
    leaders = in_post.filter(role__in=LEADERS, assignments__community_id__in=here)
    told = list(leaders.values_list("pk", flat=True).distinct())
    return told or list(in_post.filter(role=Role.GENERAL_MANAGER).values_list("pk", flat=True))
