"""Every write about notifications."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications import jobs, queries
from lindun.notifications.kinds import Kind
from lindun.notifications.models import REFERENCE, Notification

KEPT = timedelta(days=90)


def notify(*, to: Iterable[UUID], kind: str, reference: str, url: str) -> None:
    """Tell these members of staff, and the groups whose robots pass this kind on.

    Runs inside the caller's passage and is committed with it; robots are asked afterwards, in the background.

    to: staff ids. kind: a Kind. reference: the number of what it is about. url: an address of the house with
    at most one id in it. Somebody who has not yet seen the same thing is not told again. Raises ValueError
    for a kind without words, a reference that is no number, an address with anything else in it.
    """
    kind = Kind(kind)
    if not re.fullmatch(REFERENCE, reference):
        raise ValueError("a notification names a number of the house, e.g. SQ-1122-4821")
    url_name, url_id = _target(url)
    now = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(
                recipient_id=person, kind=kind, reference=reference, url_name=url_name, url_id=url_id, at=now
            )
            for person in sorted(set(to))
        ],
        ignore_conflicts=True,
    )
    for robot in queries.robots_that_pass_on(kind):
        jobs.tell_group.defer(robot=str(robot.pk), kind=kind.value, reference=reference, url=url)


def mark_seen(who: gate.Identity, *, notification: UUID) -> Notification:
    """One of one's own was looked at. Raises gate.NotHere."""
    with own(who, Action.NOTIFICATION_VIEW):
        found = Notification.objects.filter(pk=notification).first()
        if found is None:
            raise gate.NotHere
        if found.seen_at is None:
            found.seen_at = timezone.now()
            found.save(update_fields=["seen_at"])
        return found


def settle(who: gate.Identity, *, reference: str) -> None:
    """Whoever has just dealt with something need not be told of it any more. May run inside her passage."""
    with own(who, Action.NOTIFICATION_VIEW):
        Notification.objects.filter(seen_at=None, reference=reference).update(seen_at=timezone.now())


def mark_all_seen(who: gate.Identity) -> int:
    """All of one's own were looked at; those older than 90 days go. Returns how many were unseen."""
    now = timezone.now()
    with own(who, Action.NOTIFICATION_VIEW):
        Notification.objects.filter(at__lt=now - KEPT).exclude(seen_at=None).delete()
        return Notification.objects.filter(seen_at=None).update(seen_at=now)


def _target(url: str) -> tuple[str, UUID | None]:
    """The route behind an address, and the id in it. Raises ValueError."""
    found = _match(url)
    arguments = [*found.args, *found.kwargs.values()]
    if len(arguments) > 1 or not all(isinstance(argument, UUID) for argument in arguments):
        raise ValueError("the address of a notification holds one id and nothing else")
    return found.view_name, (arguments[0] if arguments else None)


def _match(url: str) -> ResolverMatch:
    try:
        return resolve(url)
    except Resolver404:
        raise ValueError(
            "a notification leads to a page of the house"
        ) from None  # the error quotes the address
