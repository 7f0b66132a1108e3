"""Reads about exits and transfers. What lies in places is read inside an open passage, in its scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.assets import queries as assets
from lindun.assets.models import State as AssetState
from lindun.estates.models import Building, Community
from lindun.exits.models import ExitPermit
from lindun.exits.models import State as PermitState
from lindun.exports.models import Export
from lindun.leaving.models import (
    Departure,
    Refusal,
    Settled,
    Signature,
    System,
    Transfer,
    Witness,
)
from lindun.organisation.models import Staff, Status
from lindun.organisation.queries import accounts_of
from lindun.papers.models import Sheet

LOOKED_BACK = timedelta(days=90)


def departures() -> QuerySet[Departure]:
    """Those that still need something done first."""
    return _departures().order_by("closed_at", "-from_day", "-recorded_at")


def departure(departure_id: UUID) -> Departure:
    """Raises gate.NotHere."""
    found = _departures().filter(pk=departure_id).first()
    if found is None:
        raise gate.NotHere
    return found


def locked(departure_id: UUID) -> Departure:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = Departure.objects.select_for_update().filter(pk=departure_id).first()
    if found is None:
        raise gate.NotHere
    return found


def locked_open(departure_id: UUID) -> Departure:
    """One that is neither closed nor taken back. Raises gate.NotHere."""
    found = locked(departure_id)
    if found.closed_at is not None or found.cancelled_at is not None:
        raise gate.NotHere
    return found


def person_of(departure_id: UUID) -> UUID | None:
    """Whose exit it is, as a fact of the decision."""
    return Departure.objects.filter(pk=departure_id).values_list("person_id", flat=True).first()


def open_exits() -> QuerySet[Departure]:
    return Departure.objects.filter(closed_at=None, cancelled_at=None)


def own(staff: UUID) -> Departure | None:
    """The open exit of the person behind this account."""
    return _departures().filter(person__in=accounts_of(staff), closed_at=None, cancelled_at=None).first()


def signature(found: Departure) -> Signature | None:
    """The pledge she signed for this exit."""
    return Signature.objects.select_related("by").filter(departure=found).first()


def refusal(found: Departure) -> Refusal | None:
    """That she refused to sign, with its witnesses."""
    refused = Refusal.objects.select_related("recorded_by", "authorised_by")
    return refused.prefetch_related("witnesses__staff").filter(departure=found).first()


def due_exits() -> list[UUID]:
    due = open_exits().filter(ended_at=None, from_day__lte=timezone.localdate())
    return list(due.values_list("pk", flat=True))


def due_transfers() -> list[UUID]:
    due = Transfer.objects.filter(done_at=None, cancelled_at=None, from_day__lte=timezone.localdate())
    return list(due.values_list("pk", flat=True))


def lock_people(accounts: Collection[UUID], roles: Collection[str]) -> list[Staff]:
    """These accounts, held until the transaction ends, with everybody in post in these roles.

    All in one order, so that two who record each other's exit wait for one another.
    """
    needed = Q(pk__in=Staff.objects.in_post().filter(role__in=roles).values("pk"))
    held = Staff.objects.select_for_update().filter(needed | Q(pk__in=accounts)).order_by("pk")
    return [one for one in held if one.pk in set(accounts)]


def in_role(role: str) -> list[UUID]:
    return list(Staff.objects.in_post().filter(role=role).values_list("pk", flat=True))


def person(staff: UUID) -> Staff:
    """Raises gate.NotHere."""
    found = Staff.objects.filter(pk=staff).first()
    if found is None:
        raise gate.NotHere
    return found


def named(places: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs of a community's and a building's id in words; the second is empty for a whole community."""
    pairs = list(places)
    whole = {str(one.pk): one.name for one in Community.objects.all()}
    single = {str(one.pk): one.title for one in Building.objects.filter(pk__in=[b for _c, b in pairs if b])}
    return [f"{whole.get(community, '')} {single.get(building, '')}".strip() for community, building in pairs]


def people() -> QuerySet[Staff]:
    """Who can leave: everybody who has not, by her first account, in the order of staff numbers."""
    return Staff.objects.filter(same_person_as=None).exclude(status=Status.LEFT).order_by("number")


def systems() -> QuerySet[System]:
    return System.objects.all()


