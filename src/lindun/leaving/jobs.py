"""Exits and transfers at their day. A look every five minutes takes up what a stopped worker missed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

QUEUE = "leaving"


def at_its_time(departure: UUID, moment: datetime) -> None:
    """Have the exit take effect then; part of the transaction that recorded it."""
    look_at.configure(schedule_at=moment).defer(departure_id=str(departure))


@app.task(queue=QUEUE)
def look_at(departure_id: str) -> None:
    from lindun.leaving import exits

    try:
        exits.tend(UUID(departure_id))
    finally:
        connection.close()


@app.periodic(cron="*/5 * * * *")
@app.task(queue=QUEUE, queueing_lock="tend_leaving")
def tend_leaving(timestamp: int) -> None:
    """Every exit and transfer whose day has come and that has not taken effect."""
    from lindun.leaving import exits, queries, transfers

    try:
        for departure in queries.due_exits():
            exits.tend(departure)
        for transfer in queries.due_transfers():
            transfers.tend(transfer)
    finally:
        connection.close()
