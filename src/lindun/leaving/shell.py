"""What this app puts into the shell: exits for personnel and watchers, transfers for leaders, one's own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lindun.gate.vocabulary import Action
from lindun.leaving import queries, transfers
from lindun.organisation.models import Staff, Status
from lindun.organisation.shell import PersonLink, offers, register_person_link
from lindun.personnel.registry import Fact, records
from lindun.web import navigation
from lindun.web.navigation import Group, Link


def register() -> None:
    """Called once while the app loads."""
    records.register("leaving", _("Exits and transfers"), told)
    register_person_link(
        PersonLink(_("Transfer"), "leaving:transfer_new", Action.TRANSFER_RECORD, _may_be_moved)
    )
    register_person_link(PersonLink(_("Record an exit"), "leaving:new_for", Action.LEAVE_RECORD, _may_leave))
    navigation.register(
        Link(
            group=Group.PEOPLE,
            label=_("Exits"),
            url_name="leaving:list",
            icon="door-open",
            order=50,
            visible=offers(Action.LEAVE_VIEW),
        ),
        Link(
            group=Group.PEOPLE,
            label=_("Transfers"),
            url_name="leaving:transfers",
            icon="arrow-left-right",
            order=40,
            visible=offers(Action.TRANSFER_VIEW),
        ),
        Link(
            group=Group.WORK,
            label=_("My exit, or one I witness"),
            url_name="leaving:own",
            icon="pen-line",
            order=55,
            visible=_concerned,
            badge=_waiting,
        ),
    )


def told(account: UUID) -> list[Fact]:
    """Exits and transfers of an account, for the confidentiality file."""
    gone = [
        Fact(
            one.recorded_at,
            _("Exit %(number)s: %(stage)s") % {"number": one.number, "stage": one.stage.label},
        )
        for one in queries.departures().filter(person_id=account)
    ]
    moved = queries.transfers().filter(staff_id=account, done_at__isnull=False)
    return gone + [
        Fact(one.done_at, _("Transfer %(number)s") % {"number": one.number}) for one in moved if one.done_at
    ]


def _may_be_moved(person: Staff) -> bool:
    return not transfers.obstacle(person)


def _may_leave(person: Staff) -> bool:
    return person.status != Status.LEFT and queries.own(person.pk) is None


def _concerned(request: HttpRequest) -> bool:
    """Shown to a leaver and to witnesses, to nobody else."""
    staff: Staff | None = getattr(request, "staff", None)
    return staff is not None and (queries.own(staff.pk) is not None or bool(queries.awaited(staff.pk)))


def _waiting(request: HttpRequest) -> int:
    staff: Staff | None = getattr(request, "staff", None)
    return len(queries.awaited(staff.pk)) if staff else 0
