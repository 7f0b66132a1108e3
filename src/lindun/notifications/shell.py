"""What this app puts into the shell: the bell."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications import queries
from lindun.web import bell
from lindun.web.bell import Bell


def register() -> None:
    """Called once while the app loads."""
    bell.provide(_bell)


def _bell(request: HttpRequest) -> Bell | None:
    actor: gate.Identity | None = getattr(request, "actor", None)
    if actor is None:
        return None
    with own(actor, Action.NOTIFICATION_VIEW):
        return Bell(url=reverse("notifications:list"), unseen=queries.count_unseen())
