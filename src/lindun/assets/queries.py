"""Reads about company things. Run inside an open passage."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When

from lindun import gate
from lindun.assets.models import LIVE, Asset, Incident, Issue, State
from lindun.assets.rules import DECIDERS, READERS
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff


def assets(passage: gate.Passage, *, sort: str = "", state: str = "") -> QuerySet[Asset]:
    """All for whoever reads the register, else what she holds; each with `live` issues and whether `lost`."""
    found = _assets()
    if passage.actor.role not in READERS:
        hers = organisation.accounts_of(passage.who.person)
        found = found.filter(issues__holder__in=hers, issues__state__in=LIVE)
    if sort:
        found = found.filter(sort=sort)
    if state == "in":
        found = found.exclude(issues__state__in=(*LIVE, State.LOST))
    elif state:
        found = found.filter(issues__state=state)
    return found.distinct()


def asset(passage: gate.Passage, asset_id: UUID) -> Asset:
    """Raises gate.NotHere for what does not exist, or not for this reader."""
    found = assets(passage).filter(pk=asset_id).first()
    if found is None:
        raise gate.NotHere
    return found


def history(asset_id: UUID) -> list[Issue]:
    return list(_issues().filter(asset_id=asset_id))


def held_by(accounts: Iterable[UUID]) -> list[Issue]:
    """What these accounts of one person hold now, and what is about to be issued to them."""
    return list(_issues().filter(holder__in=list(accounts), state__in=LIVE))


def issued_to(accounts: Iterable[UUID]) -> QuerySet[Issue]:
    """Everything these accounts ever held, the newest first, with its incidents."""
    return _issues().filter(holder__in=list(accounts)).prefetch_related("incidents")


def issue(issue_id: UUID) -> Issue:
    """Raises gate.NotHere."""
    found = _issues().filter(pk=issue_id).first()
    if found is None:
        raise gate.NotHere
    return found


def locked(issue_id: UUID) -> Issue:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = Issue.objects.select_for_update().filter(pk=issue_id).first()
    if found is None:
        raise gate.NotHere
    return found


def by_number(typed: str) -> Asset | None:
    return Asset.objects.filter(number=typed.strip().upper()).first()


def live_issue(asset: Asset) -> Issue | None:
    return _issues().filter(asset=asset, state=State.OUT).first()


def incidents() -> QuerySet[Incident]:
    """Open ones first."""
    open_first = Case(When(closed_at=None, then=0), default=1)
    return _incidents().order_by(open_first, "-at")


def open_incidents() -> QuerySet[Incident]:
    """Drafts that nobody has taken up yet, the oldest first."""
    return _incidents().filter(closed_at=None).order_by("at")


def to_handle(handler: UUID) -> QuerySet[Incident]:
    """Drafts for whoever handles violations; what is about herself, by any account, is not hers."""
    return _incidents().exclude(about_id__in=organisation.accounts_of(handler)).order_by("at")


def locked_incident(incident: UUID) -> Incident:
    """Held until the transaction ends. Raises gate.NotHere."""
    found = Incident.objects.select_for_update().filter(pk=incident).first()
    if found is None:
        raise gate.NotHere
    return found


def deciders(proposer: UUID, holder: UUID) -> list[UUID]:
    """Who is told that an issue waits: those who may decide it, without the people it concerns."""
    concerned = [*organisation.accounts_of(proposer), *organisation.accounts_of(holder)]
    found = Staff.objects.in_post().filter(role__in=DECIDERS).exclude(pk__in=concerned)
    return list(found.values_list("pk", flat=True))


def waiting_for(decider: UUID) -> int:
    """How many issues wait for this second person."""
    hers = organisation.accounts_of(decider)
    waiting = Issue.objects.filter(state=State.WAITING)
    return waiting.exclude(Q(holder__in=hers) | Q(asked_by__in=hers)).count()


def in_post() -> QuerySet[Staff]:
    """To whom something can be issued, by staff number."""
    return Staff.objects.in_post().order_by("number")


def _assets() -> QuerySet[Asset]:
    live = Issue.objects.filter(state__in=LIVE).select_related("holder")
    lost = Issue.objects.filter(asset=OuterRef("pk"), state=State.LOST)
    return Asset.objects.annotate(lost=Exists(lost)).prefetch_related(
        Prefetch("issues", live, to_attr="live")
    )


def _issues() -> QuerySet[Issue]:
    return Issue.objects.select_related("asset", "holder", "asked_by", "decided_by", "returned_to")


def _incidents() -> QuerySet[Incident]:
    return Incident.objects.select_related("asset", "about", "reported_by", "closed_by", "issue__holder")
