"""What this app puts into the shell: sidebar links, words for kinds of data, the way to a new task."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.organisation.shell import offers
from lindun.requests import inbox
from lindun.web import navigation, reasons
from lindun.web.navigation import Group, Link
from lindun.web.reasons import Facts


def register() -> None:
    """Called once while the app loads."""
    navigation.register(
        Link(
            group=Group.WORK,
            label=_("Desk"),
            url_name="requests:desk",
            icon="house",
            order=10,
            visible=offers(Action.DESK_VIEW),
            pocket=True,
        ),
        Link(
            group=Group.WORK,
            label=_("New task"),
            url_name="requests:task_new",
            icon="clipboard-pen",
            order=20,
            visible=offers(Action.TASK_OPEN),
            pocket=True,
        ),
        Link(
            group=Group.WORK,
            label=_("Alerts"),
            url_name="requests:alerts",
            icon="bell",
            order=40,
            visible=offers(Action.ALERT_VIEW),
        ),
        Link(
            group=Group.WORK,
            label=_("Look-ups to review"),
            url_name="requests:lookups",
            icon="scan-search",
            order=50,
            visible=offers(Action.LOOKUP_REVIEW),
        ),
    )
    _register_requests()
    reasons.register_way("open.task", address=_new_task)
    reasons.register_way("request.access", address=_apply)


def _register_requests() -> None:
    navigation.register(
        Link(
            group=Group.WORK,
            label=_("My requests"),
            url_name="requests:mine",
            icon="file-clock",
            order=30,
            visible=offers(Action.REQUEST_SUBMIT),
        ),
        Link(
            group=Group.WORK,
            label=_("To approve"),
            url_name="requests:inbox",
            icon="stamp",
            order=25,
            visible=offers(Action.REQUEST_DECIDE),
            badge=_waiting,
            pocket=True,
        ),
        Link(
            group=Group.WORK,
            label=_("Deputies"),
            url_name="requests:deputies",
            icon="user-round-check",
            order=60,
            visible=offers(Action.DEPUTY_NAME),
        ),
    )


def _waiting(request: HttpRequest) -> int:
    who: gate.Identity | None = getattr(request, "actor", None)
    return inbox.waiting(who) if who is not None else 0


def _new_task(facts: Facts) -> str:
    """To a new task for the household at hand, where the case is about one."""
    if "dwelling" in facts:
        return reverse("requests:task_new_at", args=[facts["dwelling"]])
    return reverse("requests:task_new")


def _apply(facts: Facts) -> str:
    """To the request for the value at hand, already filled in."""
    if "resident" not in facts or "item" not in facts:
        return ""
    address = reverse("requests:apply", args=[facts["resident"], facts["item"]])
    return f"{address}?purpose={facts['purpose']}" if facts.get("purpose") else address
