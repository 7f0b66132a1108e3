"""Deputies: who decides in somebody's place while she is away. Both are told, and the ledger says it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Staff
from lindun.organisation.queries import accounts_of
from lindun.requests.applying import BadRequest
from lindun.requests.models import Deputy

LONGEST = timedelta(days=92)  # a quarter; whoever is away longer gets a successor


def name_deputy(who: gate.Identity, *, deputy: UUID, begins: datetime, ends: datetime) -> Deputy:
    """Let a colleague decide in one's place for a time. Raises gate.Denied, gate.NotHere, BadRequest."""
    with gate.passage(who, Action.DEPUTY_NAME, writes=True) as passage:
        if not Staff.objects.in_post().filter(pk=deputy).exists():
            raise gate.NotHere
        if not candidates(who.person).filter(pk=deputy).exists():
            raise BadRequest(_("A deputy is somebody else whose post decides requests too."))
        if ends <= max(begins, timezone.now()):
            raise BadRequest(_("The time must end after it begins, and not lie in the past."))
        if ends - begins > LONGEST:
            raise BadRequest(_("A deputy is named for three months at most."))
        passage.saw([deputy], kind="staff")
        passage.about("before.none", "after.deputy")
        named = Deputy.objects.create(person_id=who.person, deputy_id=deputy, begins=begins, ends=ends)
        _tell(named, Kind.DEPUTY_NAMED)
        return named


def end_deputy(who: gate.Identity, *, deputy: int) -> Deputy:
    """End it early; what was approved meanwhile stays approved. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.DEPUTY_END, writes=True) as passage:
        mine = Deputy.objects.select_for_update().filter(
            pk=deputy, person_id=who.person, ended_at=None, ends__gt=timezone.now()
        )
        found = mine.first()
        if found is None:
            raise gate.NotHere
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        passage.saw([found.deputy_id], kind="staff")
        passage.about("before.deputy", "after.none")
        _tell(found, Kind.DEPUTY_ENDED)
        return found


def candidates(person: UUID) -> QuerySet[Staff]:
    """Who could stand in for her: somebody else in a post that answers requests."""
    able = Staff.objects.in_post().filter(role__in=rules.roles_for(Action.REQUEST_DECIDE))
    return able.exclude(pk__in=accounts_of(person))


def of(person: UUID) -> QuerySet[Deputy]:
    """Those she named and those she stands in for, the latest first."""
    found = Deputy.objects.filter(Q(person_id=person) | Q(deputy_id=person))
    return found.select_related("person", "deputy").order_by("-ends", "-pk")


def _tell(named: Deputy, kind: Kind) -> None:
    notify(
        to=[named.person_id, named.deputy_id],
        kind=kind,
        reference=f"DL-{timezone.localtime(named.begins):%m%d}-{named.pk}",
        url=reverse("requests:deputies"),
    )
