"""Exit permits that still wait are refused when whoever asked for them goes; what is out must come back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.exits.models import ExitPermit, State
from lindun.organisation.departing import follow


def register() -> None:
    follow("permits", refuse_permits, count=lambda accounts: _waiting(accounts).count())


def refuse_permits(accounts: Sequence[UUID], by: UUID) -> int:
    words = _("The post ends.")
    return _waiting(accounts).update(
        state=State.REFUSED, decided_by=by, decided_at=timezone.now(), words=words
    )


def _waiting(accounts: Sequence[UUID]) -> QuerySet[ExitPermit]:
    return ExitPermit.objects.filter(holder__in=accounts, state=State.WAITING)
