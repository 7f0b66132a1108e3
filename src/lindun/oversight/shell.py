"""What this app puts into the shell: the watchers' links, and how many events wait."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.oversight import queries
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.OVERSIGHT,
            label=_("Ledger"),
            url_name="oversight:ledger",
            icon="scroll-text",
            order=10,
            visible=offers(Action.LEDGER_READ),
            pocket=True,
        ),
        Link(
            group=Group.OVERSIGHT,
            label=_("Events"),
            url_name="oversight:events",
            icon="siren",
            order=20,
            visible=offers(Action.LEDGER_READ),
            badge=_events_waiting,
            pocket=True,
        ),
        Link(
            group=Group.OVERSIGHT,
            label=_("Who looked"),
            url_name="oversight:trace",
            icon="footprints",
            order=30,
            visible=offers(Action.TRACE_READ),
            pocket=True,
        ),
        Link(
            group=Group.OVERSIGHT,
            label=_("Handling report"),
            url_name="oversight:report",
            icon="clipboard-list",
            order=60,
            visible=offers(Action.LEDGER_READ),
        ),
        Link(
            group=Group.ADMINISTRATION,
            label=_("Health"),
            url_name="oversight:health",
            icon="heart-pulse",
            order=60,
            visible=offers(Action.HEALTH_VIEW),
        ),
    )


def _events_waiting(request: HttpRequest) -> int:
    return queries.count_events() if offers(Action.EVENT_REVIEW)(request) else 0
