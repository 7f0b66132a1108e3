"""What this app puts into the shell: the register, and what was reported for whoever watches."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindun.assets import queries
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.organisation.shell import offers
from lindun.personnel.registry import Fact, held
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    held.register("assets", _("Things of the company"), held_by, url_name="assets:list")
    navigation.register(
        Link(
            group=Group.THINGS,
            label=_("Things of the company"),
            url_name="assets:list",
            icon="package",
            order=10,
            visible=offers(Action.ASSET_VIEW),
            badge=_waiting,
        ),
        Link(
            group=Group.THINGS,
            label=_("Reports about things"),
            url_name="assets:incidents",
            icon="package-x",
            order=15,
            visible=offers(Action.ASSET_INCIDENT_VIEW),
            badge=_open,
        ),
    )


def held_by(account: UUID) -> list[Fact]:
    """What an account holds, for the personal page and the confidentiality file."""
    return [
        Fact(
            at=issue.decided_at or issue.asked_at,
            text=f"{issue.asset.number} {issue.asset.what}",
            url=reverse("assets:one", args=[issue.asset_id]),
        )
        for issue in queries.held_by([account])
    ]


def _waiting(request: HttpRequest) -> int:
    """Issues this viewer may decide as a second person."""
    staff: Staff | None = getattr(request, "staff", None)
    if staff is None or not offers(Action.ASSET_DECIDE)(request):
        return 0
    return queries.waiting_for(staff.pk)


def _open(request: HttpRequest) -> int:
    if not offers(Action.ASSET_INCIDENT_CLOSE)(request):
        return 0
    return queries.open_incidents().count()
