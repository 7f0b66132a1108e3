"""Each morning: whose pledge ends soon?"""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

QUEUE = "policies"


@app.periodic(cron="10 7 * * *")
@app.task(queue=QUEUE, queueing_lock="remind_of_pledges")
def remind_of_pledges(timestamp: int) -> None:
    from lindun.policies import promising

    try:
        promising.remind()
    finally:
        connection.close()  # the worker's thread goes on to wait; the database may be restarted meanwhile
