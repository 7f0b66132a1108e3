"""Each morning before work: whose year ends soon, who missed a planned course, what many got wrong."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

QUEUE = "training"


@app.periodic(cron="20 7 * * *")
@app.task(queue=QUEUE, queueing_lock="remind_of_training")
def remind_of_training(timestamp: int) -> None:
    from lindun.training import tending

    try:
        tending.tend()
    finally:
        connection.close()  # the worker's thread goes on to wait; the database may be restarted meanwhile
