"""The exit pledge: signed with her credentials, on paper, or refused before two witnesses and authorised."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.passages import person_of
from lindun.gate.vocabulary import Action
from lindun.leaving import pledge, queries
from lindun.leaving.errors import BadExit
from lindun.leaving.models import SHORT, Departure, Refusal, Signature, Way, Witness
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Role, Staff
from lindun.requests.actions import clean

WITNESSES = 2


def sign(who: gate.Identity) -> Signature:
    """Sign the exit pledge of one's own; `who` has just proved herself by her credentials.

    Raises gate.Denied, gate.NotHere (no exit of hers is recorded), BadExit.
    """
    with gate.passage(who, Action.LEAVE_SIGN, writes=True) as passage:
        mine = queries.own(who.person)
        if mine is None:
            raise gate.NotHere
        found = queries.locked_open(mine.pk)
        settle(who, reference=found.number)
        return _sign(passage, found, way=Way.CREDENTIALS, signed_on=timezone.localdate(), kept="")


def sign_on_paper(who: gate.Identity, *, departure: UUID, signed_on: date, kept: str) -> Signature:
    """Record that she signed on paper, and where it is kept. Raises gate.Denied, gate.NotHere, BadExit."""
    where = clean(kept.strip()).text[:SHORT]
    if not where:
        raise BadExit(_("Write where the paper is kept."))
    if signed_on > timezone.localdate():
        raise BadExit(_("The day of the signature lies ahead."))
    person = queries.person_of(departure)
    with gate.passage(who, Action.LEAVE_SETTLE, other_person=person, writes=True) as passage:
        found = queries.locked_open(departure)
        return _sign(passage, found, way=Way.PAPER, signed_on=signed_on, kept=where)


def refuse(who: gate.Identity, *, departure: UUID, words: str, witnesses: Collection[str]) -> Refusal:
    """Record that she would not sign, before these people (staff numbers); each says so herself afterwards.

    Said again, it names further witnesses. Raises gate.Denied, gate.NotHere, BadExit: not two different
    people, or one of them the leaver or whoever records it.
    """
    why = clean(words.strip()).text[:SHORT]
    if not why:
        raise BadExit(_("Say what she gave as the reason."))
    leaver = queries.person_of(departure)
    with gate.passage(who, Action.LEAVE_SETTLE, other_person=leaver, writes=True) as passage:
        found = queries.locked_open(departure)
        named = _witnesses(witnesses, without={person_of(str(leaver)), passage.actor.person})
        refusal, _made = Refusal.objects.get_or_create(
            departure=found,
            defaults={"words": why, "recorded_by_id": who.person, "recorded_at": timezone.now()},
        )
        for one in named:
            Witness.objects.get_or_create(refusal=refusal, staff=one)
        passage.saw([found.pk], kind="departure")
        passage.saw([one.pk for one in named], kind="staff")
        passage.about("pledge.refused")
        notify(
            to=[one.pk for one in named],
            kind=Kind.LEAVE_WITNESS,
            reference=found.number,
            url=reverse("leaving:own"),
        )
        return refusal


def witness(who: gate.Identity, *, departure: UUID) -> Refusal:
    """Say that one was there when she refused. Raises gate.Denied, gate.NotHere (not named as a witness)."""
    refusal = Refusal.objects.filter(departure=departure).first()
    proposer = refusal.recorded_by_id if refusal else None
    with gate.passage(who, Action.LEAVE_WITNESS, proposed_by=proposer, writes=True) as passage:
        mine = [one for one in queries.awaited(who.person) if one.refusal_id == departure]
        if refusal is None or not mine:
            raise gate.NotHere
        Witness.objects.filter(pk__in=[one.pk for one in mine]).update(said_at=timezone.now())
        passage.saw([departure], kind="departure")
        passage.about("pledge.witnessed")
        number = queries.departure(departure).number
        settle(who, reference=number)
        if len(_said(refusal)) >= WITNESSES:
            watchers = [*queries.in_role(Role.OFFICER), *queries.in_role(Role.GENERAL_MANAGER)]
            page = reverse("leaving:file", args=[departure])
            notify(to=watchers, kind=Kind.LEAVE_AUTHORISE, reference=number, url=page)
        return refusal


def authorise(who: gate.Identity, *, departure: UUID) -> Refusal:
    """Let the witnessed refusal stand for the pledge: not who recorded it, no witness, not the leaver.

    Raises gate.Denied, gate.NotHere, BadExit.
    """
    refusal = Refusal.objects.filter(departure=departure).first()
    with gate.passage(
        who,
        Action.LEAVE_AUTHORISE,
        other_person=queries.person_of(departure),
        proposed_by=refusal.recorded_by_id if refusal else None,
        writes=True,
    ) as passage:
        found = queries.locked_open(departure)
        if refusal is None:
            raise gate.NotHere
        people = _said(refusal)
        if len(people) < WITNESSES:
            raise BadExit(_("Two witnesses must have said that they were there."))
        if passage.actor.person in people:
            raise BadExit(_("A witness does not authorise: somebody else must."))
        refusal.authorised_by_id, refusal.authorised_at = who.person, timezone.now()
        refusal.save(update_fields=["authorised_by", "authorised_at"])
        passage.saw([found.pk], kind="departure")
        passage.about("pledge.refusal_authorised")
        settle(who, reference=found.number)
        return refusal


def is_settled(found: Departure) -> bool:
    """Whether the pledge is signed, or its refusal witnessed by two and authorised."""
    if Signature.objects.filter(departure=found).exists():
        return True
    refusal = Refusal.objects.filter(departure=found, authorised_by__isnull=False).first()
    return refusal is not None and len(_said(refusal)) >= WITNESSES


def _sign(passage: gate.Passage, found: Departure, *, way: Way, signed_on: date, kept: str) -> Signature:
    if Signature.objects.filter(departure=found).exists():
        raise BadExit(_("The pledge is signed already."))
    passage.saw([found.pk], kind="departure")
    passage.about(f"pledge.{way}")
    return Signature.objects.create(
        departure=found,
        way=way,
        version=pledge.VERSION,
        digest=pledge.digest(),
        signed_on=signed_on,
        kept=kept,
        by_id=passage.who.person,
        at=timezone.now(),
    )


def _witnesses(numbers: Collection[str], *, without: Collection[str | None]) -> list[Staff]:
    typed = {number.strip() for number in numbers if number.strip()}
    named = list(Staff.objects.in_post().filter(number__in=typed))
    people = {str(one.same_person_as_id or one.pk) for one in named}
    if len(people) < WITNESSES:
        raise BadExit(_("Name two different people in post as witnesses, by their staff numbers."))
    if people & set(without):
        raise BadExit(_("Neither the leaver nor whoever records the refusal is a witness of it."))
    return named


def _said(refusal: Refusal) -> set[str]:
    """The people who said that they were there; two accounts of one person are one."""
    said = refusal.witnesses.filter(said_at__isnull=False).select_related("staff")
    return {str(one.staff.same_person_as_id or one.staff_id) for one in said}
