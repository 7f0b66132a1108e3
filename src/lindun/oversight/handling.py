"""How residents' data was handled in a year: collected, used, shared, destroyed; from the ledger (AUD-03)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate.vocabulary import Action, Happening
from lindun.ledger import queries as ledger
from lindun.ledger.queries import Handled
from lindun.oversight.queries import NO_PURPOSE, start_of
from lindun.web import deeds, spreadsheet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: dict[str, tuple[StrPromise, tuple[str, ...]]] = {
    "collected": (gettext_lazy("Collecting"), (Action.ROSTER_IMPORT, Action.MOVEMENT_RECORD)),
    "used": (
        gettext_lazy("Used"),
        (
            Action.ITEM_REVEAL,
            Action.SHEET_PRINT,
            Action.LINK_OPEN,
            Happening.CALL_BOUND,
            Action.CALL_ANSWER,
            Action.EMERGENCY_OPEN,
        ),
    ),
    "shared": (
        gettext_lazy("Shared"),
        (Action.LINK_MAKE, Action.EXPORT_MASK, Action.EXPORT_MAKE, Action.EXPORT_TAKE),
    ),
    "deleted": (gettext_lazy("Destroyed"), (Happening.FILE_DESTROYED, Happening.EXPORT_DESTROYED)),
}
"""Every kind of handling, and the deeds that count as it. What only looks at masked values counts as none."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How often one thing was done for one purpose. `url`: its entries on the ledger page."""

    deed: str
    purpose: str
    times: int
    residents: int
    fields: int
    rows: int
    url: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Collected, used, shared or destroyed: how often in all, and the figures behind it."""

    code: str
    title: str
    figures: list[Figure]

    @property
    def times(self) -> int:
        return sum(figure.times for figure in self.figures)


def report(passage: gate.Passage, year: int, *, purpose: str | None) -> list[Kind]:
    """The four kinds of handling in a calendar year. purpose: a code; None for every purpose.

    What was done for no purpose in particular (a file destroyed) counts for each.
    """
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    every = [action for _title, actions in KINDS.values() for action in actions]
    found = ledger.handled(every, since=start_of(since), until=start_of(until), purpose=purpose)
    passage.purpose = purpose
    passage.saw(entries=sum(each.times for each in found))
    names = {known.code: known.name for known in catalogue.purposes()}
    return [
        Kind(
            code=code, title=str(title), figures=[_figure(each, year, names) for each in _of(found, actions)]
        )
        for code, (title, actions) in KINDS.items()
    ]


def _of(found: Iterable[Handled], actions: Sequence[str]) -> list[Handled]:
    return sorted(
        (each for each in found if each.action in actions), key=lambda each: actions.index(each.action)
    )


def _figure(each: Handled, year: int, names: dict[str, str]) -> Figure:
    return Figure(
        deed=deeds.action(each.action),
        purpose=names.get(each.purpose, each.purpose) if each.purpose else _("no purpose in particular"),
        times=each.times,
        residents=each.residents,
        fields=each.fields,
        rows=each.rows,
        url=_entries(each, year),
    )


def _entries(each: Handled, year: int) -> str:
    """The ledger page with exactly the entries behind a figure."""
    filters = {
        "since": f"{year}-01-01",
        "until": f"{year}-12-31",
        "action": each.action,
        "outcome": each.outcome,
        "purpose": each.purpose or NO_PURPOSE,
    }
    return f"{reverse('oversight:ledger')}?{urlencode(filters)}"


def as_csv(kinds: Iterable[Kind]) -> str:
    """One line a figure, with a heading."""
    heading = [_("Handling"), _("What"), _("For"), _("Entries"), _("Residents concerned"), _("Values"),
               _("Rows"), _("Filter of the ledger")]  # fmt: skip
    rows = [
        [kind.title, each.deed, each.purpose, *map(str, (each.times, each.residents, each.fields, each.rows)),
         each.url]
        for kind in kinds
        for each in kind.figures
    ]  # fmt: skip
    return spreadsheet.text(heading, rows)
