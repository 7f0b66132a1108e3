"""Each night: is it time for the next review of permissions?"""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from lindun import gate

QUEUE = "rights"


@app.periodic(cron="40 3 * * *")
@app.task(queue=QUEUE, queueing_lock="open_review_when_due")
def open_review_when_due(timestamp: int) -> None:
    try:
        open_when_due()
    finally:
        connection.close()  # the worker's thread goes on to wait; the database may be restarted meanwhile


def open_when_due() -> None:
    """Open the next review if a quarter has passed since the last, which is finished."""
    from lindun.rights import actions, queries

    if queries.is_due():
        actions.open_review(gate.HOUSE)
