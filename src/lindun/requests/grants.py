"""Register: every view of a grant is counted, in the transaction of its ledger entry."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils import timezone

from lindun.requests.models import Grant


def use(grant: str, *, views: int) -> bool:
    """Take views off a grant that is still running; False when fewer are left, and then none is taken.

    One UPDATE that looks and takes: whoever comes second waits for the row and then sees what is left. Runs
    in the gate's transaction and scope, for a use of what was granted.
    """
    now = timezone.now()
    left = Grant.objects.filter(
        pk=UUID(grant), ended_at=None, expires_at__gt=now, views_used__lte=F("views_allowed") - views
    )
    return left.update(views_used=F("views_used") + views, last_used_at=now) == 1
