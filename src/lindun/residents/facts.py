"""What the gate asks about a data subject: where she lives. Read under the row scope."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from lindun.core.policy import Place
from lindun.gate.registry import SubjectPlace

SUBJECT = "SELECT community_id, building_id, dwelling_id FROM residents_resident WHERE id = %s"


def subject(subject_id: UUID) -> SubjectPlace | None:
    with connection.cursor() as cursor:
        cursor.execute(SUBJECT, [subject_id])
        row = cursor.fetchone()
    if row is None:
        return None
    community, building, dwelling = row
    return SubjectPlace(Place(community, building), str(dwelling))
