"""Each night: whose password is nearly over?"""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

QUEUE = "accounts"


@app.periodic(cron="50 3 * * *")
@app.task(queue=QUEUE, queueing_lock="remind_of_passwords")
def remind_of_passwords(timestamp: int) -> None:
    from lindun.accounts import actions

    try:
        actions.remind()
    finally:
        connection.close()  # the worker's thread goes on to wait; the database may be restarted meanwhile
