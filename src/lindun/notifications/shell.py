"""What this app puts into the shell: the bell, and the officer's link to the robots."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindun import gate
from lindun.gate.own import ask_own
from lindun.gate.vocabulary import Action
from lindun.notifications.facts import UNSEEN
from lindun.organisation.shell import offers
from lindun.web import bell, navigation
from lindun.web.bell import Bell
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    bell.provide(_bell)
    navigation.register(
        Link(
            group=Group.ADMINISTRATION,
            label=_("Group robots"),
            url_name="notifications:robots",
            icon="bot",
            order=40,
            visible=offers(Action.ROBOT_VIEW),
        )
    )


def _bell(request: HttpRequest) -> Bell | None:
    actor: gate.Identity | None = getattr(request, "actor", None)
    if actor is None:
        return None
    return Bell(url=reverse("notifications:list"), unseen=ask_own(actor, UNSEEN))
