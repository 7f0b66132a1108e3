"""Each at its time: a request that nobody decided lapses, a grant tells its holder that it ends soon."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from lindun import gate
from lindun.core.policy import Place
from lindun.gate.vocabulary import Action
from lindun.requests import telling
from lindun.requests.models import AccessRequest, Grant, Outcome

QUEUE = "requests"
WARNED_BEFORE = timedelta(minutes=10)


def at_its_time(request: AccessRequest, moment: datetime) -> None:
    """Have the request looked at then; part of the transaction that set the time."""
    look_at.configure(schedule_at=moment).defer(request_id=str(request.pk))


@app.task(queue=QUEUE)
def look_at(request_id: str) -> None:
    try:
        tend(UUID(request_id))
    finally:
        connection.close()


def tend(request: UUID) -> None:
    """Let a request lapse that nobody decided in time; warn the holder of a grant that is about to end."""
    with gate.passage(gate.HOUSE, Action.REQUEST_TEND, writes=True) as passage:
        found = AccessRequest.objects.select_for_update(of=("self",)).filter(pk=request).first()
        if found is None:
            raise gate.NotHere
        passage.place = Place(found.community_id, found.building_id)
        passage.saw([found.pk], kind="request")
        now = timezone.now()
        if not found.outcome and found.decide_by <= now:
            found.outcome, found.ended_at = Outcome.LAPSED, now
            found.save(update_fields=["outcome", "ended_at"])
            telling.of_lapse(found)
        elif found.outcome == Outcome.APPROVED and _ends_soon(found, now):
            telling.of_ending(found)


def _ends_soon(request: AccessRequest, now: datetime) -> bool:
    running = Grant.objects.filter(pk=request.pk, ended_at=None, expires_at__gt=now)
    return running.filter(expires_at__lte=now + WARNED_BEFORE).exists()
