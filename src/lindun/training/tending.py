"""What comes with the day: an ending year is told 30, 7 and 1 days ahead, a missed course to leaders too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import F, Max, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Role, Staff
from lindun.standing import codes
from lindun.standing.models import Fulfilment
from lindun.training import curriculum, overview, progress, results
from lindun.training.models import Edition, Reminder

PREFIXES = {codes.COURSE: "PX", codes.QUIZ: "KS"}


def tend() -> None:
    """Tell whom the day concerns, each thing once."""
    with gate.passage(gate.HOUSE, Action.TRAINING_TEND, writes=True) as passage:
        ending = _tell_of_endings()
        missed = _tell_of_missed()
        passage.saw(ending=ending, missed=missed, topics=_tell_of_topics())


def _tell_of_endings() -> int:
    """Whose course or quiz ends: at 30, 7 and 1 days. A day the house was off is made good by the next."""
    now = timezone.now()
    never = datetime.max.replace(tzinfo=UTC)
    last = Fulfilment.objects.filter(
        Q(role="") | Q(role=F("staff__role")), code__in=PREFIXES, staff__in=Staff.objects.in_post()
    ).values_list("staff_id", "code")
    soon = last.annotate(over=Max(Coalesce("until", Value(never)))).filter(
        over__gt=now, over__lte=now + timedelta(days=max(curriculum.REMINDED))
    )
    told: dict[str, set[UUID]] = defaultdict(set)
    for person, code, until in soon:
        told[_of_ending(code, until, now)].add(person)
    page = reverse("training:course")
    return sum(_remind(people, reference, Kind.TRAINING_ENDING, page) for reference, people in told.items())


def _of_ending(code: str, until: datetime, now: datetime) -> str:
    """PX-20271122-7: the course that ends on that day, at the last of the three steps that has come."""
    left = (until - now) / timedelta(days=1)
    step = min(days for days in curriculum.REMINDED if left <= days)
    return f"{PREFIXES[code]}-{timezone.localtime(until):%Y%m%d}-{step}"


def _tell_of_missed() -> int:
    """Who missed a planned course hears of it, and so do her leaders; personnel where she has none."""
    plan, told = reverse("training:plan"), 0
    for number, people in progress.missed(timezone.localdate()):
        fresh = _not_yet(people, number)
        if fresh:
            told += _remind(fresh, number, Kind.TRAINING_MISSED, reverse("training:course"))
            leaders = overview.leaders_of(fresh) or _in_post(Role.HR)
            notify(to=leaders, kind=Kind.TRAINING_TEAM, reference=number, url=plan)
    return told


def _tell_of_topics() -> int:
    """The officer hears once an edition that many missed a question."""
    latest = Edition.objects.first()
    found = results.topics(results.by_item(latest.version)) if latest else {}
    if latest is None or not found:
        return 0
    officers = _in_post(Role.OFFICER)
    return _remind(officers, f"KC-{latest.version}", Kind.TRAINING_TOPIC, reverse("training:results"))


def _remind(people: Iterable[UUID], reference: str, kind: Kind, url: str) -> int:
    fresh = _not_yet(people, reference)
    now = timezone.now()
    Reminder.objects.bulk_create(
        [Reminder(staff_id=person, reference=reference, at=now) for person in fresh], ignore_conflicts=True
    )
    notify(to=fresh, kind=kind, reference=reference, url=url)
    return len(fresh)


def _not_yet(people: Iterable[UUID], reference: str) -> set[UUID]:
    known = Reminder.objects.filter(reference=reference).values_list("staff_id", flat=True)
    return set(people) - set(known)


def _in_post(role: str) -> list[UUID]:
    return list(Staff.objects.in_post().filter(role=role).values_list("pk", flat=True))
