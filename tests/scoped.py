"""Rows as they are, for setting the stage and looking behind the pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def everywhere(action: str = "") -> Iterator[None]:
    """A transaction that sees every community, and changes what a passage for `action` may change."""
    from lindun.estates.models import Community
    from lindun.scope.opening import RowScope, open_scope

    with transaction.atomic():
        open_scope(
            RowScope(communities=frozenset(Community.objects.values_list("pk", flat=True))), action=action
        )
        yield
