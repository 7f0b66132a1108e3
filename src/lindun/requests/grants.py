"""Register: every view of a grant is counted, in the transaction of its ledger entry."""

from __future__ import annotations

from django.utils import timezone

from lindun.gate.quotas import Quota

TAKE = """
UPDATE requests_grant SET views_used = views_used + %(views)s::int, last_used_at = %(now)s::timestamptz
WHERE request_id = %(grant)s::uuid AND ended_at IS NULL AND expires_at > %(now)s::timestamptz
  AND views_used + %(views)s::int <= views_allowed
RETURNING views_used
"""

quota = Quota(TAKE, lambda grant, views: {"grant": grant, "views": views, "now": timezone.now().isoformat()})
"""Views taken off a grant that is still running; none when fewer are left."""
