"""Calls from a link: the bearer speaks with the resident and sees no number (USE-10).

Through a provider: the gate opens the number, it goes to the provider, an intermediary number comes back.
Without one, or when it fails, the desk is rung: a colleague dials and connects.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.core.identifiers import phone as phones
from lindun.core.identifiers.refusal import InvalidIdentifier
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.reveals import Opened
from lindun.gate.vocabulary import Action, Happening
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.requests.models import Task
from lindun.residents import queries as residents
from lindun.sharing import jobs, opening, queries
from lindun.sharing.dial.chosen import provider
from lindun.sharing.dial.provider import Connection, DialError, DialThrough
from lindun.sharing.models import STUCK, Call, CallState, Link

BY_CALL = "way.call"


class BadNumber(Exception):
    """What was typed is no telephone number one could call from."""


@dataclass(frozen=True)
class _Wish:
    """A call that was entered, and whether the gate would open the number for it."""

    call: Call
    link: Link
    task: Task
    openable: bool


def call(link: UUID, *, browser: str, resident: UUID, own_number: str) -> None:
    """Have the bearer connected with a resident: by the provider, else by the desk.

    own_number: the phone the bearer will call from; it goes to the provider and is not kept. Asking again
    while a call is in use or waits changes nothing. Raises BadNumber, gate.Denied, LinkClosed.
    """
    dial = provider()
    caller = _readable(own_number) if dial else ""
    wish = _enter_wish(link, browser=browser, resident=resident)
    if wish is None:
        return
    if dial is None or not wish.openable:
        _ring_the_desk(wish, reason="call.no_provider" if dial is None else "call.for_the_desk")
        return
    _put_through(dial, wish, caller=caller)


def _readable(typed: str) -> str:
    """The number as a provider takes it: digits. Raises BadNumber."""
    try:
        number = phones.parse(typed)
    except InvalidIdentifier:
        raise BadNumber from None
    return "".join(digit for digit in number.text if digit.isdigit())


def _enter_wish(link: UUID, *, browser: str, resident: UUID) -> _Wish | None:
    """Enter the call; None when one is under way. Of two taps one enters it: a constraint sees to that."""
    with gate.passage(gate.Identity(link=link), Action.LINK_CALL, writes=True) as passage:
        found = opening.at_the_door(passage, link, browser=browser)
        purpose, items = opening.needed(passage, found)
        asked = [item for item in items if item.code == opening.PHONE]
        people = residents.household(passage, found.dwelling_id, items=[opening.PHONE])
        passage.subjects.clear()
        person = next((one for one in people if one.resident.pk == resident), None)
        if person is None or not asked:
            raise gate.NotHere
        passage.saw([resident])
        passage.items.append(opening.PHONE)
        first = opening.lines(passage, found, person, purpose, asked)[:1]
        entered = _enter(found, resident)
        if entered is None:
            passage.about("call.under_way")
            return None
    return _Wish(entered, found, found.task, bool(first and first[0].decision.allowed))


def _enter(link: Link, resident: UUID) -> Call | None:
    """The new call; one that was never settled, because its process died, makes room for it."""
    now = timezone.now()
    stuck = Call.objects.filter(
        link=link, resident_id=resident, state=CallState.CONNECTING, at__lt=now - STUCK
    )
    stuck.update(state=CallState.OVER, over_at=now)
    try:
        with transaction.atomic():
            return Call.objects.create(
                link=link,
                community_id=link.task.community_id,
                building_id=link.building_id,
                resident_id=resident,
                state=CallState.CONNECTING,
                at=now,
                ends_at=link.expires_at,
            )
    except IntegrityError:
        return None


def _put_through(dial: DialThrough, wish: _Wish, *, caller: str) -> None:
    try:
        opened = gate.reveal(
            gate.Identity(link=wish.link.pk),
            subject=wish.call.resident_id,
            items=[opening.PHONE],
            ordinal=0,
            purpose=wish.task.purpose_id,
            task=wish.task.number,
            way="call",
        )
        connection = _connect(dial, wish, opened, caller=caller)
    except (gate.Denied, gate.SealingError):
        _settle(wish, CallState.OVER, outcome="denied", reasons=(BY_CALL,))
        raise
    except DialError as error:
        _ring_the_desk(wish, reason=f"dial.{error.code.lower()}"[:60])
        return
    _settle(wish, CallState.BOUND, outcome="done", reasons=(BY_CALL,), connection=connection)


def _connect(dial: DialThrough, wish: _Wish, opened: Opened, *, caller: str) -> Connection:
    """Tie the bearer's phone to the first number that was opened. Raises DialError."""
    if not opened.values:
        raise DialError("no_number")
    return dial.connect(
        caller=caller,
        callee=opened.values[0].value,
        until=wish.call.ends_at,
        reference=wish.call.pk.hex,
    )


def _settle(
    wish: _Wish,
    state: CallState,
    *,
    outcome: str,
    reasons: tuple[str, ...],
    connection: Connection | None = None,
) -> None:
    """Write down what became of the call; its number ends with the link, or as soon as the task is closed."""
    bearer = gate.Identity(link=wish.link.pk)
    with gate.passage(bearer, Action.LINK_CALL, writes=True) as passage:
        found = queries.bearer_of(passage, wish.link.pk)
        kept = Call.objects.select_for_update().get(pk=wish.call.pk)
        kept.state = state
        kept.over_at = timezone.now() if state == CallState.OVER else None
        if connection:
            kept.number, kept.subscription = connection.number, connection.subscription
            jobs.end_calls_at(found.task_id, kept.ends_at)
            if queries.is_over(found.task):
                jobs.end_calls_soon(found.task_id)
        kept.save(update_fields=["state", "over_at", "number", "subscription"])
        what = What(
            action=Happening.CALL_BOUND,
            outcome=outcome,
            subjects=(f"resident:{kept.resident_id}",),
            items=(opening.PHONE,),
            purpose=found.task.purpose_id,
            task=f"task:{found.task_id}",
            reasons=reasons,
            place=passage.place,
        )
        entries.write(bearer, what)


def _ring_the_desk(wish: _Wish, *, reason: str) -> None:
    """Leave it to the desk: whoever sent the link and whoever holds the task are told."""
    bearer = gate.Identity(link=wish.link.pk)
    with gate.passage(bearer, Action.LINK_CALL, writes=True) as passage:
        found = queries.bearer_of(passage, wish.link.pk)
        Call.objects.filter(pk=wish.call.pk).update(state=CallState.ASKED)
        told = {found.made_by_id, found.task.holder_id}
        notify(to=told, kind=Kind.CALL_ASKED, reference=found.task.number, url=reverse("sharing:list"))
        what = What(
            action=Happening.CALL_ASKED,
            outcome="done",
            subjects=(f"resident:{wish.call.resident_id}",),
            task=f"task:{found.task_id}",
            reasons=(reason,),
            place=passage.place,
        )
        entries.write(bearer, what)
