"""What a partner is asked before entry and each year. The mandatory items are our own standard (PTN-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Item(NamedTuple):
    """One question that is answered by yes or no; yes is good."""

    code: str
    words: StrPromise
    mandatory: bool


ITEMS: tuple[Item, ...] = (
    Item("pledged", _("Everybody with access has signed a duty of confidentiality."), mandatory=True),
    Item("trained", _("They are told the rules before they begin, and again each year."), mandatory=True),
    Item("named_access", _("Access is personal: no shared accounts or phones."), mandatory=True),
    Item("no_passing_on", _("Nothing is passed on to subcontractors without our consent."), mandatory=True),
    Item("reports", _("A leak is reported to us within 24 hours."), mandatory=True),
    Item("destroys", _("Information and backups are destroyed when the work is done."), mandatory=True),
    Item("locked_devices", _("Phones and computers lock themselves and are encrypted."), mandatory=False),
    Item("leavers", _("Who leaves loses access the same day."), mandatory=False),
    Item("certified", _("There is a certificate of information security."), mandatory=False),
)
CODES = tuple(item.code for item in ITEMS)
MANDATORY = frozenset(item.code for item in ITEMS if item.mandatory)


def failed(met: frozenset[str]) -> list[str]:
    """The mandatory items that are not met, in the order of the questionnaire."""
    return [item.code for item in ITEMS if item.mandatory and item.code not in met]
