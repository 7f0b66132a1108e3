"""What this app puts into the shell: the register, its words, what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lindun.gate.vocabulary import Action
from lindun.organisation.queries import accounts_of
from lindun.organisation.shell import offers
from lindun.papers import queries
from lindun.papers.rules import OWED
from lindun.personnel.registry import Fact, held
from lindun.requests import waiting
from lindun.web import navigation, reasons
from lindun.web.dates import moment_in_words
from lindun.web.navigation import Group, Link

if TYPE_CHECKING:
    from lindun.organisation.middleware import StaffRequest

SENTENCES = {
    OWED: gettext_lazy("A sheet you printed is past its time and not accounted for."),
    "paper.one_for_a_task": gettext_lazy(
        "The sheet of this task was printed already; there is one for a task."
    ),
    "paper.own_sheet": gettext_lazy("What became of a sheet is said by somebody else than its holder."),
}
WAYS = {
    "account.paper": gettext_lazy("Hand it back, have it destroyed before a colleague, or report it lost"),
    "ask.colleague": gettext_lazy("Ask the desk or a leader to record it"),
}


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.THINGS,
            label=gettext_lazy("Printed sheets"),
            url_name="papers:list",
            icon="printer",
            order=15,
            visible=offers(Action.SHEET_VIEW),
        )
    )
    for code, sentence in SENTENCES.items():
        reasons.register_sentence(code, sentence)
    for code, label in WAYS.items():
        reasons.register_way(code, label)
    reasons.register_way("account.paper", address=lambda _facts: reverse("papers:list"))
    held.register("papers", gettext_lazy("Printed sheets"), _held, url_name="papers:list")
    waiting.register(_overdue)


def _held(account: UUID) -> list[Fact]:
    now = timezone.now()
    return [
        Fact(
            sheet.printed_at,
            _("%(number)s (due %(due)s)") % {"number": sheet.number, "due": moment_in_words(sheet.due, now)},
            reverse("papers:one", args=[sheet.pk]),
            attention=sheet.due <= now,
        )
        for sheet in queries.held_by([account])
    ]


def _overdue(request: StaffRequest) -> list[waiting.Thing]:
    """One's own sheets that are past their time."""
    late = list(queries.overdue(accounts_of(request.staff.pk), now=timezone.now()))
    if not late:
        return []
    label = ngettext("%(n)d printed sheet is overdue", "%(n)d printed sheets are overdue", len(late))
    detail = _("Until it is back, destroyed before a witness or reported lost, you print no other.")
    return [waiting.Thing(label % {"n": len(late)}, detail, reverse("papers:list"), urgent=True)]
