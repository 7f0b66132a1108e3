"""Every read of exports. All run inside an open passage, under its row scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lindun import gate
from lindun.catalogue.models import DataItem, Need
from lindun.catalogue.models import Purpose as PurposeRow
from lindun.core.policy import Extent, Place
from lindun.estates.models import Building, Community
from lindun.exports.models import Export, HiddenRow, State
from lindun.organisation.models import Role, Staff
from lindun.requests.models import AccessRequest, Approval, Grant, Outcome
from lindun.requests.statement import Statement, Use
from lindun.residents.models import Resident
from lindun.sharing.files.copies import Home

KEPT_HOURS = 24
MOST = 50
WATCHING = frozenset({Role.OFFICER, Role.AUDITOR})


def homes(place: Place) -> dict[UUID, Home]:
    """Everybody registered in a place and where they live, in the order of their ids."""
    people = Resident.objects.filter(**_in(place)).order_by("pk")
    columns = people.values_list("pk", "building__name", "dwelling__unit", "dwelling__room")
    return {pk: Home(*home) for pk, *home in columns}


def count_of(place: Place) -> int:
    return Resident.objects.filter(**_in(place)).count()


def mine(staff: UUID) -> list[Export]:
    return list(_exports().filter(maker_id=staff)[:MOST])


def seen_by(pk: UUID, viewer: Staff) -> Export:
    """One export, for its maker, for who agreed to it, and for those who watch. Raises gate.NotHere."""
    found = _exports().filter(pk=pk).first()
    if found is None or not (
        found.maker_id == viewer.pk or viewer.role in WATCHING or has_agreed(viewer.pk, found)
    ):
        raise gate.NotHere
    return found


def export(pk: UUID) -> Export:
    """One export with what belongs to it, whoever's it is: for the work on it."""
    return _exports().get(pk=pk)


def has_agreed(staff: UUID, found: Export) -> bool:
    """Whether this person agreed to the request that the file was made for."""
    return Approval.objects.filter(request_id=found.request_id, approver_id=staff, agreed=True).exists()


def is_given_to(staff: UUID, found: Export) -> bool:
    """Whether the file or its password is for this person."""
    return found.maker_id == staff or has_agreed(staff, found)


def place_of(found: Export) -> Place:
    return Place(found.community_id, found.building_id)


def passwords_for(staff: UUID) -> list[Export]:
    """Files in clear whose password this person can tell their makers: she agreed to them, and it waits."""
    agreed = Approval.objects.filter(approver_id=staff, agreed=True).values("request_id")
    waiting = _exports().filter(password__isnull=False, request_id__in=agreed)
    return list(waiting.exclude(maker_id=staff)[:MOST])


def grants_for_files(staff: UUID) -> list[Grant]:
    """One's own approved requests for a file that are still good for one."""
    live = Grant.objects.select_related("request__community", "request__building", "request__purpose").filter(
        request__applicant_id=staff,
        request__outcome=Outcome.APPROVED,
        ended_at=None,
        expires_at__gt=timezone.now(),
    )
    return [
        grant
        for grant in live
        if grant.views_left and Statement.read(grant.request.statement).use == Use.EXPORT
    ]


def own_request(request: UUID, staff: UUID) -> AccessRequest:
    """Raises gate.NotHere."""
    found = AccessRequest.objects.filter(pk=request, applicant_id=staff).first()
    if found is None:
        raise gate.NotHere
    return found


def places(extent: Extent) -> list[tuple[Place, str]]:
    """The places inside an extent, whole communities first, as people call them."""
    whole = Community.objects.filter(pk__in=extent.communities)
    single = Building.objects.select_related("community").filter(
        Q(pk__in=extent.buildings) | Q(community_id__in=extent.communities)
    )
    named = [(Place(community.pk), community.name) for community in whole]
    named += [
        (Place(building.community_id, building.pk), f"{building.community.name} {building.title}")
        for building in single
    ]
    return named


def items_for(purpose: str) -> list[DataItem]:
    """The items a purpose needs, in whichever way: nothing else can be put on a list for it (USE-06)."""
    return list(DataItem.objects.filter(pk__in=Need.objects.filter(purpose_id=purpose).values("item_id")))


def purpose(code: str) -> PurposeRow:
    """Raises gate.NotHere."""
    found = PurposeRow.objects.filter(pk=code).first()
    if found is None:
        raise gate.NotHere
    return found


def unfinished() -> list[Export]:
    return list(Export.objects.filter(state__in=(State.ORDERED, State.MAKING)))


def overdue() -> list[Export]:
    """Files that must not lie about any longer: taken, or not taken within a day."""
    stale = Q(state=State.READY, ready_at__lt=timezone.now() - timedelta(hours=KEPT_HOURS))
    return list(Export.objects.filter(stale | Q(state=State.TAKEN), destroyed_at=None))


def destroyed(viewer: Staff) -> QuerySet[Export]:
    """Files of which nothing lies here any more, newest first: one's own, or all for those who watch."""
    found = _exports().filter(destroyed_at__isnull=False).order_by("-destroyed_at")
    return found if viewer.role in WATCHING else found.filter(maker_id=viewer.pk)


def to_destroy(viewer: Staff) -> list[Export]:
    """Those that should be gone and are not yet, as far as this viewer may know of them."""
    return [export for export in overdue() if viewer.role in WATCHING or export.maker_id == viewer.pk]


def handed_out() -> QuerySet[Export]:
    """Files that somebody may have: every copy a leaked list can come from."""
    return _exports().filter(taken_at__isnull=False)


def exports_with(sought: list[str]) -> list[UUID]:
    """The exports that hide somebody of one of these digests."""
    return list(HiddenRow.objects.filter(sought__overlap=sought).values_list("export", flat=True).distinct())


def hidden_in(exports: Sequence[UUID]) -> dict[UUID, list[frozenset[str]]]:
    """Export -> the traits of each of its decoys, as digests."""
    found: dict[UUID, list[frozenset[str]]] = {}
    for export, traits in HiddenRow.objects.filter(export__in=exports).values_list("export", "traits"):
        found.setdefault(export, []).append(frozenset(traits))
    return found


def _exports() -> QuerySet[Export]:
    return Export.objects.select_related(
        "community", "building", "maker", "request", "purpose", "password_seen_by", "consent__partner"
    )


def _in(place: Place) -> dict[str, int]:
    if place.building is None:
        return {"community_id": place.community}
    return {"building_id": place.building}
