"""What the gate asks about a member of staff. Read afresh at every passage: no cache can be stale.

The operator is whoever runs commands with the server's own secrets: she may import, never look.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from lindun.core.policy import Actor, Extent
from lindun.gate.asking import Question, Row
from lindun.gate.identity import OPERATOR, Identity
from lindun.organisation.models import SENSITIVE_ROLES
from lindun.standing.models import Lapse

ACTOR = """
SELECT s.role, coalesce(s.same_person_as_id, s.id) AS person, s.clearance,
       s.status = 'active' AND (s.until IS NULL OR s.until >= %(today)s::date) AS in_post,
       coalesce((SELECT r.status = 'active' AND (r.until IS NULL OR r.until >= %(today)s::date)
                 FROM organisation_position p JOIN organisation_staff r ON r.id = p.responsible_id
                 WHERE p.id = s.position_id), false) AS answered_for,
       ARRAY(SELECT ARRAY[a.community_id, a.building_id] FROM organisation_assignment a
             WHERE a.staff_id = %(staff)s) AS assigned,
       ARRAY(SELECT ARRAY[u.code, u.lapse] FROM standing_unmet(
                 coalesce(s.same_person_as_id, s.id), s.role, %(moment)s::timestamptz) u) AS unmet,
       company.communities AS company
FROM (SELECT ARRAY(SELECT c.id FROM estates_community c) AS communities) company
LEFT JOIN organisation_staff s ON s.id = %(staff)s
"""


def _read(rows: Sequence[Row], who: Identity) -> Actor | None:
    (row,) = rows
    if who.staff is None and who.system == OPERATOR:
        row = {**row, "role": OPERATOR, "clearance": 0, "in_post": True}
    if row["role"] is None:
        return None
    return Actor(
        id=str(who.staff or who.reference),
        person=row["person"] or who.reference,
        role=row["role"],
        clearance=row["clearance"],
        in_post=row["in_post"],
        second_factor=who.second_factor,
        needs_second_factor=row["role"] in SENSITIVE_ROLES,
        assigned=Extent(
            frozenset([community for community, building in row["assigned"] if building is None]),
            frozenset([building for _community, building in row["assigned"] if building is not None]),
        ),
        company=frozenset(row["company"]),
        missing=frozenset([code for code, lapse in row["unmet"] if lapse == Lapse.CLOSES]),
        lapsed=frozenset([code for code, lapse in row["unmet"] if lapse == Lapse.NARROWS]),
        answered_for=row["answered_for"],
    )


PERSON = """
SELECT coalesce(s.same_person_as_id, s.id) AS person FROM organisation_staff s WHERE s.id = %(account)s
"""


def _read_person(rows: Sequence[Row], account: UUID) -> str:
    return rows[0]["person"] if rows else str(account)


ANSWERED = """
SELECT r.status = 'active' AND (r.until IS NULL OR r.until >= %(today)s::date) AS answered
FROM organisation_staff s JOIN organisation_position p ON p.id = s.position_id
JOIN organisation_staff r ON r.id = p.responsible_id
WHERE s.id = %(account)s
"""


def today() -> str:
    """The day by the house's clock: last days are compared with it."""
    return timezone.localdate().isoformat()


def _read_answered(rows: Sequence[Row], _account: UUID) -> bool:
    return bool(rows) and rows[0]["answered"]


answered = Question(ANSWERED, lambda account: {"account": account, "today": today()}, _read_answered)
person = Question(PERSON, lambda account: {"account": account}, _read_person)


def _actor_parameters(who: Identity) -> dict[str, object]:
    return {"staff": who.staff, "moment": timezone.now().isoformat(), "today": today()}


actor = Question(ACTOR, _actor_parameters, _read)