def awaited(staff: UUID) -> list[Witness]:
    """Refusals that this person is named a witness of and has not said yet."""
    hers = Witness.objects.filter(staff__in=accounts_of(staff), said_at=None)
    return list(hers.filter(refusal__departure__closed_at=None).select_related("refusal__departure__person"))


@dataclass(frozen=True)
class Line:
    """One thing that was in her hands. `state`: open, back, incident. `to` names who has it since `at`."""

    kind: str
    subject: UUID
    number: str
    words: str
    state: str
    to: str = ""
    at: datetime | None = None
    incident: str = ""


def lines(found: Departure) -> list[Line]:
    """Everything she held when the exit was recorded or came to hold since, with what became of each."""
    accounts = accounts_of(found.person_id)
    settled = {one.subject: one for one in found.settled.select_related("to", "incident")}
    return [
        *_things(accounts, found.recorded_at),
        *_sheets(accounts, found.recorded_at),
        *_permits(accounts, found.recorded_at, settled),
        *_files(accounts, found.recorded_at, settled),
    ]


def _things(accounts: Sequence[UUID], since: datetime) -> list[Line]:
    held = assets.issued_to(accounts).filter(
        Q(state=AssetState.OUT) | Q(decided_at__isnull=False, ended_at__gte=since)
    )
    shown = []
    for issue in held:
        incident = next((one.number for one in issue.incidents.all()), "") if issue.ended_at else ""
        state = {AssetState.OUT: "open", AssetState.RETURNED: "back"}.get(AssetState(issue.state), "incident")
        to = issue.returned_to.name if issue.returned_to else ""
        line = Line(
            "asset", issue.pk, issue.asset.number, issue.asset.what, state, to, issue.ended_at, incident
        )
        shown.append(line)
    return shown


def _sheets(accounts: Sequence[UUID], since: datetime) -> list[Line]:
    printed = Sheet.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), holder__in=accounts)
    shown = []
    for sheet in printed.select_related("ended_by", "incident"):
        state = "open" if sheet.ended_at is None else "incident" if sheet.incident else "back"
        to = sheet.ended_by.name if sheet.ended_by else ""
        number = sheet.incident.number if sheet.incident else ""
        words = sheet.get_end_display() if sheet.end else _("printed sheet")
        shown.append(Line("sheet", sheet.pk, sheet.number, words, state, to, sheet.ended_at, number))
    return shown


def _permits(accounts: Sequence[UUID], since: datetime, settled: dict[UUID, Settled]) -> list[Line]:
    out = Q(returned_at=None) | Q(returned_at__gte=since)
    found = ExitPermit.objects.filter(out, holder__in=accounts, state=PermitState.APPROVED)
    shown = []
    for permit in found.select_related("returned_to"):
        to = permit.returned_to.name if permit.returned_to else ""
        line = Line("permit", permit.pk, permit.number, permit.what, "back", to, permit.returned_at)
        shown.append(line if permit.returned_at else _here(line, settled))
    return shown


def _files(accounts: Sequence[UUID], since: datetime, settled: dict[UUID, Settled]) -> list[Line]:
    taken = Export.objects.filter(maker__in=accounts, taken_at__gte=since - LOOKED_BACK)
    return [
        _here(Line("export", export.pk, export.number, export.purpose.name, "back"), settled)
        for export in taken.select_related("purpose")
    ]


def _here(line: Line, settled: dict[UUID, Settled]) -> Line:
    """The line as it was settled in the exit file itself."""
    one = settled.get(line.subject)
    if one is None:
        return replace(line, state="open")
    if one.incident is not None:
        return replace(line, state="incident", at=one.at, incident=one.incident.number)
    return replace(line, state="back", to=one.to.name, at=one.at)


def transfers() -> QuerySet[Transfer]:
    return Transfer.objects.select_related("staff", "tasks_to", "recorded_by", "reviewed_by")


def locked_transfer(transfer_id: UUID) -> Transfer:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = Transfer.objects.select_for_update().filter(pk=transfer_id).first()
    if found is None:
        raise gate.NotHere
    return found


def waiting_transfers(accounts: Collection[UUID]) -> QuerySet[Transfer]:
    return Transfer.objects.filter(staff__in=accounts, done_at=None, cancelled_at=None)


def _departures() -> QuerySet[Departure]:
    return Departure.objects.select_related(
        "person", "recorded_by", "interviewed_by", "reviewed_by", "closed_by"
    )
