"""Who looked at a household, in words: the user sees that the system sees.

Names and items are found here, not in the ledger, and only for somebody inside the passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.catalogue import queries as catalogue
from lindun.catalogue.models import DataItem
from lindun.gate.identity import NO_STAFF
from lindun.gate.looks import Look
from lindun.gate.vocabulary import Action
from lindun.organisation import queries as organisation
from lindun.requests.queries import is_emergency

SHOWN = 8
READ = 40  # enough that visits in a row, shown as one, leave something to show


def lines(
    me: UUID, seen: Sequence[Look], *, items: Sequence[DataItem], numbers: Mapping[str, str], now_for: str
) -> list[dict[str, Any]]:
    """The viewer's visit of this moment, then what came before.

    numbers: of tasks and requests by reference. now_for: code of the purpose, or "".
    """
    before = once_each(me, seen)[:SHOWN]
    names = organisation.names(look.staff for look in before if look.staff)
    purposes = {purpose.code: purpose.name for purpose in catalogue.purposes()}
    labels = {item.code: item.name for item in items}
    shown = [
        {
            "who": _("You") if look.staff == me else names.get(look.staff or NO_STAFF, _nobody(look)),
            "what": _words(look, [labels.get(code, code) for code in look.items]),
            "at": look.at,
            "detail": _detail(look, purposes.get(look.purpose or "", ""), numbers.get(look.task, "")),
            "refused": not look.allowed,
        }
        for look in before
    ]
    return [just_now(Action.HOUSEHOLD_VIEW, items=(), purpose=purposes.get(now_for, "")), *shown]


def _nobody(look: Look) -> str:
    """Words for a look that no member of staff made under her own name."""
    return _("The bearer of a work-order link") if look.by_link else _("The system")


def once_each(me: UUID, seen: Sequence[Look]) -> list[Look]:
    """Looks without the repeats that every choice of a purpose makes: visits in a row by one person are one.

    The viewer's last visits belong to the one of this moment.
    """
    kept: list[Look] = []
    last: tuple[UUID | None, str] = (me, Action.HOUSEHOLD_VIEW)
    for look in seen:
        this = (look.staff, look.action)
        if this != last or look.action != Action.HOUSEHOLD_VIEW:
            kept.append(look)
        last = this
    return kept


def just_now(action: str, *, items: Sequence[str], purpose: str) -> dict[str, Any]:
    """The line of what the viewer is doing this very moment. items, purpose: words."""
    what = _what(action, items, allowed=True)
    return {"who": _("You"), "what": what, "at": timezone.now(), "detail": purpose, "refused": False}


def _words(look: Look, items: Sequence[str]) -> str:
    if look.called and look.allowed:
        return _("called, unseen: %(items)s") % {"items": str(_(", ")).join(items)}
    return _what(look.action, items, allowed=look.allowed)


def _what(action: str, items: Sequence[str], *, allowed: bool) -> str:
    words = {"items": str(_(", ")).join(items)}
    if action == Action.ITEM_REVEAL:
        return (_("opened: %(items)s") if allowed else _("was refused: %(items)s")) % words
    if action == Action.SHEET_PRINT:
        return (_("printed: %(items)s") if allowed else _("was refused to print: %(items)s")) % words
    if action == Action.SOURCE_VIEW:
        return _("asked for the source of: %(items)s") % words
    return _("looked at the household, masked")


def _detail(look: Look, purpose: str, task: str) -> str:
    """What for, by which task or request, and where it stands in the ledger.

    An emergency has the purpose that was on the screen when somebody pressed the button: it says nothing.
    """
    what_for = _("emergency") if is_emergency(look.task, task) else purpose
    return " · ".join(
        part for part in (what_for, task, f"#{look.number}" if look.number is not None else "") if part
    )
