"""What this app puts into the shell: the search box, sidebar links, where the ways on lead."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link, SearchBox
from lindun.web.reasons import Facts


def register() -> None:
    """Called once while the app loads."""
    navigation.register_search(
        SearchBox(
            url_name="residents:search",
            hint=_("Room, name, phone tail, plate or task number"),
            visible=offers(Action.RESIDENT_SEARCH),
        )
    )
    navigation.register(
        Link(
            group=Group.RESIDENTS,
            label=_("Residents"),
            url_name="residents:list",
            icon="users",
            order=10,
            visible=offers(Action.RESIDENT_LIST),
        ),
        Link(
            group=Group.RESIDENTS,
            label=_("Import a roster"),
            url_name="residents:import_upload",
            icon="file-up",
            order=20,
            visible=offers(Action.ROSTER_IMPORT),
        ),
    )
    reasons.register_way("choose.purpose", address=_purpose)
    reasons.register_way("give.reason", address=_reason)


def _purpose(facts: Facts) -> str:
    """To the question at the top of the household at hand, where the case is about one."""
    return f"{_household(facts)}#purpose" if "dwelling" in facts else ""


def _reason(facts: Facts) -> str:
    return f"{_household(facts)}#reason" if "dwelling" in facts else ""


def _household(facts: Facts) -> str:
    return reverse("residents:household", args=[facts["dwelling"]])
