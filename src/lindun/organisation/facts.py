"""What the gate asks about a member of staff. Read afresh at every passage: no cache can be stale."""

from __future__ import annotations

from django.db import connection

from lindun.core.policy import Actor, Extent
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
"""


OPERATOR = """
SELECT 'operator', 0, 'active', '{}'::int[], '{}'::int[], ARRAY(SELECT c.id FROM estates_community c)
"""


def actor(who: Identity) -> Actor | None:
    """The member of staff, or the operator: somebody with the server's own secrets, who may import, never look."""
    if who.system and who.system != "operator":
        return None
    with connection.cursor() as cursor:
        cursor.execute(ACTOR, [who.staff]) if who.staff else cursor.execute(OPERATOR)
        row = cursor.fetchone()
    if row is None:
        return None
    role, clearance, status, communities, buildings, company = row
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
