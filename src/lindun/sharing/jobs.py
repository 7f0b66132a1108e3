"""Ending calls that were put through: when the task is closed or the link taken back, else with the link."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lindun import gate
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action, Happening
from lindun.sharing import call_queries as calls
from lindun.sharing.dial.chosen import provider
from lindun.sharing.dial.provider import Connection
from lindun.sharing.models import Call, CallState

QUEUE = "calls"
AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)  # a provider that is away for an hour


@app.task(queue=QUEUE, retry=AGAIN)
def end_calls(task_id: str) -> None:
    """Undo the numbers of a task whose calls are over. Raises DialError to be tried again."""
    try:
        end_those_over(UUID(task_id))
    finally:
        connection.close()


def end_calls_soon(task: UUID) -> None:
    """Have this task's calls ended; part of the transaction that decided so."""
    _defer(task, at=None)


def end_calls_at(task: UUID, at: datetime) -> None:
    _defer(task, at=at)


def _defer(task: UUID, *, at: datetime | None) -> None:
    """One waiting job a task and time is enough."""
    name = f"end_calls:{task}:{at.isoformat() if at else 'soon'}"
    try:
        with transaction.atomic():
            end_calls.configure(queueing_lock=name, schedule_at=at).defer(task_id=str(task))
    except AlreadyEnqueued:
        return


def end_those_over(task: UUID) -> int:
    """Undo what is over of a task's calls at the provider, then here; returns how many.

    Raises DialError; what was undone before it stays undone.
    """
    with gate.passage(gate.HOUSE, Action.LINK_TEND) as passage:
        over = calls.over(task)
        passage.saw(calls=len(over))
    dial = provider()
    for call in over:
        if call.state == CallState.BOUND and call.ends_at > timezone.now() and dial is not None:
            dial.disconnect(Connection(call.number, call.subscription))
        _mark_over(call)
    return len(over)


def _mark_over(call: Call) -> None:
    with gate.passage(gate.HOUSE, Action.LINK_TEND, writes=True) as passage:
        rows = Call.objects.select_related("link__task", "task").select_for_update(of=("self",))
        found = rows.get(pk=call.pk)
        calls.about(passage, found.work)
        whose = f"link:{found.link_id}" if found.link_id else f"staff:{found.staff_id}"
        passage.subjects.append(whose)
        if found.state == CallState.OVER:
            return
        found.state, found.over_at = CallState.OVER, timezone.now()
        found.save(update_fields=["state", "over_at"])
        what = What(
            action=Happening.CALL_UNDONE,
            outcome="done",
            subjects=(whose, f"resident:{found.resident_id}"),
            task=passage.task,
            place=passage.place,
        )
        entries.write(gate.HOUSE, what)
