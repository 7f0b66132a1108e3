"""How people of the cast learn: courses to the end, papers answered right or wrong on purpose."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone

from lindun import gate
from lindun.config import postgres
from lindun.training import actions, curriculum, library, plans, queries, quizzes
from lindun.training.library import BASICS
from lindun.training.models import Contest, PlannedCourse, Quiz
from tests import cast


def study(name: str, *courses: str) -> None:
    """Read these courses, else all of her post, and finish them."""
    who = cast.identity(name)
    for course in courses or curriculum.courses_of(cast.PEOPLE[name][0]):
        edition = queries.edition()
        for page in range(1, len(queries.course(edition, course).pages) + 1):
            actions.read_page(who, course=course, page=page)
        actions.finish(who, course=course, acknowledged=list(library.rules()))


def studied(name: str) -> None:
    """The same in one stroke, where the way there is not what a test is about."""
    for course in curriculum.courses_of(cast.PEOPLE[name][0]):
        long_ago(
            "INSERT INTO training_study (staff_id, edition_id, course, reached, begun_at, finished_at)"
            f" SELECT '{cast.staff(name)}', max(version), '{course}', 99, now(), now() FROM training_edition"
        )


def choices(quiz: Quiz, *, wrong: Collection[str] = (), most_wrong: int = 0) -> dict[int, list[int]]:
    """Right answers, except to items of `wrong` and to the first `most_wrong` questions."""
    return {
        place: _chosen(asked, wrong=asked["item"] in wrong or place < most_wrong)
        for place, asked in enumerate(quiz.paper)
    }


def _chosen(asked: dict[str, list[int]], *, wrong: bool) -> list[int]:
    if not wrong:
        return asked["right"]
    return [next(place for place in range(len(asked["order"])) if place not in asked["right"])]


def sit(name: str, *, most_wrong: int = 0) -> Quiz:
    """Draw a paper and hand it in."""
    who = cast.identity(name)
    quiz = quizzes.draw(who)
    return quizzes.hand_in(who, quiz=quiz.pk, choices=choices(quiz, most_wrong=most_wrong))


def long_ago(statement: str) -> None:
    """What lies in the past, which no passage can write."""
    where = postgres.superuser_conninfo(settings.HOME, connection.settings_dict["NAME"])
    with psycopg.connect(where) as past:
        past.execute("SET session_replication_role = replica")
        past.execute(statement.encode())


def paper_of(name: str) -> UUID:
    """A single question of hers, the counter's where she may draw none."""
    try:
        return quizzes.draw_one(cast.identity(name), rule="saving").pk
    except gate.Denied:
        return paper_of("counter")


def contest() -> Contest:
    """One that is open for an hour."""
    now = timezone.now()
    hr = cast.identity("hr")
    return plans.open_contest(hr, title="保密周", opens=now, closes=now + timedelta(hours=1))


def planned() -> PlannedCourse:
    today = timezone.localdate()
    return plans.plan(cast.identity("hr"), course=BASICS, begins=today, due=today)


def fields(made: dict[int, list[int]]) -> dict[str, list[int]]:
    """The same as a browser sends it."""
    return {f"q{place}": chosen for place, chosen in made.items()}
