"""Every write about exit permits: ask, decide, return, and what happens when the return time passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.policy import Place
from lindun.exits import jobs, queries
from lindun.exits.models import MOST_DAYS, MOST_WORDS, ExitPermit, Standing, State, Thing
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.numbering import numbered
from lindun.requests.actions import clean

PREFIX = "CM"


class BadPermit(Exception):
    """It cannot be asked for, decided or returned like this; the message says what to change."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants to take out. begins, until: aware times."""

    place: Place
    thing: str
    what: str
    why: str
    begins: datetime
    until: datetime

    def __repr__(self) -> str:
        return f"Wish({self.thing})"


def ask(who: gate.Identity, wish: Wish) -> ExitPermit:
    """Put a wish before the leaders of its place, personal data in its words masked.

    Raises gate.Denied, BadPermit.
    """
    what, why = (clean(text.strip()).text[:MOST_WORDS] for text in (wish.what, wish.why))
    _check(wish, what, why)
    with gate.passage(who, Action.EXIT_ASK, place=wish.place, writes=True) as passage:
        permit = _create(who, wish, what, why)
        passage.saw([permit.pk], kind="exit")
        passage.about(f"exit.{permit.thing}")
        notify(
            to=queries.deciders(permit), kind=Kind.EXIT_WAITS, reference=permit.number, url=_page(permit.pk)
        )
        return permit


def decide(who: gate.Identity, *, permit: UUID, approve: bool, words: str = "") -> ExitPermit:
    """Approve or refuse one that waits; refused with words. Its holder cannot, by no account of hers.

    Raises gate.Denied, gate.NotHere, BadPermit.
    """
    why = clean(words.strip()).text[:MOST_WORDS]
    if not approve and not why:
        raise BadPermit(_("Say in a few words why not."))
    waiting = _look_up(who, Action.EXIT_VIEW, permit)
    with gate.passage(
        who, Action.EXIT_DECIDE, place=_place(waiting), proposed_by=waiting.holder_id, writes=True
    ) as passage:
        found = queries.locked(permit)
        if found.state != State.WAITING:
            raise BadPermit(_("This permit was decided meanwhile."))
        if approve and found.until <= timezone.now():
            raise BadPermit(_("Its return time has passed: it can only be refused."))
        passage.saw([permit], kind="exit")
        passage.about("approved" if approve else "refused")
        _decide(found, who, approve=approve, words="" if approve else why)
        settle(who, reference=found.number)
        return found


def check(who: gate.Identity, typed: str) -> tuple[ExitPermit | None, Standing | None]:
    """The guard's look at a number: the permit and what it is worth now; (None, None) where there is none."""
    with gate.passage(who, Action.EXIT_CHECK) as passage:
        found = queries.by_number(typed)
        if found is None:
            passage.about("exit.none")
            return None, None
        passage.place = _place(found)
        standing = found.standing(timezone.now())
        passage.saw([found.pk], kind="exit")
        passage.about(f"exit.{standing}")
        return found, standing


def take_back(who: gate.Identity, *, permit: UUID) -> ExitPermit:
    """Record that it is back, or that the screen is no longer used elsewhere. Its holder cannot.

    Raises gate.Denied, gate.NotHere, BadPermit.
    """
    out = _look_up(who, Action.EXIT_CHECK, permit)
    with gate.passage(
        who, Action.EXIT_RETURN, place=_place(out), proposed_by=out.holder_id, writes=True
    ) as passage:
        found = queries.locked(permit)
        if found.state != State.APPROVED or found.returned_at is not None:
            raise BadPermit(_("It is not out."))
        found.returned_at, found.returned_to_id = timezone.now(), who.staff
        found.save(update_fields=["returned_at", "returned_to"])
        passage.saw([permit], kind="exit")
        passage.about("exit.returned")
        settle(who, reference=found.number)
        return found


def tend(permit: UUID) -> None:
    """Tell holder and officers, once, of what is not back at its return time."""
    with gate.passage(gate.HOUSE, Action.EXIT_TEND, writes=True) as passage:
        found = queries.locked(permit)
        passage.place = _place(found)
        passage.saw([permit], kind="exit")
        if found.standing(timezone.now()) is not Standing.OVER or found.told_at is not None:
            return
        passage.about("exit.over")
        found.told_at = timezone.now()
        found.save(update_fields=["told_at"])
        people = [found.holder_id, *queries.officers()]
        notify(to=people, kind=Kind.EXIT_OVERDUE, reference=found.number, url=_page(permit))


def _decide(permit: ExitPermit, who: gate.Identity, *, approve: bool, words: str) -> None:
    permit.state = State.APPROVED if approve else State.REFUSED
    permit.decided_by_id, permit.decided_at, permit.words = who.staff, timezone.now(), words
    permit.save(update_fields=["state", "decided_by", "decided_at", "words"])
    kind = Kind.EXIT_APPROVED if approve else Kind.EXIT_REFUSED
    notify(to=[permit.holder_id], kind=kind, reference=permit.number, url=_page(permit.pk))
    if approve:
        jobs.at_its_time(permit)


def _look_up(who: gate.Identity, action: str, permit: UUID) -> ExitPermit:
    """The permit as this person may see it: where it lies and whose it is are facts of her decision."""
    with gate.passage(who, action) as passage:
        found = queries.any_permit(permit) if action == Action.EXIT_CHECK else queries.permit(passage, permit)
        passage.saw([permit], kind="exit")
        return found


def _check(wish: Wish, what: str, why: str) -> None:
    if wish.thing not in Thing.values:
        raise BadPermit(_("Choose what leaves."))
    if not what or not why:
        raise BadPermit(_("Say what leaves and why."))
    if wish.until <= max(wish.begins, timezone.now()):
        raise BadPermit(_("It must come back after it has left, and that lies ahead."))
    if wish.until - wish.begins > timedelta(days=MOST_DAYS):
        raise BadPermit(_("A permit lasts %(most)d days at most.") % {"most": MOST_DAYS})


def _create(who: gate.Identity, wish: Wish, what: str, why: str) -> ExitPermit:
    now = timezone.now()
    return numbered(
        PREFIX,
        lambda number: ExitPermit.objects.create(
            number=number,
            community_id=wish.place.community,
            building_id=wish.place.building,
            thing=wish.thing,
            what=what,
            why=why,
            holder_id=who.person,
            asked_at=now,
            begins=wish.begins,
            until=wish.until,
        ),
        otherwise=BadPermit,
    )


def _place(permit: ExitPermit) -> Place:
    return Place(permit.community_id, permit.building_id)


def _page(permit: UUID) -> str:
    return reverse("exits:one", args=[permit])
