"""What this app puts into the shell."""

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
            group=Group.ADMINISTRATION,
            label=_("Passwords and screens"),
            url_name="accounts:rules",
            icon="lock-keyhole",
            order=30,
            visible=offers(Action.RULES_CHANGE),
        )
    )
