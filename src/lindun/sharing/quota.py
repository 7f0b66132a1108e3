"""What a link still allows, counted down inside the gate's transaction: values on the screen, and calls."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from lindun.sharing.models import LinkState

COUNTS = {"reveal": "views_left", "call": "calls_left"}


def use(link: str, *, way: str) -> bool:
    """Take one of what the link allows in this way; False when none is left, or the link was ended meanwhile.

    One UPDATE that looks and takes: whoever comes second waits for the row and then sees what is left. Raises
    KeyError for a way that no link allows.
    """
    left = COUNTS[way]
    state = LinkState.objects.filter(pk=UUID(link), revoked_at=None, locked_at=None, **{f"{left}__gt": 0})
    return state.update(**{left: F(left) - 1}) == 1
