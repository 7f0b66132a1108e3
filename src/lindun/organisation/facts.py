"""What the gate asks about a member of staff. Read afresh at every passage: no cache can be stale.

The operator is whoever runs commands with the server's own secrets: she may import, never look.
"""

from __future__ import annotations

from collections.abc import Sequence

from lindun.core.policy import Actor, Extent
from lindun.gate.asking import Question, Row
from lindun.gate.identity import Identity
from lindun.organisation.models import SENSITIVE_ROLES, Status

ACTOR = """
SELECT s.role, s.clearance, s.status,
       ARRAY(SELECT a.community_id FROM organisation_assignment a
             WHERE a.staff_id = s.id AND a.building_id IS NULL),
       ARRAY(SELECT a.building_id FROM organisation_assignment a
             WHERE a.staff_id = s.id AND a.building_id IS NOT NULL),
       ARRAY(SELECT c.id FROM estates_community c)
FROM organisation_staff s WHERE s.id = %s
UNION ALL
SELECT 'operator', 0, 'active', '{}', '{}', ARRAY(SELECT c.id FROM estates_community c) WHERE %s = 'operator'
"""


def _read(rows: Sequence[Row], who: Identity) -> Actor | None:
    if not rows:
        return None
    role, clearance, status, communities, buildings, company = rows[0]
    return Actor(
        id=str(who.staff or who.reference),
        role=role,
        clearance=clearance,
        in_post=status == Status.ACTIVE,
        second_factor=who.second_factor,
        needs_second_factor=role in SENSITIVE_ROLES,
        assigned=Extent(frozenset(communities), frozenset(buildings)),
        company=frozenset(company),
    )


actor = Question(ACTOR, lambda who: [who.staff, who.system], _read)
