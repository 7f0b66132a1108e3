"""At the time a sheet is due it is looked at: what is not accounted for is told to those who must know."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from lindun.papers.models import Sheet

QUEUE = "papers"


def at_its_time(sheet: Sheet) -> None:
    """Have it looked at when it is due; part of the transaction that enters it."""
    look_at.configure(schedule_at=sheet.due).defer(sheet_id=str(sheet.pk))


@app.task(queue=QUEUE)
def look_at(sheet_id: str) -> None:
    from lindun.papers import actions

    try:
        actions.tend(UUID(sheet_id))
    finally:
        connection.close()
