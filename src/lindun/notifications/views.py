"""One's own notifications over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications import actions, kinds, queries
from lindun.notifications.models import Notification
from lindun.organisation.middleware import StaffRequest
from lindun.web.render import render

PAGE = 50


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    with own(request.actor, Action.NOTIFICATION_VIEW):
        page = Paginator(queries.mine(), PAGE).get_page(request.GET.get("page"))
        rows = [_row(notification) for notification in page.object_list]
    return render(request, "notifications/list.html", {"page": page, "rows": rows})


def _row(notification: Notification) -> dict[str, Any]:
    return {
        "pk": notification.pk,
        "words": kinds.sentence(notification.kind, notification.reference),
        "icon": kinds.icon(notification.kind),
        "urgent": notification.kind in kinds.URGENT,
        "at": notification.at,
        "unseen": notification.seen_at is None,
    }


@require_POST
def follow(request: StaffRequest, notification: UUID) -> HttpResponse:
    """Mark it seen and go to what it is about."""
    return redirect(queries.address(actions.mark_seen(request.actor, notification=notification)))


@require_POST
def all_seen(request: StaffRequest) -> HttpResponse:
    actions.mark_all_seen(request.actor)
    return redirect("notifications:list")
