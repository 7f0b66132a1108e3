"""What the gate asks about a task. Read under the row scope: a task elsewhere does not exist."""

from __future__ import annotations

from django.db import connection

from lindun.core.policy import Task

TASK = """
SELECT id, purpose_id, dwelling_id, holder_id, closes_at, closed_at IS NOT NULL
FROM requests_task WHERE number = %s
"""


def task(number: str) -> Task | None:
    with connection.cursor() as cursor:
        cursor.execute(TASK, [number])
        row = cursor.fetchone()
    if row is None:
        return None
    identifier, purpose, dwelling, holder, closes_at, closed = row
    return Task(str(identifier), purpose, str(dwelling), str(holder), closes_at, closed)
