"""What the gate asks about a member of staff. Read afresh at every passage: no cache can be stale.

The operator is whoever runs commands with the server's own secrets: she may import, never look.
"""

from __future__ import annotations

from collections.abc import Sequence

from lindun.core.policy import Actor, Extent
from lindun.gate.asking import Question, Row
from lindun.gate.identity import Identity
from lindun.organisation.models import SENSITIVE_ROLES

ACTOR = """
SELECT s.role, s.clearance, s.status = 'active' AS in_post,
       ARRAY(SELECT a.community_id FROM organisation_assignment a
             WHERE a.staff_id = s.id AND a.building_id IS NULL) AS communities,
       ARRAY(SELECT a.building_id FROM organisation_assignment a
             WHERE a.staff_id = s.id AND a.building_id IS NOT NULL) AS buildings,
       ARRAY(SELECT c.id FROM estates_community c) AS company
FROM organisation_staff s WHERE s.id = %(staff)s
UNION ALL
SELECT 'operator', 0, true, '{}', '{}', ARRAY(SELECT c.id FROM estates_community c)
WHERE %(system)s = 'operator'
"""


def _read(rows: Sequence[Row], who: Identity) -> Actor | None:
    if not rows:
        return None
    row = rows[0]
    return Actor(
        id=str(who.staff or who.reference),
        role=row["role"],
        clearance=row["clearance"],
        in_post=row["in_post"],
        second_factor=who.second_factor,
        needs_second_factor=row["role"] in SENSITIVE_ROLES,
        assigned=Extent(frozenset(row["communities"]), frozenset(row["buildings"])),
        company=frozenset(row["company"]),
    )


actor = Question(ACTOR, lambda who: {"staff": who.staff, "system": who.system}, _read)
