"""What this app puts into the shell: the register, and the review with a mark while it is overdue."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.personnel.registry import Fact, records
from lindun.rights import queries
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    records.register("reviews", _("Reviews of permissions"), _reviews_of)
    navigation.register(
        Link(
            group=Group.OVERSIGHT,
            label=_("Register of permissions"),
            url_name="rights:register",
            icon="book-key",
            order=50,
            visible=offers(Action.RIGHTS_READ),
        ),
        Link(
            group=Group.OVERSIGHT,
            label=_("Review of permissions"),
            url_name="rights:reviews",
            icon="list-checks",
            order=55,
            visible=offers(Action.REVIEW_VIEW),
            badge=_overdue,
        ),
    )


def _reviews_of(account: UUID) -> list[Fact]:
    """What reviews of permissions said of somebody, for the confidentiality file."""
    return [
        Fact(answer.at, f"{answer.review.number} · {_('kept') if answer.keeps else _('to be reduced')}")
        for answer in queries.answers_about(account)
    ]


def _overdue(request: HttpRequest) -> int:
    """One, while a review is overdue that this viewer could finish."""
    if not offers(Action.REVIEW_ANSWER)(request):
        return 0
    latest = queries.latest()
    return int(latest is not None and queries.progress(latest).is_overdue)
