"""What this app puts into the shell: its link, with the number of things that wait for this viewer."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lindun.catalogue import queries
from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.RESIDENTS,
            label=_("Data and purposes"),
            url_name="catalogue:matrix",
            icon="table-properties",
            order=60,
            visible=offers(Action.CATALOGUE_VIEW),
            badge=_waiting,
        )
    )


def _waiting(request: HttpRequest) -> int:
    """Proposals of others that this viewer may decide, and kinds of data to settle."""
    waiting = 0
    if offers(Action.CHANGE_DECIDE)(request):
        others = queries.open_changes().exclude(proposed_by__user__username=request.user.get_username())
        waiting += others.count()
    if offers(Action.CLASSIFICATION_SETTLE)(request):
        waiting += queries.classification_tasks().count()
    return waiting
