"""What the gate asks about a consent, and the pages about partners: the same answer of the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from lindun.core.policy import Consent
from lindun.gate.asking import Question, Row

CONSENT = """
SELECT c.id, c.purpose_id AS purpose, c.items, partners_closed(c.id, %(today)s::date) AS closed
FROM partners_consent c WHERE c.id = %(consent)s::uuid
"""
PARTNERS = """
SELECT p.id, partners_missing(p.id, %(today)s::date) AS missing
FROM partners_partner p WHERE p.id = ANY (string_to_array(%(partners)s, ',')::uuid[])
"""
CONSENTS = """
SELECT c.id, partners_closed(c.id, %(today)s::date) AS closed
FROM partners_consent c WHERE c.id = ANY (string_to_array(%(consents)s, ',')::uuid[])
"""


def today() -> date:
    """The day by which everything about partners is judged: the house's, not the database's."""
    return timezone.localdate()


def _read(rows: Sequence[Row], _consent: UUID | None) -> Consent | None:
    return as_consent(rows[0]) if rows else None


def as_consent(row: Row) -> Consent:
    """Of a row with id, purpose, items and closed."""
    return Consent(row["id"], row["purpose"], frozenset(row["items"]), frozenset(row["closed"]))


def _codes(column: str) -> Callable[..., dict[UUID, list[str]]]:
    def read(rows: Sequence[Row], _asked: Collection[UUID]) -> dict[UUID, list[str]]:
        return {UUID(row["id"]): list(row[column]) for row in rows}

    return read


def _ids(ids: Collection[UUID]) -> str:
    return ",".join(map(str, ids))


consent = Question(
    CONSENT, lambda given: {"consent": str(given) if given else None, "today": str(today())}, _read
)
missing = Question(PARTNERS, lambda ids: {"partners": _ids(ids), "today": str(today())}, _codes("missing"))
closed = Question(CONSENTS, lambda ids: {"consents": _ids(ids), "today": str(today())}, _codes("closed"))
