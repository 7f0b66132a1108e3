"""What a link still allows, counted down inside the gate's transaction: values on the screen, and calls."""

from __future__ import annotations

from lindun.gate.quotas import Quota

TAKE = """
UPDATE sharing_linkstate
SET views_left = views_left - (%(way)s::text = 'reveal')::int,
    calls_left = calls_left - (%(way)s::text = 'call')::int
WHERE link_id = %(link)s::uuid AND revoked_at IS NULL AND locked_at IS NULL
  AND CASE %(way)s::text WHEN 'reveal' THEN views_left WHEN 'call' THEN calls_left END > 0
RETURNING views_left
"""

quota = Quota(TAKE, lambda link, way: {"link": link, "way": way})
"""One of what a link allows in this way; none when it is used up, the link was ended, or no such way."""
