"""What this app puts into the shell: exit permits for everybody, the check for whoever stands at a gate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.THINGS,
            label=_("Exit permits"),
            url_name="exits:list",
            icon="briefcase",
            order=20,
            visible=offers(Action.EXIT_VIEW),
        ),
        Link(
            group=Group.WORK,
            label=_("Check at the gate"),
            url_name="exits:check",
            icon="scan-line",
            order=45,
            visible=offers(Action.EXIT_CHECK),
        ),
    )
