"""The inbox of whoever answers requests: the most urgent that wait, and emergencies that owe a review.

One statement reads it: ten thousand requests can wait, and a page shows fifty of them. Nobody leafs through
more than a thousand, so no more are counted; what is answered makes room for the next. What it costs is in
docs/explanation/measurements.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lindun import gate
from lindun.gate.asking import Question, Row
from lindun.gate.own import count_for
from lindun.gate.vocabulary import Action
from lindun.web import navigation

PAGE = 50
MOST = 1000  # counted and leafed through


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One request as a list tells it. Home and building are empty where it is about a whole community."""

    id: UUID
    number: str
    statement: str
    level: int
    decide_by: datetime
    submitted_at: datetime
    applicant: str
    role: str
    community: str
    building: str
    unit: str
    room: str


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """One page of what waits, and the emergencies to review, at most a page of them.

    total: how many wait, at most MOST; `more` says that there are others.
    """

    total: int
    more: bool
    waiting: list[Waiting]
    emergencies: list[Waiting]


# Hers to answer: of a post she has or stands in for, asked by somebody else, not answered by her lately.
# coalesce(): PostgreSQL believes that roles nobody told it yet overlap with hardly any row, and would rather
# sort all that wait than follow the index to the most urgent fifty.
HERS = """
WITH accounts AS (
    SELECT s.id FROM organisation_staff s JOIN organisation_staff her ON her.id = %(viewer)s
    WHERE coalesce(s.same_person_as_id, s.id) = coalesce(her.same_person_as_id, her.id)
), posts AS (
    SELECT array_agg(s.role) AS roles FROM organisation_staff s
    WHERE s.id = %(viewer)s OR s.id IN (
        SELECT d.person_id FROM requests_deputy d JOIN organisation_staff p ON p.id = d.person_id
        WHERE d.deputy_id = %(viewer)s AND d.begins <= now() AND d.ends > now() AND d.ended_at IS NULL
          AND p.status = 'active')
), hers AS NOT MATERIALIZED (
    SELECT r.id, r.decide_by FROM requests_accessrequest r
    WHERE r.outcome = '' AND r.decide_by > now()
      AND coalesce(r.deciders && (SELECT roles FROM posts), false)
      AND r.applicant_id NOT IN (SELECT id FROM accounts)
      AND r.id NOT IN (SELECT a.request_id FROM requests_approval a
                       WHERE a.approver_id = %(viewer)s AND a.at > now() - interval '5 minutes')
), used AS NOT MATERIALIZED (
    SELECT r.id, r.submitted_at FROM requests_accessrequest r
    WHERE r.emergency AND r.archived_at IS NULL AND r.applicant_id NOT IN (SELECT id FROM accounts)
)
"""
INBOX = f"""{HERS}
, total AS MATERIALIZED (SELECT count(*) AS n FROM (SELECT FROM hers LIMIT %(most)s + 1) counted), shown AS (
    (SELECT id, false AS used FROM hers ORDER BY decide_by, id
     LIMIT %(size)s OFFSET %(size)s * (
        SELECT least(%(page)s - 1, greatest(least(n, %(most)s) - 1, 0) / %(size)s) FROM total))
    UNION ALL
    (SELECT id, true FROM used ORDER BY submitted_at DESC LIMIT %(size)s)
)
SELECT (SELECT n FROM total) AS total, coalesce(json_agg(row_to_json(q)), '[]') AS rows FROM (
    SELECT x.used, r.id, r.number, r.statement, r.level, r.decide_by, r.submitted_at,
           s.name AS applicant, s.role, c.name AS community, coalesce(b.name, '') AS building,
           coalesce(d.unit, '') AS unit, coalesce(d.room, '') AS room
    FROM shown x
    JOIN requests_accessrequest r ON r.id = x.id
    JOIN organisation_staff s ON s.id = r.applicant_id
    JOIN estates_community c ON c.id = r.community_id
    LEFT JOIN estates_building b ON b.id = r.building_id
    LEFT JOIN estates_dwelling d ON d.id = r.dwelling_id
    ORDER BY CASE WHEN x.used THEN r.submitted_at END DESC, r.decide_by, r.id
) q
"""  # noqa: S608 - nothing of a user's in it
WAITING = f"""{HERS}
SELECT (SELECT count(*) FROM (SELECT FROM hers LIMIT %(most)s) a)
     + (SELECT count(*) FROM (SELECT FROM used LIMIT %(most)s) b)
"""  # noqa: S608 - nothing of a user's in it


def _read(found: Sequence[Row], *_about: object) -> Inbox:
    (row,) = found
    told = [(one.pop("used"), _waiting(one)) for one in row["rows"]]
    return Inbox(
        total=min(row["total"], MOST),
        more=row["total"] > MOST,
        waiting=[one for used, one in told if not used],
        emergencies=[one for used, one in told if used],
    )


def _waiting(row: Row) -> Waiting:
    moments = {name: datetime.fromisoformat(row[name]) for name in ("decide_by", "submitted_at")}
    return Waiting(**{**row, "id": UUID(row["id"])} | moments)


def waiting(who: gate.Identity) -> int:
    """How many wait for her, for the line of the menu: no more are counted than it shows.

    Of 10,000 that wait it takes 2 ms to count a hundred of hers, and 10 ms to find that none is hers.
    """
    about = {"viewer": who.person, "most": navigation.MOST_SHOWN}
    return count_for(who, Action.REQUEST_DECIDE, WAITING, about)


# Asked with a staff id and the number of a page; one after the last is the last.
inbox = Question(
    INBOX, lambda viewer, page: {"viewer": viewer, "page": page, "size": PAGE, "most": MOST}, _read
)
