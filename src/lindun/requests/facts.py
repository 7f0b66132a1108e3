"""What the gate asks about a task or a grant. Read under the row scope: one elsewhere does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lindun.core.policy import Grant, Place, Task
from lindun.gate.asking import Question, Row
from lindun.organisation.facts import today
from lindun.requests.models import Outcome
from lindun.requests.quorum import Asks, Given, reached
from lindun.requests.statement import Statement, Use, digest

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

ASKED = """
SELECT r.id, r.applicant_id AS applicant, coalesce(own.same_person_as_id, own.id) AS person,
       r.statement, r.emergency, r.outcome, r.deciders, r.leader, r.needed, r.together,
       g.expires_at, g.views_allowed - g.views_used AS views_left, g.ended_at IS NOT NULL AS ended,
       (SELECT coalesce(json_agg(q), '[]') FROM (
            SELECT coalesce(s.same_person_as_id, s.id) AS person, a.agreed, a.with_credentials, a.at,
                   encode(a.digest, 'hex') AS digest,
                   CASE WHEN s.status <> 'active' OR s.until < %(today)s::date THEN ''
                        WHEN a.standing_in_for_id IS NULL THEN s.role
                        WHEN p.status = 'active' AND (p.until IS NULL OR p.until >= %(today)s::date)
                            AND coalesce(p.same_person_as_id, p.id) <> coalesce(own.same_person_as_id, own.id)
                        THEN p.role ELSE '' END AS role
            FROM requests_approval a
            JOIN organisation_staff s ON s.id = a.approver_id
            LEFT JOIN organisation_staff p ON p.id = a.standing_in_for_id
            WHERE a.request_id = r.id) q) AS given
FROM requests_accessrequest r
JOIN organisation_staff own ON own.id = r.applicant_id
LEFT JOIN requests_grant g ON g.request_id = r.id
WHERE r.number = %(request)s
"""
EMERGENCY_ITEMS = frozenset({"name", "phone"})


def _read_grant(rows: Sequence[Row], _number: str | None) -> Grant | None:
    """The grant and whether the approvals its request asks for are there now, approver by approver."""
    if not rows or rows[0]["expires_at"] is None:
        return None
    row = rows[0]
    said = Statement.read(row["statement"])
    return Grant(
        id=row["id"],
        holder=row["applicant"],
        purpose=said.purpose,
        use=said.use,
        subjects=frozenset(said.subjects),
        items=frozenset(said.items),
        place=Place(said.community, said.building),
        expires_at=datetime.fromisoformat(row["expires_at"]),
        views_left=row["views_left"],
        approved=row["outcome"] == Outcome.APPROVED and _agreed(row, said),
        ended=row["ended"],
        ordinals=said.window.ordinals if said.window else None,
    )


def _agreed(row: Row, said: Statement) -> bool:
    if said.applicant != row["applicant"]:
        return False
    if row["emergency"]:  # opened by a person in need and reviewed afterwards; phones only, never more
        return EMERGENCY_ITEMS.issuperset(said.items) and said.use == Use.REVEAL
    return reached(*_answers(row))


def _answers(row: Row) -> tuple[Asks, list[Given]]:
    asks = Asks(
        applicant=row["person"],
        digest=digest(row["statement"]),
        deciders=frozenset(row["deciders"]),
        leader=row["leader"],
        needed=row["needed"],
        together=row["together"],
    )
    return asks, [_given(one) for one in row["given"]]


def _given(one: Row) -> Given:
    return Given(
        person=one["person"],
        role=one["role"],
        agreed=one["agreed"],
        with_credentials=one["with_credentials"],
        digest=bytes.fromhex(one["digest"]),
        at=datetime.fromisoformat(one["at"]),
    )


def _number(number: str | None) -> dict[str, object]:
    return {"request": number, "today": today()}


grant = Question(ASKED, _number, _read_grant)
answers = Question(ASKED, _number, lambda rows, _number: _answers(rows[0]))
