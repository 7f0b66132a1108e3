"""Who looked at one resident: from the room that was typed to days, numbers, chart (AUD-05)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.tlog import Entry
from lindun.estates import queries as estates
from lindun.gate.vocabulary import Action
from lindun.ledger import queries as ledger
from lindun.ledger.queries import Stored
from lindun.organisation import queries as organisation
from lindun.oversight.queries import REFUSED, start_of
from lindun.oversight.wording import STAFF, Row, Wording
from lindun.requests import queries as requests
from lindun.residents import queries as residents
from lindun.residents.models import Resident
from lindun.residents.queries import Person
from lindun.web import charts
from lindun.web.charts import BarChart, DayChart

MOST_SHOWN = 500
MOST_DAYS = 92  # of a chart by days; a longer time is shown by weeks
WEEK = 7


@dataclass(frozen=True)
class Look:
    """One entry about the resident: the row in words, and the post of whoever it was."""

    row: Row
    post: str
    seen: bool  # something was shown; a refusal or a write shows nothing


@dataclass(frozen=True)
class Day:
    day: date
    looks: list[Look]


@dataclass(frozen=True)
class Totals:
    looks: int
    people: int
    without_task: int
    refused: int


@dataclass(frozen=True)
class Trace:
    """The answer: who, when, what, what for. `cut`: older looks are in the file only."""

    looks: list[Look]
    totals: Totals
    by_day: DayChart
    by_purpose: BarChart | None
    seconds: float

    @property
    def days(self) -> list[Day]:
        shown = self.looks[:MOST_SHOWN]
        return [Day(day, list(looks)) for day, looks in groupby(shown, key=lambda look: _day(look.row))]

    @property
    def cut(self) -> int:
        return max(0, len(self.looks) - MOST_SHOWN)


def people_at(passage: gate.Passage, *, community: int, room: str) -> list[Person]:
    """Who lives in the room that was typed, masked, as far as the passage reaches."""
    homes = estates.at_room(room).filter(community_id=community)
    found = Resident.objects.select_related("dwelling__building").filter(dwelling__in=homes)
    people = residents.people(passage, list(found[:50]), ("name",))
    passage.saw([person.resident.pk for person in people])
    return people


def person(passage: gate.Passage, resident: UUID) -> Person:
    """The resident, masked. Raises gate.NotHere for somebody outside the reach."""
    found = Resident.objects.select_related("dwelling__building").filter(pk=resident).first()
    if found is None:
        raise gate.NotHere
    passage.saw([found.pk])
    return residents.people(passage, [found], ("name",))[0]


def trace(passage: gate.Passage, resident: UUID, *, since: date, until: date) -> Trace:
    """Everything the ledger says about this resident on these days, newest first. Both days are included."""
    if f"resident:{resident}" not in passage.subjects:
        raise ValueError("a passage traces the people it shows")
    begun = time.monotonic()
    found = ledger.trace(
        f"resident:{resident}", since=start_of(since), until=start_of(until + timedelta(days=1))
    )
    found.reverse()
    looks = _looks(found)
    passage.saw(looks=len(looks))
    return Trace(
        looks=looks,
        totals=_totals([stored.entry for stored in found]),
        by_day=_by_day(looks, since, until),
        by_purpose=_by_purpose(looks),
        seconds=time.monotonic() - begun,
    )


def _looks(found: Sequence[Stored]) -> list[Look]:
    tasks = requests.numbers(each.entry.task for each in found if each.entry.task)
    wording = Wording(found, tasks=tasks)
    roles = organisation.posts(_staff(stored.entry) for stored in found)
    return [
        Look(wording.row(stored), roles.get(_staff(stored.entry), ""), stored.entry.outcome == "allowed")
        for stored in found
    ]


def _staff(entry: Entry) -> UUID | None:
    return UUID(entry.actor.removeprefix(STAFF)) if entry.actor.startswith(STAFF) else None


def _totals(entries: Sequence[Entry]) -> Totals:
    seen = [entry for entry in entries if entry.outcome == "allowed"]
    return Totals(
        looks=len(seen),
        people=len({entry.actor for entry in seen}),
        without_task=sum(1 for entry in seen if entry.action == Action.ITEM_REVEAL and not entry.task),
        refused=sum(1 for entry in entries if entry.outcome in REFUSED),
    )


def _day(row: Row) -> date:
    return timezone.localdate(row.at)


def _by_day(looks: Iterable[Look], since: date, until: date) -> DayChart:
    counted = Counter(_day(look.row) for look in looks if look.seen)
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    if len(days) <= MOST_DAYS:
        return charts.per_day(_("Looks per day"), [(day, counted[day]) for day in days])
    weeks = [days[at : at + WEEK] for at in range(0, len(days), WEEK)]
    return charts.per_day(
        _("Looks per week"), [(week[0], sum(counted[day] for day in week)) for week in weeks]
    )


def _by_purpose(looks: Iterable[Look]) -> BarChart | None:
    counted = Counter(look.row.purpose for look in looks if look.row.purpose and look.seen)
    return charts.horizontal(_("By purpose"), counted.most_common()) if counted else None
