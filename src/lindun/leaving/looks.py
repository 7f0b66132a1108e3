"""What somebody opened lately, and what of it was unusual: for whoever reviews an exit or a transfer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue.models import DataItem, Purpose
from lindun.estates.models import Building, Community
from lindun.gate import history
from lindun.gate.history import Deed
from lindun.gate.vocabulary import Action
from lindun.web import deeds

OPENING = (Action.ITEM_REVEAL, Action.SHEET_PRINT, Action.EXPORT_MAKE, Action.EXPORT_MASK, Action.EXPORT_TAKE)
TRYING = (Action.PAGE_PRINT, Action.VALUE_COPY, Action.RESIDENT_SEARCH, Action.HOUSEHOLD_VIEW)
LATELY = timedelta(days=90)
MOST = 200
DAY_BEGINS, DAY_ENDS = 7, 20  # hours between which a look is an ordinary one


@dataclass(frozen=True)
class Row:
    """One deed in words; `unusual` says in which way, and is empty for an ordinary one."""

    deed: Deed
    what: str
    items: str
    purpose: str
    place: str
    unusual: str


def lately(passage: gate.Passage, accounts: Sequence[UUID]) -> list[Row]:
    """What these accounts opened in the last 90 days, newest first. The passage shows their person."""
    return _rows(_done(passage, accounts, OPENING))


def unusual(passage: gate.Passage, accounts: Sequence[UUID]) -> list[Row]:
    """Of that, and of what was tried besides: what was refused, at night, or for no task."""
    found = _rows(_done(passage, accounts, (*OPENING, *TRYING)))
    return [row for row in found if row.unusual]


def oddity(deed: Deed) -> str:
    """In which way a deed is worth a second look, in words; empty for an ordinary one."""
    if deed.outcome in {"denied", "failed"}:
        return _("refused")
    if not DAY_BEGINS <= timezone.localtime(deed.at).hour < DAY_ENDS:
        return _("outside working hours")
    if deed.action == Action.ITEM_REVEAL and not deed.task:
        return _("without a task")
    return ""


def _done(passage: gate.Passage, accounts: Sequence[UUID], actions: Sequence[str]) -> list[Deed]:
    since = timezone.now() - LATELY
    found: list[Deed] = []
    for account in accounts:
        found += history.by_staff(passage, account, actions=actions, since=since, most=MOST)
    return sorted(found, key=lambda deed: deed.at, reverse=True)[:MOST]


def _rows(found: Sequence[Deed]) -> list[Row]:
    items = {one.code: one.name for one in DataItem.objects.all()}
    purposes = {one.code: one.name for one in Purpose.objects.all()}
    places = _places()
    return [
        Row(
            deed=deed,
            what=deeds.action(deed.action),
            items=_(", ").join(items.get(code, code) for code in deed.items),
            purpose=purposes.get(deed.purpose or "", ""),
            place=next((places[one] for one in reversed(deed.place) if one in places), ""),
            unusual=oddity(deed),
        )
        for deed in found
    ]


def _places() -> dict[str, str]:
    """Names of places by the ledger's references."""
    whole = {f"community:{one.pk}": one.name for one in Community.objects.all()}
    single = Building.objects.select_related("community")
    return whole | {f"building:{one.pk}": f"{one.community.name} {one.title}" for one in single}
