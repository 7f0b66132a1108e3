"""Every write of what people have met. Each belongs to the passage of whoever records it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from lindun import gate
from lindun.gate.registry import facts
from lindun.gate.vocabulary import Action
from lindun.standing.codes import YEARLY
from lindun.standing.models import Demand, Fulfilment


def fulfil(
    staff: UUID, code: str, *, version: int = 1, until: datetime | None = None, role: str = ""
) -> None:
    """Inside a passage: the person has met a demand. staff: any account of hers. role: for this post only."""
    met = {"version": version, "at": timezone.now(), "until": until}
    Fulfilment.objects.update_or_create(staff_id=_person(staff), code=code, role=role, defaults=met)


def end(staff: UUID, code: str, *, role: str = "") -> None:
    """Inside a passage: what she had met is over from now on."""
    now = timezone.now()
    Fulfilment.objects.filter(staff_id=_person(staff), code=code, role=role).update(until=now)


def ask_for(code: str, *, version: int, role: str = "") -> None:
    """Inside a passage: every post, or this one, asks for this version or a later one from now on."""
    asked = Demand.objects.filter(code=code)
    (asked.filter(role=role) if role else asked).update(version=Greatest(F("version"), version))


def vouch(people: Iterable[UUID], codes: Iterable[str], *, until: datetime | None) -> None:
    """The operator records what people met before the house knew them, e.g. on paper; the ledger says so.

    until: when it is to be met again; None for what is met once, as a background check. Raises ValueError
    for a course, quiz or pledge without an end, which would outlast every renewal.
    """
    codes = list(codes)
    if until is None and YEARLY & set(codes):
        raise ValueError("what is met every year is vouched for until a day")
    with gate.passage(gate.HOUSE, Action.STANDING_VOUCH, writes=True) as passage:
        asked = {demand.code: demand.version for demand in Demand.objects.order_by("version")}
        known = [code for code in codes if code in asked]
        people = list(people)
        for person in people:
            for code in known:
                fulfil(person, code, version=asked[code], until=until)
        passage.saw(people, kind="staff", people=len(people))
        passage.about("standing.vouched", *known)


def _person(staff: UUID) -> UUID:
    return UUID(facts.person(staff))
