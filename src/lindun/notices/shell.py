"""What this app puts into the shell: the link to texts for publication."""

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
            group=Group.RESIDENTS,
            label=_("Texts for publication"),
            url_name="notices:list",
            icon="megaphone",
            order=40,
            visible=offers(Action.NOTICE_VIEW),
        )
    )
