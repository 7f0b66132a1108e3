"""Lists of staff nobody went on with: given up after a day, their files destroyed."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from lindun import gate

QUEUE = "personnel"


@app.periodic(cron="11 * * * *")
@app.task(queue=QUEUE, queueing_lock="tend_lists")
def tend_lists(timestamp: int) -> None:
    from lindun.personnel.lists import bringing

    try:
        bringing.tend(gate.HOUSE)
    finally:
        connection.close()
