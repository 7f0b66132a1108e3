"""Each morning people are told what ends soon and what is overdue. What is closed is closed without it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from lindun import gate
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Role
from lindun.partners import deadlines, queries
from lindun.partners.approving import page_of
from lindun.partners.deadlines import Deadline, Of
from lindun.partners.facts import today
from lindun.partners.models import Reminder

QUEUE = "partners"
KINDS = {
    Of.AGREEMENT: Kind.PARTNER_AGREEMENT,
    Of.CHECK: Kind.PARTNER_CHECK,
    Of.WAIVER: Kind.PARTNER_WAIVER,
    Of.CERTIFICATE: Kind.PARTNER_CERTIFICATE,
}


@app.periodic(cron="10 7 * * *")
@app.task(queue=QUEUE, queueing_lock="remind_of_partners")
def remind(timestamp: int) -> None:
    try:
        tend()
    finally:
        connection.close()


def tend() -> None:
    """Tell each of what has come near since the last time, once a step; a missed day is made up for."""
    with gate.passage(gate.HOUSE, Action.PARTNER_TEND, writes=True) as passage:
        told = 0
        for partner in queries.partners():
            for deadline in deadlines.of(partner, today()):
                told += _remind(passage, deadline)
        passage.saw(reminders=told)


def _remind(passage: Passage, deadline: Deadline) -> int:
    days = deadline.reached(today())
    if days is None:
        return 0
    _row, new = Reminder.objects.get_or_create(
        about=deadline.about, days=days, defaults={"at": timezone.now()}
    )
    if not new:
        return 0
    passage.saw([deadline.partner.pk], kind="partner")
    kind = Kind.PARTNER_STOPPED if days <= 0 and deadline.of is not Of.CERTIFICATE else KINDS[deadline.of]
    to = {deadline.partner.owner_id, *queries.holders_of({Role.OFFICER})} if days <= 1 else _owner(deadline)
    notify(to=to, kind=kind, reference=deadline.partner.number, url=page_of(deadline.partner))
    return 1


def _owner(deadline: Deadline) -> set[UUID]:
    """Whoever looks after the partner; the officers once that person has left."""
    owner = deadline.partner.owner
    return {owner.pk} if owner.is_in_post else set(queries.holders_of({Role.OFFICER}))
