"""What this app puts into the shell: the list of systems, and words for its reason codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.orders.words import REFUSALS
from lindun.organisation.shell import offers
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.PARTNERS,
            label=_("Work-order systems"),
            url_name="orders:systems",
            icon="key-round",
            order=30,
            visible=offers(Action.SYSTEM_VIEW),
        )
    )
    for code, sentence in REFUSALS.items():
        reasons.register_sentence(code, sentence)
