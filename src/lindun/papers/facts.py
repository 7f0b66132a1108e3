"""What the gate asks about paper: whether a person, by any account of hers, owes a sheet past its time."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from lindun.gate.asking import Question, Row

OWING = """
SELECT EXISTS (
    SELECT FROM papers_sheet s
    JOIN organisation_staff h ON h.id = s.holder_id
    JOIN organisation_staff p ON p.id = %(owing)s
    WHERE s.ended_at IS NULL AND s.due <= now()
      AND coalesce(h.same_person_as_id, h.id) = coalesce(p.same_person_as_id, p.id)) AS owes
"""


def _read(rows: Sequence[Row], _staff: UUID) -> bool:
    return bool(rows[0]["owes"])


owing = Question(OWING, lambda staff: {"owing": staff}, _read)
