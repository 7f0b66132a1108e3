"""Every write of a learner: pages read, courses finished. Papers are in quizzes.py."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff, Status
from lindun.standing import codes
from lindun.standing.actions import fulfil
from lindun.training import curriculum, library, queries
from lindun.training.library import BASICS
from lindun.training.models import RuleRecord, Study
from lindun.training.queries import Leg


class BadStep(Exception):
    """Somebody is not that far yet; the message says what comes first."""


def read_page(who: gate.Identity, *, course: str, page: int) -> Leg:
    """A page was read. Its predecessors must have been; reading one again changes nothing.

    Raises gate.Denied, gate.NotHere (no such page for this post), BadStep.
    """
    with gate.passage(who, Action.COURSE_STUDY, writes=True) as passage:
        person = lock(who)
        leg = queries.leg(person, passage.actor.role, course)
        if not 1 <= page <= len(leg.course.pages):
            raise gate.NotHere
        if not leg.may_read(page):
            raise BadStep(_("Read the pages before it first."))
        passage.about(f"course.{course}")
        passage.saw(page=page)
        if leg.is_done or page <= leg.reached:
            return leg
        _turn(person, leg, page)
        return queries.leg(person, passage.actor.role, course)


def _turn(person: UUID, leg: Leg, page: int) -> None:
    study = leg.study or _begin(person, leg.course.code)
    study.reached = page
    study.save(update_fields=["reached"])
    shown = leg.course.pages[page - 1]
    if shown.kind == "card" and shown.rule in library.rules():
        _note(person, [shown.rule], "read_at")


def _begin(person: UUID, course: str) -> Study:
    """A new round. One left open in an edition that will not do any more is begun anew in this one."""
    begun = {"edition": queries.edition(), "reached": 0, "begun_at": timezone.now()}
    study, _made = Study.objects.update_or_create(
        staff_id=person, course=course, finished_at=None, defaults=begun
    )
    return study


def finish(who: gate.Identity, *, course: str, acknowledged: Collection[str]) -> bool:
    """A course is finished; the first one by acknowledging each rule of behaviour, one by one.

    Returns whether all courses of the post are finished with it. Raises gate.Denied, gate.NotHere, BadStep.
    """
    with gate.passage(who, Action.COURSE_FINISH, writes=True) as passage:
        person = lock(who)
        leg = queries.leg(person, passage.actor.role, course)
        passage.about(f"course.{course}")
        if leg.study is None or not leg.all_read:
            raise BadStep(_("Read all pages of the course first."))
        if not leg.is_done:
            if course == BASICS:
                _acknowledge(person, acknowledged)
            leg.study.finished_at = timezone.now()
            leg.study.save(update_fields=["finished_at"])
            _tell_the_gate(person)
        return all(each.is_done for each in queries.way(person, passage.actor.role))


def _acknowledge(person: UUID, acknowledged: Collection[str]) -> None:
    if set(acknowledged) != set(library.rules()):
        raise BadStep(_("Acknowledge each of the rules: one without a tick keeps the course open."))
    _note(person, acknowledged, "acknowledged_at")


def _note(person: UUID, rules: Collection[str], what: str) -> None:
    now = timezone.now()
    RuleRecord.objects.bulk_create(
        [RuleRecord(staff_id=person, rule=rule, **{what: now}) for rule in rules],
        update_conflicts=True,
        unique_fields=["staff", "rule"],
        update_fields=[what],
    )


def answered_right(person: UUID, rules: Collection[str]) -> None:
    """Questions about these rules were answered right. Runs in the passage of the paper."""
    _note(person, rules, "passed_at")


def _tell_the_gate(person: UUID) -> None:
    """For each post of hers whose courses are all finished: met, until the oldest of them is a year old."""
    accounts = Staff.objects.filter(pk__in=organisation.accounts_of(person)).exclude(status=Status.LEFT)
    for role in set(accounts.values_list("role", flat=True)):
        done = [leg.study for leg in queries.way(person, role) if leg.study and leg.study.finished_at]
        if len(done) < len(curriculum.courses_of(role)):
            continue
        oldest = min(study.finished_at for study in done if study.finished_at)
        version = min(study.edition_id for study in done)
        fulfil(person, codes.COURSE, version=version, until=oldest + curriculum.YEAR, role=role)


def lock(who: gate.Identity) -> UUID:
    """The person, held until the transaction ends: one deed of hers at a time, however often she clicks."""
    person = queries.person_of(who)
    Staff.objects.select_for_update().get(pk=person)
    return person
