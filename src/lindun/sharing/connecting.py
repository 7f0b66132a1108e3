"""Putting a call through (USE-10): who calls sees no number.

Through a provider: the gate opens the number, it goes to the provider, an intermediary number comes back.
Without one, or when it fails, the desk is rung: a colleague dials and connects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.core.identifiers import phone as phones
from lindun.core.identifiers.refusal import InvalidIdentifier
from lindun.core.policy import Way
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.reveals import Opened
from lindun.gate.vocabulary import Action, Happening
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.requests.models import Task
from lindun.sharing import call_queries as calls
from lindun.sharing import jobs
from lindun.sharing.dial.provider import Connection, DialError, DialThrough
from lindun.sharing.models import STUCK, Call, CallState, Link
from lindun.sharing.queries import is_over

PHONE = "phone"
BY_CALL = "way.call"


class BadNumber(Exception):
    """What was typed is no telephone number one could call from."""


@dataclass(frozen=True)
class Caller:
    """Who wants to speak: as the gate knows her, by which deed, until when, by which link if any."""

    who: gate.Identity
    action: Action
    task: Task
    until: datetime
    link: Link | None = None


@dataclass(frozen=True)
class Wish:
    """A call that was entered, whether the gate would have it dialled, and whom the desk's bell tells."""

    caller: Caller
    call: Call
    openable: bool
    desk: Iterable[UUID] = field(default=())


def own_number(typed: str) -> str:
    """The caller's own number as a provider takes it: digits. Raises BadNumber."""
    try:
        number = phones.parse(typed)
    except InvalidIdentifier:
        raise BadNumber from None
    return "".join(digit for digit in number.text if digit.isdigit())


def enter(caller: Caller, resident: UUID) -> Call | None:
    """The new call; None when one is under way. Of two taps one enters it: a constraint sees to that.

    One that was never settled, because its process died, makes room for it. Runs in the caller's passage.
    """
    now = timezone.now()
    whose = {"link": caller.link} if caller.link else {"task": caller.task, "staff_id": caller.who.person}
    stuck = Call.objects.filter(**whose, resident_id=resident, state=CallState.CONNECTING, at__lt=now - STUCK)
    stuck.update(state=CallState.OVER, over_at=now)
    try:
        with transaction.atomic():
            return Call.objects.create(
                **whose,
                community_id=caller.task.community_id,
                building_id=caller.task.building_id,
                resident_id=resident,
                state=CallState.CONNECTING,
                at=now,
                ends_at=caller.until,
            )
    except IntegrityError:
        return None


def carry_out(wish: Wish, *, dial: DialThrough | None, own: str) -> None:
    """Have it put through, or ring the desk. own: the caller's digits, for the provider alone.

    Raises gate.Denied, gate.SealingError; the call is over then.
    """
    if dial is None or not wish.openable:
        _ring_the_desk(wish, reason="call.no_provider" if dial is None else "call.for_the_desk")
        return
    try:
        opened = gate.reveal(
            wish.caller.who,
            subject=wish.call.resident_id,
            items=[PHONE],
            ordinal=0,
            purpose=wish.caller.task.purpose_id,
            task=wish.caller.task.number,
            way=Way.CALL,
        )
        connection = _connect(dial, wish, opened, own=own)
    except (gate.Denied, gate.SealingError):
        _settle(wish, CallState.OVER, outcome="denied")
        raise
    except DialError as error:
        _ring_the_desk(wish, reason=f"dial.{error.code.lower()}"[:60])
        return
    _settle(wish, CallState.BOUND, outcome="done", connection=connection)


def _connect(dial: DialThrough, wish: Wish, opened: Opened, *, own: str) -> Connection:
    """Tie the caller's phone to the first number that was opened. Raises DialError."""
    if not opened.values:
        raise DialError("no_number")
    return dial.connect(
        caller=own, callee=opened.values[0].value, until=wish.call.ends_at, reference=wish.call.pk.hex
    )


def _settle(wish: Wish, state: CallState, *, outcome: str, connection: Connection | None = None) -> None:
    """Write down what became of the call; its number ends with the caller's time, or with the task."""
    with gate.passage(wish.caller.who, wish.caller.action, writes=True) as passage:
        task = _task_now(passage, wish)
        kept = Call.objects.select_for_update().get(pk=wish.call.pk)
        kept.state = state
        kept.over_at = timezone.now() if state == CallState.OVER else None
        if connection:
            kept.number, kept.subscription = connection.number, connection.subscription
            jobs.end_calls_at(task.pk, kept.ends_at)
            if is_over(task) or not _still_hers(wish, task):
                jobs.end_calls_soon(task.pk)
        kept.save(update_fields=["state", "over_at", "number", "subscription"])
        _write(wish, passage, Happening.CALL_BOUND, outcome=outcome, reason=BY_CALL)


def _ring_the_desk(wish: Wish, *, reason: str) -> None:
    """Leave it to the desk, and tell it."""
    with gate.passage(wish.caller.who, wish.caller.action, writes=True) as passage:
        task = _task_now(passage, wish)
        Call.objects.filter(pk=wish.call.pk).update(state=CallState.ASKED)
        notify(to=wish.desk, kind=Kind.CALL_ASKED, reference=task.number, url=reverse("sharing:list"))
        _write(wish, passage, Happening.CALL_ASKED, outcome="done", reason=reason)


def _task_now(passage: gate.Passage, wish: Wish) -> Task:
    """The task as it stands now, not as it stood when the provider was asked."""
    task = Task.objects.filter(pk=wish.caller.task.pk).first()
    if task is None:
        raise gate.NotHere
    calls.about(passage, task)
    return task


def _still_hers(wish: Wish, task: Task) -> bool:
    return wish.call.staff_id in {None, task.holder_id}


def _write(wish: Wish, passage: gate.Passage, what: Happening, *, outcome: str, reason: str) -> None:
    told = What(
        action=what,
        outcome=outcome,
        subjects=(f"resident:{wish.call.resident_id}",),
        items=(PHONE,),
        purpose=passage.purpose,
        task=passage.task,
        reasons=(reason,),
        place=passage.place,
    )
    entries.write(wish.caller.who, told)
