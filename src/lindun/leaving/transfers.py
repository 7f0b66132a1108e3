"""Another post from a day on: the old rights end that day, and what they opened lately is reviewed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.policy import Place
from lindun.gate.vocabulary import Action
from lindun.leaving import handing, queries
from lindun.leaving.errors import BadExit, check_day
from lindun.leaving.filing import said
from lindun.leaving.models import Transfer
from lindun.leaving.rules import LEADERS, WATCHERS
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation import actions as organisation
from lindun.organisation import departing
from lindun.organisation.actions import BadPost, Post, changed, current_post
from lindun.organisation.models import Role, Staff, Status
from lindun.organisation.numbering import numbered
from lindun.organisation.queries import accounts_of

PREFIX = "DG"
OUT_OF_POST = (Status.LEFT, Status.SUSPENDED)


@dataclass(frozen=True)
class Wish:
    """Whose post, what it is to be, and from which day; today: at once.

    tasks_to: who goes on with the open tasks, as far as that colleague may hold them; the rest closes.
    """

    staff: UUID
    post: Post
    from_day: date
    tasks_to: UUID | None = None


def record(who: gate.Identity, wish: Wish) -> Transfer:
    """Record a transfer; from today on it is carried out with this very call.

    Raises gate.Denied (her own), gate.NotHere, BadExit (a past day, one that waits, the same post).
    """
    check_day(wish.from_day, today=timezone.localdate())
    with gate.passage(who, Action.TRANSFER_RECORD, other_person=wish.staff, writes=True) as passage:
        person = Staff.objects.select_for_update().filter(pk=wish.staff).first()
        if person is None:
            raise gate.NotHere
        before = current_post(person)
        _check(person, before, wish.post)
        handing.check_other(accounts_of(wish.staff), to=wish.tasks_to)
        transfer = _enter(who, wish, before)
        passage.saw([transfer.pk], kind="transfer")
        passage.saw([person.pk], kind="staff")
        passage.about(*changed(before, wish.post))
    if wish.from_day <= timezone.localdate():
        return carry_out(transfer)
    return transfer


def carry_out(transfer: Transfer) -> Transfer:
    """Change the post as the recorder would, end what the old one gave, open the review. Again: no change.

    Raises gate.Denied when the recorder may not any more, BadExit when the post does not fit.
    """
    who = gate.Identity(staff=transfer.recorded_by_id, second_factor=transfer.second_factor)
    if Staff.objects.filter(pk=transfer.staff_id, status__in=OUT_OF_POST).exists():
        raise BadExit(_("Only somebody in post is transferred."))
    try:
        organisation.transfer_post(who, staff=transfer.staff_id, post=post_of(transfer))
    except BadPost as wrong:
        cancel(who, transfer=transfer.pk)
        raise BadExit(str(wrong)) from wrong
    with gate.passage(who, Action.TRANSFER_RECORD, other_person=transfer.staff_id, writes=True) as passage:
        found = queries.locked_transfer(transfer.pk)
        passage.saw([found.pk], kind="transfer")
        if found.done_at is not None:
            return found
        ended = _end(passage, found)
        found.done_at = timezone.now()
        found.save(update_fields=["done_at"])
        passage.counts |= {what: count for what, count in ended.items() if count}
        passage.about("transfer.done")
        page = reverse("leaving:transfer", args=[found.pk])
        notify(to=reviewers(found), kind=Kind.TRANSFER_REVIEW, reference=found.number, url=page)
        return found


def tend(transfer: UUID) -> None:
    """Carry out a transfer whose day has come. One that cannot be is taken back, and personnel is told."""
    found = queries.transfers().get(pk=transfer)
    try:
        carry_out(found)
    except (gate.Denied, gate.NotHere, BadExit):
        _give_up(found)


def cancel(who: gate.Identity, *, transfer: UUID) -> Transfer:
    """Take a transfer back that was not carried out. Raises gate.Denied, gate.NotHere, BadExit."""
    staff = Transfer.objects.filter(pk=transfer).values_list("staff_id", flat=True).first()
    with gate.passage(who, Action.TRANSFER_RECORD, other_person=staff, writes=True) as passage:
        found = queries.locked_transfer(transfer)
        if found.done_at is not None:
            raise BadExit(_("This transfer was carried out already."))
        found.cancelled_at = timezone.now()
        found.save(update_fields=["cancelled_at"])
        passage.saw([found.pk], kind="transfer")
        passage.about("transfer.cancelled")
        return found


def review(who: gate.Identity, *, transfer: UUID, words: str) -> Transfer:
    """Say what the looks of the old post come to: a leader of either post's places, or a watcher.

    Raises gate.Denied (her own), gate.NotHere, BadExit.
    """
    result = said(words, _("Write in a sentence what the review found."))
    staff = Transfer.objects.filter(pk=transfer).values_list("staff_id", flat=True).first()
    with gate.passage(who, Action.TRANSFER_REVIEW, other_person=staff, writes=True) as passage:
        found = queries.locked_transfer(transfer)
        if not concerns(passage, found):
            raise gate.NotHere
        if found.done_at is None or found.reviewed_at is not None:
            raise BadExit(_("There is nothing to review, or it was done already."))
        found.review, found.reviewed_by_id, found.reviewed_at = result, who.person, timezone.now()
        found.save(update_fields=["review", "reviewed_by", "reviewed_at"])
        passage.saw([found.pk], kind="transfer")
        settle(who, reference=found.number)
        return found


def concerns(passage: gate.Passage, transfer: Transfer) -> bool:
    """Whether the actor leads where the old post was or the new one is; others than leaders see all."""
    if passage.actor.role not in LEADERS:
        return True
    extent = passage.extent_of(Action.TRANSFER_VIEW)
    return any(extent.covers(place) for place in _places(transfer))


def reviewers(transfer: Transfer) -> list[UUID]:
    """The old and the new leaders, else the watchers; never the person herself."""
    here = Q()
    for place in _places(transfer):
        here |= Q(assignments__community_id=place.community, assignments__building=None)
        if place.building is not None:
            here |= Q(assignments__building_id=place.building)
    others = Staff.objects.in_post().exclude(pk__in=accounts_of(transfer.staff_id))
    leaders = others.filter(here, role__in=LEADERS) if here else others.none()
    found = leaders.values_list("pk", flat=True).distinct()
    return list(found or others.filter(role__in=WATCHERS).values_list("pk", flat=True))


def post_of(transfer: Transfer) -> Post:
    """The post as it is to be."""
    places = frozenset((place.community, place.building) for place in map(_place, transfer.places))
    return Post(transfer.role, transfer.clearance, Status.ACTIVE, places, transfer.position)


def code(community: int, building: int | None) -> str:
    return f"{community}-{building}" if building else f"{community}"


def _place(code: str) -> Place:
    community, _dash, building = code.partition("-")
    return Place(int(community), int(building) if building else None)


def _places(transfer: Transfer) -> list[Place]:
    return [_place(code) for code in (*transfer.old_places, *transfer.places)]


def _end(passage: gate.Passage, transfer: Transfer) -> dict[str, int]:
    """End what the old post gave; what is handed over first, ends no more."""
    accounts = [transfer.staff_id]
    to = transfer.tasks_to_id
    handed = handing.hand_all(passage, accounts, to=to) if to else 0
    return {"handed": handed} | departing.end_all(accounts, by=transfer.recorded_by_id)


def obstacle(person: Staff) -> str:
    """Why this person cannot be transferred as she stands, in words; empty where she can."""
    if person.status == Status.WAITING:
        return _("The post of now waits for a second person: once it is confirmed, it can be changed.")
    if person.status == Status.SUSPENDED:
        return _("Suspended: give the post back first, then transfer.")
    if person.status != Status.ACTIVE:
        return _("Only somebody in post is transferred.")
    waiting = queries.waiting_transfers([person.pk]).first()
    if waiting is not None:
        return _("A transfer waits already, %(number)s: take it back first.") % {"number": waiting.number}
    return ""


def _check(person: Staff, before: Post, after: Post) -> None:
    if against := obstacle(person):
        raise BadExit(against)
    position = after.position or before.position
    if replace(after, position=position, marked=before.marked) == before:
        raise BadExit(_("This is the post she has."))


def _enter(who: gate.Identity, wish: Wish, before: Post) -> Transfer:
    return numbered(
        PREFIX,
        lambda number: Transfer.objects.create(
            number=number,
            staff_id=wish.staff,
            from_day=wish.from_day,
            role=wish.post.role,
            position=wish.post.position,
            clearance=wish.post.clearance,
            places=sorted(code(*place) for place in wish.post.assignments),
            old_role=before.role,
            old_clearance=before.clearance,
            old_places=sorted(code(*place) for place in before.assignments),
            tasks_to_id=wish.tasks_to,
            recorded_by_id=who.person,
            second_factor=who.second_factor,
            recorded_at=timezone.now(),
        ),
        otherwise=BadExit,
    )


def _give_up(transfer: Transfer) -> None:
    with gate.passage(gate.HOUSE, Action.TRANSFER_RECORD, writes=True) as passage:
        found = queries.locked_transfer(transfer.pk)
        passage.saw([found.pk], kind="transfer")
        if found.done_at is not None or found.cancelled_at is not None:
            return
        found.cancelled_at = timezone.now()
        found.save(update_fields=["cancelled_at"])
        passage.about("transfer.cancelled")
        page = reverse("leaving:transfer", args=[found.pk])
        notify(to=queries.in_role(Role.HR), kind=Kind.TRANSFER_STUCK, reference=found.number, url=page)
