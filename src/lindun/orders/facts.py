"""What the gate asks about a system that sends work orders: where it may, and whether it still may."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from lindun.core.policy import Actor, Extent
from lindun.gate.asking import Asked, Question, Row
from lindun.gate.identity import Identity
from lindun.sharing import facts as sharing

SYSTEM = "order_system"

SENDS = """
SELECT s.communities, s.taken_at IS NOT NULL AND s.revoked_at IS NULL AND s.state = 'approved'
       AND s.expires_at > %(order_time)s AS in_force
FROM orders_system s WHERE s.id = %(order_system)s
"""


def _read(rows: Sequence[Row], who: Identity) -> Actor | None:
    if not rows:
        return None
    row = rows[0]
    return Actor(
        id=who.reference,
        person=who.reference,
        role=SYSTEM,
        clearance=0,
        in_post=row["in_force"],
        second_factor=False,
        needs_second_factor=False,
        assigned=Extent(communities=frozenset(row["communities"])),
    )


class Whoever(Question[Actor | None]):
    """The question about an actor: about a system here, about everybody else as before."""

    def of(self, *arguments: object) -> Asked[Actor | None]:
        (who,) = arguments
        sends = isinstance(who, Identity) and who.client is not None
        return super().of(who) if sends else sharing.actor.of(who)


actor = Whoever(SENDS, lambda who: {"order_system": who.client, "order_time": timezone.now()}, _read)
