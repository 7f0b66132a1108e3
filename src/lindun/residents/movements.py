"""Movements: who passed which gate when. Joined they show a life: nothing is handled more strictly (GOV-05).

They are sealed by the hour, one value an hour and person, and never shown masked, counted or listed. Two
people at once let somebody see the hours that a request named, once; the gate opens those hours and no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.policy import Place
from lindun.gate import values
from lindun.gate.registry import facts
from lindun.gate.reveals import Opened
from lindun.gate.values import SealedAlready
from lindun.gate.vocabulary import Action
from lindun.requests import access_queries as requests
from lindun.requests.models import Grant
from lindun.requests.statement import Statement, hour_ordinal

MOVEMENT = "movement"
MASK = "······"
CHANNEL = "gate"
PURPOSE = "visitor"  # what the company collects passages for: to know who came in


class AlreadyTakenIn(Exception):
    """These hours of this person are sealed already; the text says what to do."""


@dataclass(frozen=True)
class Passing:
    """One passage through a gate of the community. The repr shows neither person nor time."""

    resident: UUID
    at: datetime
    door: str

    def __repr__(self) -> str:
        return "Passing()"


def record(who: gate.Identity, *, community: int, passings: Iterable[Passing]) -> int:
    """Seal passages by person and hour; returns how many hours were sealed. All of them or none.

    Raises gate.Denied, gate.NotHere (a person lives elsewhere), AlreadyTakenIn (bring whole hours, once).
    """
    hours: dict[tuple[UUID, int], list[Passing]] = {}
    for passing in sorted(passings, key=lambda passing: passing.at):
        hours.setdefault((passing.resident, hour_ordinal(passing.at)), []).append(passing)
    with gate.passage(who, Action.MOVEMENT_RECORD, place=Place(community), writes=True) as passage:
        for (resident, ordinal), passed in hours.items():
            where = facts.subject(resident)
            if where is None or where.place.community != community:
                raise gate.NotHere
            try:
                values.add(
                    passage, resident, where.place, item=MOVEMENT, ordinal=ordinal,
                    plaintext=_told(passed), masked=MASK, channel=CHANNEL, purpose=PURPOSE, at=timezone.now(),
                )  # fmt: skip
            except SealedAlready as again:
                raise AlreadyTakenIn(
                    _("These hours were brought in before: bring whole hours, once.")
                ) from again
        passage.saw({resident for resident, _hour in hours}, hours=len(hours))
        passage.items.append(MOVEMENT)
        return len(hours)


def live_grant(who: UUID, dwelling: UUID, resident: UUID) -> Grant | None:
    """One's own grant that still opens hours of this person. Runs inside a passage."""
    for grant in requests.live_at(who, dwelling):
        if Statement.read(grant.request.statement).covers(resident, MOVEMENT):
            return grant
    return None


def open_hours(who: gate.Identity, *, resident: UUID, number: str, purpose: str) -> Opened:
    """Open the hours that the approved request names, using it up. Raises gate.Denied, SealingError."""
    return gate.reveal(who, subject=resident, items=[MOVEMENT], purpose=purpose, grant=number)


def _told(passed: list[Passing]) -> str:
    """The passages of an hour as they will be read."""
    return "\n".join(f"{timezone.localtime(one.at):%Y-%m-%d %H:%M} {one.door}" for one in passed)
