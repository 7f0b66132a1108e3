"""Who comes and asks for residents' data, which papers each must bring, and what to tell them.

The papers follow the stricter of local rule and law: Criminal Procedure Law article 54, Civil Procedure Law
article 70, Data Security Law article 35. A lawyer may ask, but only a court can require.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

NOTICE, LETTER, ORDER, LICENCE = "notice", "letter", "order", "licence"
CARDS, SCOPE, COPY = "cards", "scope", "copy"
PAPERS: dict[str, StrPromise] = {
    NOTICE: _("Written notice to produce evidence, stamped, approved at county level or above"),
    LETTER: _("Official letter with stamp, file number and contact"),
    ORDER: _("Order or notice of assistance of a court, stamped"),
    LICENCE: _("Practice card of the lawyer named in the order"),
    CARDS: _("Work cards of two officers, seen and compared with their faces"),
    SCOPE: _("The paper itself says whose data, which items and which period"),
    COPY: _("A copy of the paper is kept for the file"),
}


@dataclass(frozen=True)
class Asker:
    """A kind of asker. With `papers` it is official: recorded and forwarded; without, told no politely.

    say: the words for whoever stands at the counter. least: what may at most come of it.
    """

    code: str
    icon: str
    title: StrPromise
    say: StrPromise
    least: StrPromise
    papers: tuple[str, ...] = ()

    @property
    def is_official(self) -> bool:
        return bool(self.papers)

    def missing(self, brought: Collection[str]) -> list[str]:
        """Codes of the papers that are not there, in the order of the checklist."""
        return [paper for paper in self.papers if paper not in brought]


_FORWARDED = _(
    "Please take a seat. I record your request and our legal desk answers it; "
    "I cannot look anything up myself."
)
_ONLY_THE_PAPER = _("Only what the paper names, for the period it names, against a signed receipt.")
_NO = _(
    "I am sorry: residents' information is protected, and we give it to nobody. "
    "I can pass on a message, and the resident calls you back if they wish."
)
_NOTHING = _("Nothing. Not even whether somebody lives here.")
_EVIDENCE = (NOTICE, CARDS, SCOPE, COPY)

ASKERS: dict[str, Asker] = {
    asker.code: asker
    for asker in (
        Asker("police", "shield", _("Police"), _FORWARDED, _ONLY_THE_PAPER, _EVIDENCE),
        Asker("procuratorate", "scale", _("Procuratorate or supervisory commission"),
              _FORWARDED, _ONLY_THE_PAPER, _EVIDENCE),
        Asker("security", "shield-alert", _("State security"), _FORWARDED, _ONLY_THE_PAPER, _EVIDENCE),
        Asker("court", "gavel", _("Court"), _FORWARDED, _ONLY_THE_PAPER, (ORDER, CARDS, SCOPE, COPY)),
        Asker("lawyer", "briefcase", _("Lawyer"), _FORWARDED,
              _("Without an order of a court nothing; with one, only what it names."),
              (ORDER, LICENCE, SCOPE, COPY)),
        Asker("street", "landmark", _("Street office, neighbourhood or grid worker"), _FORWARDED,
              _("Counts without names where they do; the house passes on notices itself."),
              (LETTER, SCOPE, COPY)),
        Asker("committee", "vote", _("Owners' committee"), _FORWARDED,
              _("Room and voting area for a vote. The house sends the invitations itself."),
              (LETTER, SCOPE, COPY)),
        Asker("agent", "house", _("Estate agent or salesperson"), _NO, _NOTHING),
        Asker("courier", "package", _("Courier or visitor"), _NO,
              _("Nothing. Call the household for them, or open a task “visitor”.")),
        Asker("neighbour", "users", _("Neighbour"), _NO,
              _("Nothing. Offer to pass a message on, or take a complaint.")),
        Asker("relative", "heart", _("Relative or acquaintance"), _NO,
              _("Nothing. Call the resident yourself and ask whether they want the call.")),
    )
}  # fmt: skip
