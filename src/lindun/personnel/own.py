"""What the personal page shows: duties, what was met, what one opened this month, what one still holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate.rights import own_uses
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff
from lindun.personnel.registry import Chapter, held, records
from lindun.standing.queries import Line, checklist

LATEST = 4  # facts of a kind; the rest stand on the page of the kind
OPENED = frozenset({Action.ITEM_REVEAL, Action.SHEET_PRINT, Action.EXPORT_MAKE})


@dataclass(frozen=True)
class Opened:
    """What a person opened since the month began: in all, and how often each item."""

    times: int
    items: Sequence[tuple[str, int]]
    last: datetime | None


@dataclass(frozen=True)
class Mine:
    """One's own page."""

    asked: Sequence[Line]
    chapters: Sequence[Chapter]
    still_held: Sequence[Chapter]
    opened: Opened


def mine(passage: gate.Passage, staff: Staff) -> Mine:
    """Inside a passage for one's own page."""
    accounts = organisation.accounts_of(staff.pk)
    passage.saw(accounts, kind="staff")
    first = staff.same_person_as_id or staff.pk
    told = [chapter for chapter in records.about(accounts) if chapter.kind.code != "standing"]
    return Mine(
        asked=checklist(first, role=staff.role),
        chapters=told,
        still_held=[chapter for chapter in held.about(accounts) if chapter.facts],
        opened=_opened(passage, accounts),
    )


def _opened(passage: gate.Passage, accounts: Sequence[UUID]) -> Opened:
    begins = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    uses = [use for use in own_uses(passage, accounts, since=begins) if use.action in OPENED]
    names = {item.code: item.name for item in catalogue.items()}
    times: Counter[str] = Counter()
    for use in uses:
        times.update({names.get(item, item): use.times for item in use.items})
    return Opened(
        times=sum(use.times for use in uses),
        items=times.most_common(),
        last=max((use.last for use in uses), default=None),
    )
