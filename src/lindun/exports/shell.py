"""What this app puts into the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lindun.exports import accepting, watching
from lindun.exports.actions import NOT_DESTROYED
from lindun.gate.registry import watches
from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    reasons.register_sentence(
        accepting.NOT_ACCEPTED, _("The rules for receivers are not accepted yet for this file.")
    )
    reasons.register_sentence(
        NOT_DESTROYED, _("The file could not be destroyed; the hourly clean-up tries again.")
    )
    watches.register(search=watching.looked_up)
    navigation.register(
        Link(
            group=Group.RESIDENTS,
            label=_("Exported files"),
            url_name="exports:list",
            icon="file-lock",
            order=30,
            visible=offers(Action.EXPORT_VIEW),
        ),
        Link(
            group=Group.OVERSIGHT,
            label=_("Trace a leaked list"),
            url_name="exports:trace",
            icon="fingerprint-pattern",
            order=35,
            visible=offers(Action.COPY_TRACE),
        ),
    )
