"""Somebody who waits for the desk: the guard, to speak with a visitor's host; or the bearer of a link."""

from __future__ import annotations

from uuid import UUID, uuid4

from lindun.sharing import calling
from lindun.sharing.models import Call
from tests import cast
from tests.scoped import everywhere
from tests.sharing import bearers


def begin(*_nobody: object) -> None:
    task = bearers.task_of("guard", purpose="visitor")
    host = cast.resident(cast.OWNER)
    calling.call_for_task(cast.identity("guard"), task=task.pk, resident=host, own_number="")


def call(_who: str) -> UUID:
    """The call that the guard waits for; whoever waits for nothing has none."""
    with everywhere():
        waiting = Call.objects.filter(staff=cast.staff("guard"), task__purpose="visitor", state="asked")
        return waiting.values_list("pk", flat=True).first() or uuid4()


def by_link(_who: str) -> UUID:
    """A bearer of the counter's link who asks the desk to be connected."""
    bearers.ask_for_a_call(bearers.sent("counter"))
    with everywhere():
        return Call.objects.latest("at").pk
