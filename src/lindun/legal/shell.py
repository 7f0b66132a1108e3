"""What this app puts into the shell: the button for the moment somebody asks, and the register."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.legal import queries
from lindun.organisation.shell import offers
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.WORK,
            label=_("Somebody asks for data"),
            url_name="legal:choose",
            icon="hand",
            order=70,
            visible=offers(Action.ENQUIRY_RECORD),
        )
    )
    navigation.register(
        Link(
            group=Group.RESIDENTS,
            label=_("Requests from outside"),
            url_name="legal:list",
            icon="landmark",
            order=75,
            visible=offers(Action.ENQUIRY_VIEW),
            badge=_waiting,
        )
    )


def _waiting(request: HttpRequest) -> int:
    return queries.waiting() if offers(Action.ENQUIRY_DECIDE)(request) else 0
