"""What this app puts into the shell."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import PersonLink, offers, register_person_link
from lindun.personnel import queries
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.PEOPLE,
            label=_("Confidentiality organisation"),
            url_name="personnel:posts",
            icon="network",
            order=20,
            visible=offers(Action.POST_VIEW),
            badge=_red,
        ),
        Link(
            group=Group.PEOPLE,
            label=_("Background checks"),
            url_name="personnel:checks",
            icon="badge-check",
            order=30,
            visible=offers(Action.BACKGROUND_RECORD),
        ),
        Link(
            group=Group.PEOPLE,
            label=_("Lists of staff"),
            url_name="personnel:lists",
            icon="file-up",
            order=15,
            visible=offers(Action.LIST_VIEW),
        ),
    )
    navigation.register(
        Link(
            group=Group.LEARNING,
            label=_("About me"),
            url_name="personnel:me",
            icon="circle-user-round",
            order=5,
            visible=offers(Action.SELF_VIEW),
        ),
        Link(
            group=Group.LEARNING,
            label=_("Commendations"),
            url_name="personnel:commendations",
            icon="award",
            order=50,
            visible=offers(Action.COMMENDATION_VIEW),
        ),
    )
    register_person_link(PersonLink(_("Confidentiality file"), "personnel:file", Action.FILE_VIEW))
    reasons.register_way("name.responsible", address=lambda _facts: reverse("personnel:posts"))


def _red(request: HttpRequest) -> int:
    """Posts nobody answers for, for whoever may name somebody."""
    return queries.red_posts() if offers(Action.POST_CHANGE)(request) else 0
