"""What the gate asks about a task. Read under the row scope: a task elsewhere does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lindun.core.policy import Task
from lindun.gate.asking import Question, Row

TASK = """
SELECT id, purpose_id AS purpose, dwelling_id AS dwelling, holder_id AS holder, closes_at,
       closed_at IS NOT NULL AS closed
FROM requests_task WHERE number = %(task)s
"""


def _read(rows: Sequence[Row], _number: str | None) -> Task | None:
    if not rows:
        return None
    row = rows[0]
    closes_at = datetime.fromisoformat(row["closes_at"])
    return Task(row["id"], row["purpose"], row["dwelling"], row["holder"], closes_at, row["closed"])


task = Question(TASK, lambda number: {"task": number}, _read)
