"""The desk answers those who ask to be connected: it dials, connects, and says so."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.core.policy import Decision, Way
from lindun.gate.passages import person_of
from lindun.gate.reveals import Opened
from lindun.gate.vocabulary import Action
from lindun.requests import actions as requests
from lindun.requests.models import LookupReason, Task
from lindun.sharing import call_queries as calls
from lindun.sharing.calling import CallClosed
from lindun.sharing.connecting import PHONE
from lindun.sharing.models import Call, CallState
from lindun.sharing.queries import is_over

OVER = Decision(reasons=("task.not_open",))  # the job that ends its calls has not come by yet
OWN = Decision(reasons=("people.same_person",), ways_on=("ask.second_person",))


def answer(who: gate.Identity, *, call: UUID) -> None:
    """The desk has connected the caller, or told her why not. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.CALL_ANSWER, writes=True) as passage:
        found = _waiting(passage, call)
        found.state, found.over_at, found.answered_by_id = CallState.OVER, timezone.now(), who.person
        found.save(update_fields=["state", "over_at", "answered_by"])


def number_to_dial(who: gate.Identity, *, call: UUID) -> tuple[Opened, Task]:
    """Open the number that a colleague waits to be connected with; the way is still a call, hers.

    It is a look without a task of one's own: the reason is the colleague, and a supervisor samples it. Nobody
    opens a number for a call of her own, by no account. Raises gate.Denied, gate.NotHere, CallClosed.
    """
    with gate.passage(who, Action.CALL_CONNECT) as passage:
        found = _waiting(passage, call)
        if found.staff_id is None:
            raise gate.NotHere
        if person_of(str(found.staff_id)) == passage.actor.person:
            raise CallClosed(OWN)
        if is_over(found.work) or found.work.holder_id != found.staff_id:
            raise CallClosed(OVER)
        passage.saw([found.staff_id], kind="staff")
    task = found.work
    requests.give_reason(
        who,
        dwelling=task.dwelling_id,
        purpose=task.purpose_id,
        reason=LookupReason.COLLEAGUE,
        text=task.number,
    )
    opened = gate.reveal(
        who,
        subject=found.resident_id,
        items=[PHONE],
        ordinal=0,
        purpose=task.purpose_id,
        reason=LookupReason.COLLEAGUE,
        way=Way.CALL,
    )
    return opened, task


def _waiting(passage: gate.Passage, call: UUID) -> Call:
    """A call that waits, locked; the passage is about its task. Raises gate.NotHere."""
    found = calls.waiting().select_for_update(of=("self",)).filter(pk=call).first()
    if found is None:
        raise gate.NotHere
    calls.about(passage, found.work)
    if found.link_id:
        passage.saw([found.link_id], kind="link")
    return found
