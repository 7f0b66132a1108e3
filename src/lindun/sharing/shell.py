"""What this app puts into the shell: the sidebar link, and words for its reason codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.requests import closing
from lindun.sharing import jobs
from lindun.sharing.words import SENTENCES, WAYS
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link


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
