"""What the gate asks about a task. Read under the row scope: a task elsewhere does not exist."""

from __future__ import annotations

from collections.abc import Sequence

from lindun.core.policy import Task
from lindun.gate.asking import Question, Row

TASK = """
SELECT id, purpose_id, dwelling_id, holder_id, closes_at, closed_at IS NOT NULL
FROM requests_task WHERE number = %s
"""


def _read(rows: Sequence[Row], _number: str | None) -> Task | None:
    if not rows:
        return None
    identifier, purpose, dwelling, holder, closes_at, closed = rows[0]
    return Task(str(identifier), purpose, str(dwelling), str(holder), closes_at, closed)


task = Question(TASK, lambda number: [number], _read)
