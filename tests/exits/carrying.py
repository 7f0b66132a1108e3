"""An exit permit as people ask for it: the inspection list of a building, for an hour."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from lindun.exits import actions
from lindun.exits.actions import Wish
from lindun.exits.models import ExitPermit
from tests import cast
from tests.notices.arrears import place


def wish(*, hours: int = 1, begins: int = 0, **said: str) -> Wish:
    now = timezone.now()
    words = {"thing": "paper", "what": "3栋巡检表4页", "why": "现场核对"} | said
    start = now + timedelta(hours=begins)
    return Wish(place=place(), begins=start, until=start + timedelta(hours=hours), **words)


def asked_for(*, who: str = "counter", hours: int = 1, begins: int = 0, **said: str) -> ExitPermit:
    return actions.ask(cast.identity(who), wish(hours=hours, begins=begins, **said))


def approved(*, who: str = "counter", hours: int = 1, begins: int = 0, by: str = "manager") -> ExitPermit:
    permit = asked_for(who=who, hours=hours, begins=begins)
    return actions.decide(cast.identity(by), permit=permit.pk, approve=True)
