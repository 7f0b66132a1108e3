"""Tell somebody something, as an app does inside its passage."""

from __future__ import annotations

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.notifications.models import Notification
from tests import cast

NUMBER = "SQ-1122-4821"


def tell(*people: str, kind: str = Kind.REQUEST_WAITS, reference: str = NUMBER, url: str = "/") -> None:
    """Tell these characters, in a passage of the counter's."""
    with gate.passage(cast.identity("counter"), Action.DESK_VIEW):
        notify(to=[cast.staff(name) for name in people], kind=kind, reference=reference, url=url)


def told(name: str) -> list[Notification]:
    """What a character has been told, as the database shows it to her."""
    with own(cast.identity(name), Action.NOTIFICATION_VIEW):
        return list(Notification.objects.order_by("at", "reference"))
