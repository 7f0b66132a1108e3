"""What this app puts into the shell: the sidebar link, and words for its reason codes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.partners.codes import SENTENCES
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.PARTNERS,
            label=_("Partners"),
            url_name="partners:list",
            icon="building-2",
            order=10,
            visible=offers(Action.PARTNER_VIEW),
        )
    )
    for code, sentence in SENTENCES.items():
        reasons.register_sentence(code, sentence)
    reasons.register_way("ask.partner_owner", _("Ask whoever looks after this partner"))
