"""Background work of the registry. Job arguments are ids; the rights are those of whoever started it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from lindun import gate
from lindun.residents import rosters
from lindun.residents.models import ImportState, RosterImport


@app.task(queue="rosters", pass_context=False)
def read_roster(roster_id: str, community: int, staff: str, second_factor: bool) -> None:
    rosters.read(_starter(staff, second_factor), roster_id=UUID(roster_id), community=community, today=_today())


@app.task(queue="rosters", pass_context=False)
def take_in_roster(roster_id: str, community: int, staff: str, second_factor: bool) -> None:
    rosters.take_in(
        _starter(staff, second_factor),
        roster_id=UUID(roster_id),
        community=community,
        today=_today(),
        tell=lambda _rows: None,
    )


def defer_reading(roster: RosterImport) -> None:
    read_roster.defer(**_arguments(roster))


def defer_taking_in(roster: RosterImport) -> None:
    take_in_roster.defer(**_arguments(roster))


def resume(who: gate.Identity) -> int:
    """Put rosters that a killed worker left half way back to work; called when a worker starts."""
    with gate.passage(who, gate.Action.ROSTER_VIEW):
        left = list(RosterImport.objects.filter(state__in=(ImportState.READING, ImportState.IMPORTING)))
    for roster in left:
        (defer_taking_in if roster.state == ImportState.IMPORTING else defer_reading)(roster)
    return len(left)


def _arguments(roster: RosterImport) -> dict[str, object]:
    return {
        "roster_id": str(roster.pk),
        "community": roster.community_id,
        "staff": str(roster.started_by_id or ""),
        "second_factor": roster.second_factor,
    }


def _starter(staff: str, second_factor: bool) -> gate.Identity:
    if not staff:
        return gate.Identity(system="operator")
    return gate.Identity(staff=UUID(staff), second_factor=second_factor)


def _today() -> date:
    return timezone.localdate()
