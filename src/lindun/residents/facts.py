"""What the gate asks about a data subject: where she lives. Read under the row scope."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from lindun.core.policy import Place
from lindun.gate.asking import Question, Row
from lindun.gate.registry import SubjectPlace

SUBJECT = "SELECT community_id, building_id, dwelling_id FROM residents_resident WHERE id = %s"


def _read(rows: Sequence[Row], _subject: UUID) -> SubjectPlace | None:
    if not rows:
        return None
    community, building, dwelling = rows[0]
    return SubjectPlace(Place(community, building), str(dwelling))


subject = Question(SUBJECT, lambda subject_id: [subject_id], _read)
