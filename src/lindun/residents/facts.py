"""What the gate asks about a data subject: where she lives. Read under the row scope."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from lindun.core.policy import Place
from lindun.gate.asking import Question, Row
from lindun.gate.registry import SubjectPlace

SUBJECT = """
SELECT community_id AS community, building_id AS building, dwelling_id AS dwelling
FROM residents_resident WHERE id = %(subject)s
"""


def _read(rows: Sequence[Row], _subject: UUID) -> SubjectPlace | None:
    if not rows:
        return None
    row = rows[0]
    return SubjectPlace(Place(row["community"], row["building"]), row["dwelling"])


subject = Question(SUBJECT, lambda subject_id: {"subject": subject_id}, _read)
