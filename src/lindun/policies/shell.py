"""What this app puts into the shell, and where the demands it meets are met."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.organisation.models import Staff
from lindun.organisation.shell import offers
from lindun.personnel.registry import records
from lindun.policies import record
from lindun.standing import codes
from lindun.standing import queries as standing
from lindun.standing.registry import steps
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    steps.register(codes.POLICY, _("Read and acknowledge the rules"), "policies:rules")
    steps.register(codes.PLEDGE, _("Sign the confidentiality pledge"), "policies:pledge")
    steps.register(codes.DUTIES, _("Acknowledge the duties of the post"), "policies:duties")
    records.register("pledge", _("Rules, pledges and duties"), record.of, url_name="policies:pledge")
    navigation.register(
        Link(
            group=Group.WORK,
            label=_("New rules to acknowledge"),
            url_name="policies:new_rules",
            icon="scroll-text",
            order=0,
            visible=_only_rules_missing,
            pocket=True,
        ),
        Link(
            group=Group.LEARNING,
            label=_("Rules and pledge"),
            url_name="policies:rules",
            icon="scroll-text",
            order=20,
            visible=offers(Action.POLICY_VIEW),
        ),
        Link(
            group=Group.THINGS,
            label=_("Special tasks"),
            url_name="policies:projects",
            icon="lock-keyhole",
            order=40,
            visible=offers(Action.PROJECT_VIEW),
        ),
        Link(
            group=Group.LEARNING,
            label=_("Posters"),
            url_name="policies:posters",
            icon="sticky-note",
            order=60,
            visible=offers(Action.POSTER_VIEW),
        ),
        Link(
            group=Group.ADMINISTRATION,
            label=_("Company texts"),
            url_name="policies:office",
            icon="file-pen-line",
            order=10,
            visible=_in_office,
        ),
    )


def _in_office(request: HttpRequest) -> bool:
    return offers(Action.TEXT_REVIEW)(request) or offers(Action.PROMISE_LIST)(request)


def _only_rules_missing(request: HttpRequest) -> bool:
    """Whoever has met everything but the new rules begins with them."""
    staff: Staff | None = getattr(request, "staff", None)
    if staff is None or not getattr(staff, "newcomer", False):
        return False
    lines = standing.checklist(staff.same_person_as_id or staff.pk, role=staff.role)
    return [line.code for line in lines if line.state == "missing"] == [codes.POLICY]
