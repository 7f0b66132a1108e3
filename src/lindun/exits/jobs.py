"""At its return time each permit is looked at: what is not back is told to holder and officer."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from lindun.exits.models import ExitPermit

QUEUE = "exits"


def at_its_time(permit: ExitPermit) -> None:
    """Have it looked at when it should be back; part of the transaction that approved it."""
    look_at.configure(schedule_at=permit.until).defer(permit_id=str(permit.pk))


@app.task(queue=QUEUE)
def look_at(permit_id: str) -> None:
    from lindun.exits import actions

    try:
        actions.tend(UUID(permit_id))
    finally:
        connection.close()
