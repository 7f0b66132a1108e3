"""Every read of what people have met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from lindun.gate.registry import facts
from lindun.standing import codes
from lindun.standing.models import Demand, Fulfilment, Lapse
from lindun.standing.registry import Step, steps


@dataclass(frozen=True)
class Line:
    """One demand on the checklist of a person. `state`: met, ending, lapsed (over), missing."""

    code: str
    step: Step
    state: str
    at: datetime | None
    until: datetime | None

    @property
    def is_met(self) -> bool:
        return self.state in {"met", "ending"}


def checklist(person: UUID, *, role: str, days: int = 30) -> list[Line]:
    """What the post asks and how far it is met, in the order of a first day; ending: within so many days.

    person: her first account.
    """
    met = {found.code: found for found in Fulfilment.objects.filter(staff_id=person, role__in=("", role))}
    asked = {demand.code: demand for demand in Demand.objects.filter(role=role)}
    return [_line(asked[code], met.get(code), days) for code in codes.CODES if code in asked]


def _line(demand: Demand, met: Fulfilment | None, days: int) -> Line:
    at, until = (met.at, met.until) if met else (None, None)
    return Line(demand.code, steps.of(demand.code), _state(demand, met, days), at, until)


def _state(demand: Demand, met: Fulfilment | None, days: int) -> str:
    if met is None:
        return "missing"
    if met.version < demand.version or (met.until is not None and met.until <= timezone.now()):
        return "missing" if demand.lapse == Lapse.CLOSES else "lapsed"
    ending = met.until is not None and (met.until - timezone.now()).days < days
    return "ending" if ending else "met"


def met(person: UUID, code: str, *, role: str = "") -> Fulfilment | None:
    """What a person has met of a demand, for all posts or for this one. person: any account of hers."""
    found = Fulfilment.objects.filter(staff_id=UUID(facts.person(person)), code=code, role__in=("", role))
    return found.order_by("-version").first()


def ending(code: str, *, within: timedelta) -> list[Fulfilment]:
    """Of everybody, what is met now and will be over soon."""
    now = timezone.now()
    return list(Fulfilment.objects.filter(code=code, until__gt=now, until__lte=now + within))


def unmet(code: str) -> Func:
    """For a filter of Staff: whether she has not met this, or not renewed it. Raises ValueError."""
    if code not in codes.CODES:
        raise ValueError(f"no demand is called {code}")
    return Func(
        Coalesce(F("same_person_as_id"), F("id")),
        F("role"),
        Value(timezone.now()),
        template="EXISTS (SELECT FROM standing_unmet(%(expressions)s) u WHERE u.code = '%(code)s')",
        code=code,
        output_field=BooleanField(),
    )


def newcomer() -> Func:
    """For an annotation of Staff: whether something is missing that closes all work to her."""
    return Func(
        Coalesce(F("same_person_as_id"), F("id")),
        F("role"),
        Value(timezone.now()),
        template="EXISTS (SELECT FROM standing_unmet(%(expressions)s) u WHERE u.lapse = 'closes')",
        output_field=BooleanField(),
    )
