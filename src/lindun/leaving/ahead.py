"""What an exit would end if it took effect now: for whoever is about to press the button."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lindun.exports.models import Export
from lindun.leaving import handing
from lindun.leaving.models import Departure, System
from lindun.organisation import departing
from lindun.organisation.models import Assignment, Staff
from lindun.organisation.queries import accounts_of

ENDED = {
    "accounts": _("accounts closed"),
    "sessions": _("sessions ended"),
    "places": _("places taken away"),
    "handed": _("tasks handed over"),
    "tasks": _("tasks closed"),
    "requests": _("requests withdrawn"),
    "grants": _("approvals ended"),
    "deputies": _("deputies ended"),
    "links": _("work-order links taken back"),
    "permits": _("waiting exit permits refused"),
    "files": _("files destroyed that were not taken"),
    "systems": _("other systems, as open tasks"),
}


def in_words(counts: Iterable[tuple[str, int]]) -> list[tuple[object, int]]:
    """Counts by code, in words and always in the same order."""
    known = dict(counts)
    order = [*ENDED, *sorted(known.keys() - ENDED.keys())]
    return [(ENDED.get(code, code), known[code]) for code in order if code in known]


def of_person(person: UUID, *, to: UUID | None) -> dict[str, int]:
    """What would end of this person, with her tasks to this colleague. Runs in the caller's passage."""
    accounts = accounts_of(person)
    return _counted(accounts, handed=handing.count_for(accounts, to=to) if to else 0)


def of_transfer(account: UUID) -> dict[str, int]:
    """What the post of now gave her and a transfer would end, but for what is handed over. In a passage."""
    return {what: count for what, count in departing.count_all([account]).items() if count}


def of_departure(found: Departure) -> dict[str, int]:
    """What would end by a planned exit that is let take effect now. Runs in the caller's passage."""
    accounts = accounts_of(found.person_id)
    counts = _counted(accounts, handed=handing.count_named(found))
    return counts | {"systems": 0}  # they are open tasks since it was recorded


def _counted(accounts: Collection[UUID], *, handed: int) -> dict[str, int]:
    people = Staff.objects.filter(pk__in=accounts)
    counts = departing.count_all(list(accounts))
    counts["tasks"] -= handed
    return counts | {
        "accounts": people.count(),
        "sessions": people.exclude(session_digest="").count(),
        "places": Assignment.objects.filter(staff__in=accounts).count(),
        "handed": handed,
        "files": Export.objects.filter(maker__in=accounts, destroyed_at=None).count(),
        "systems": System.objects.filter(active=True).count(),
    }
