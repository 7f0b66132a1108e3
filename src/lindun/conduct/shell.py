"""What this app puts into the shell: the register for those who handle cases, the notices for everybody."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindun.conduct import firms, queries
from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.partners.registry import chapters
from lindun.personnel.registry import records
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.OVERSIGHT,
            label=_("Violations"),
            url_name="conduct:list",
            icon="gavel",
            order=40,
            visible=offers(Action.CASE_VIEW),
        ),
        Link(
            group=Group.LEARNING,
            label=_("Internal notices"),
            url_name="conduct:notices",
            icon="newspaper",
            order=40,
            visible=offers(Action.BULLETIN_VIEW),
        ),
    )
    reasons.register_sentence(
        "conduct.heavier_measure",
        _(
            "From an internal notice upwards the general manager decides; about a partner the officer or the"
            " general manager."
        ),
    )
    records.register("violations", _("Violations"), queries.record_of)
    chapters.register(_("Violations"), firms.lines)
