"""What this app puts into the shell: the sidebar link, and words for its reason codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.requests import closing, waiting
from lindun.sharing import jobs, models, queries
from lindun.sharing.words import SENTENCES, WAYS
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link

if TYPE_CHECKING:
    from lindun.organisation.middleware import StaffRequest


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.WORK,
            label=_("Work orders out"),
            url_name="sharing:list",
            icon="send",
            order=32,
            visible=offers(Action.LINK_LIST),
        ),
        Link(
            group=Group.PARTNERS,
            label=_("Rules for receivers"),
            url_name="sharing:rules",
            icon="handshake",
            order=20,
            visible=offers(Action.RULES_PUBLISH),
        ),
    )
    for code, sentence in SENTENCES.items():
        reasons.register_sentence(code, sentence)
    for code, label in WAYS.items():
        reasons.register_way(code, label)
    closing.follow(jobs.end_calls_soon)
    waiting.register(_sent_to_me)


def _sent_to_me(request: StaffRequest) -> list[waiting.Thing]:
    """Work orders that were sent to this colleague as links. Only the device that proved itself opens one."""
    return [_thing(link) for link in queries.sent_to(request.staff.pk)]


def _thing(link: models.Link) -> waiting.Thing:
    said = {"number": link.task.number, "purpose": link.task.purpose.name, "place": link.building.title}
    label = gettext("Work order %(number)s · %(purpose)s · %(place)s") % said
    if link.state.bound_at is None:
        by_message = gettext("Open it from the message that was sent to you.")
        return waiting.Thing(label, by_message, "", urgent=False)
    detail = ngettext(
        "Opens on the device you first opened it on; %(n)d value may still be opened.",
        "Opens on the device you first opened it on; %(n)d values may still be opened.",
        link.state.views_left,
    )
    url = reverse("link:order", args=[link.pk])
    return waiting.Thing(label, detail % {"n": link.state.views_left}, url, urgent=False)
