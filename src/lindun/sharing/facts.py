"""What the gate asks about whoever bears a link. About everybody else it asks what it asked before.

A link lets nobody do what its sender may not: its clearance is hers, or less, and it ends with her post. A
link for a partner holds as long as nothing stands against the partner and its consent on this day.
"""

from __future__ import annotations

from collections.abc import Sequence

from lindun.core.policy import Actor, Consent, Errand, Extent
from lindun.gate.asking import Asked, Question, Row
from lindun.gate.identity import Identity
from lindun.organisation import facts as organisation

BEARER = "link_holder"

BEARS = """
SELECT l.task_id AS task, l.dwelling_id AS dwelling, l.building_id AS building,
       least(s.clearance, coalesce(a.clearance, s.clearance)) AS clearance,
       CASE WHEN t.revoked_at IS NOT NULL THEN 'link.revoked'
            WHEN t.locked_at IS NOT NULL THEN 'link.locked'
            WHEN l.expires_at <= now() THEN 'link.expired'
            WHEN a.status <> 'active' OR a.until < %(today)s::date THEN 'link.assignee_left'
            WHEN s.status <> 'active' OR s.until < %(today)s::date OR NOT (
                s.role = 'general_manager' OR EXISTS (
                    SELECT FROM organisation_assignment w
                    JOIN estates_building b ON b.community_id = w.community_id
                    WHERE w.staff_id = s.id AND b.id = l.building_id
                      AND (w.building_id IS NULL OR w.building_id = l.building_id)))
            THEN 'link.sender_left'
            ELSE '' END AS ended,
       EXISTS (SELECT FROM sharing_acceptance x
               WHERE x.rules_id = (SELECT max(version) FROM sharing_receiverrules)
                 AND CASE WHEN l.assignee_id IS NULL THEN x.link_id = l.id AND x.staff_id IS NULL
                          ELSE x.staff_id = l.assignee_id END) AS accepted,
       l.assignee_id IS NULL AS outside, l.consent_id AS consent, c.purpose_id AS purpose, c.items,
       CASE WHEN c.id IS NULL THEN ARRAY['partner.consent_missing']
            WHEN r.partner_id = c.partner_id AND r.receives AND r.removed_at IS NULL
            THEN partners_closed(c.id, %(today)s::date)
            ELSE partners_closed(c.id, %(today)s::date) || 'partner.recipient_gone'::text END AS closed
FROM sharing_link l
JOIN sharing_linkstate t ON t.link_id = l.id
JOIN organisation_staff s ON s.id = l.made_by_id
LEFT JOIN organisation_staff a ON a.id = l.assignee_id
LEFT JOIN partners_consent c ON c.id = l.consent_id
LEFT JOIN partners_person r ON r.id = l.recipient_id
WHERE l.id = %(link)s
"""


def _read(rows: Sequence[Row], who: Identity) -> Actor | None:
    if not rows:
        return None
    row = rows[0]
    return Actor(
        id=who.reference,
        person=who.reference,
        role=BEARER,
        clearance=row["clearance"],
        in_post=not row["ended"],
        second_factor=False,
        needs_second_factor=False,
        assigned=Extent(buildings=frozenset({row["building"]})),
        errand=Errand(row["task"], row["dwelling"], row["ended"], row["accepted"], _consent(row)),
    )


def _consent(row: Row) -> Consent | None:
    """What an outsider's link is good for; one made before partners were kept is good for nothing."""
    if not row["outside"]:
        return None
    return Consent(
        id=row["consent"] or "",
        purpose=row["purpose"] or "",
        items=frozenset(row["items"] or ()),
        closed=frozenset(row["closed"]),
    )


class Whoever(Question[Actor | None]):
    """The question about an actor: about the bearer of a link here, about staff and system as before."""

    def of(self, *arguments: object) -> Asked[Actor | None]:
        (who,) = arguments
        bears = isinstance(who, Identity) and who.link is not None
        return super().of(who) if bears else organisation.actor.of(who)


actor = Whoever(BEARS, lambda who: {"link": who.link, "today": organisation.today()}, _read)
