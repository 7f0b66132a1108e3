"""Sending work orders out as links, taking them back, and answering who asked to be connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.partners import transfers
from lindun.partners.transfers import Recipient
from lindun.requests.models import Task
from lindun.sharing import jobs, queries
from lindun.sharing.connecting import PHONE
from lindun.sharing.models import MOST_VIEWS, Call, CallState, Link, LinkState
from lindun.sharing.tokens import new_pin, new_token, pin_digest, token_digest

MOST_HOURS = 72


class BadLink(Exception):
    """The link cannot be made like this; the text says what to change."""


@dataclass(frozen=True)
class Made:
    """A new link with its secrets, which are shown once and stored nowhere. The repr shows neither."""

    link: Link
    task: Task
    token: str
    pin: str  # empty for staff, who sign in
    wishes: int = 0  # calls that waited for the desk under a former link and wait on under this one

    def __repr__(self) -> str:
        return f"Made({self.link.pk})"


@dataclass(frozen=True)
class Outside:
    """Whom a link is for at a partner: by which written consent, and who of its staff. Ids."""

    consent: UUID
    person: UUID


def make_link(
    who: gate.Identity, *, task: UUID, assignee: UUID | None, outside: Outside | None, views: int, hours: int
) -> Made:
    """Make a link to an open task for one assignee: a member of staff by id, or somebody of a partner.

    views: how many values may be opened by it. hours: until when, at most until the task closes. The sender
    holds the task or leads where it is. Raises gate.Denied (also for what stands against the partner),
    gate.NotHere, BadLink.
    """
    _check(assignee, outside, views=views, hours=hours)
    consent = outside.consent if outside else None
    with gate.passage(who, Action.LINK_MAKE, consent=consent, writes=True) as passage:
        found = queries.sendable(passage, task, staff=who.person)
        recipient = (
            transfers.recipient(outside.consent, outside.person, purpose=found.purpose_id)
            if outside
            else None
        )
        if assignee and not queries.assignees(found.building_id, found.community_id).filter(pk=assignee):
            raise BadLink(_("This colleague does not work in this building."))
        former = _end_former(who, found, assignee=assignee, recipient=recipient)
        token, pin = new_token(), "" if assignee else new_pin()
        link = _enter(
            who, found, token, pin, assignee=assignee, recipient=recipient, views=views, hours=hours
        )
        if kept := _keep_wishes(former, link):
            passage.about("call.kept")
        passage.purpose = found.purpose_id
        passage.saw([link.pk, *former], kind="link", views=views)
        passage.about("link.for_staff" if assignee else "link.for_outsider")
        if assignee:
            passage.saw([assignee], kind="staff")
        if outside:
            transfers.record(
                passage, consent=outside.consent, kind="link", what=link.pk, by=who, to=outside.person
            )
    return Made(link, found, token, pin, wishes=kept)


def revoke_link(who: gate.Identity, *, link: UUID) -> None:
    """Take a link back; nothing opens by it from now on. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.LINK_REVOKE, writes=True) as passage:
        found = queries.link_of(passage, link, staff=who.person)
        passage.saw([link], kind="link")
        state = queries.locked_state(link)
        if state.revoked_at is None:
            state.revoked_at, state.revoked_by_id = timezone.now(), who.person
            state.save(update_fields=["revoked_at", "revoked_by"])
        jobs.end_calls_soon(found.task_id)


def _end_former(
    who: gate.Identity, task: Task, *, assignee: UUID | None, recipient: Recipient | None
) -> list[UUID]:
    """One live link a task and person: the page that shows it, loaded again, leaves no second one behind."""
    to = recipient.person if recipient else None
    former = LinkState.objects.filter(
        link__task=task, link__assignee_id=assignee, link__recipient=to, revoked_at=None
    )
    ended = list(former.select_for_update(of=("self",)).values_list("pk", flat=True))
    former.update(revoked_at=timezone.now(), revoked_by_id=who.person)
    if ended:
        jobs.end_calls_soon(task.pk)
    return ended


def _keep_wishes(former: list[UUID], link: Link) -> int:
    """Who waits for the desk waits on under the new link, if it is good for calls; returns how many."""
    if link.consent is not None and PHONE not in link.consent.items:
        return 0
    waiting = Call.objects.filter(link__in=former, state=CallState.ASKED)
    return waiting.update(link=link, ends_at=link.expires_at)


def _check(assignee: UUID | None, outside: Outside | None, *, views: int, hours: int) -> None:
    if bool(outside) == bool(assignee):
        raise BadLink(_("Choose a colleague, or somebody of a partner."))
    if not 1 <= views <= MOST_VIEWS or not 1 <= hours <= MOST_HOURS:
        raise BadLink(_("Choose how often and how long from the list."))


def _enter(
    who: gate.Identity,
    task: Task,
    token: str,
    pin: str,
    *,
    assignee: UUID | None,
    recipient: Recipient | None,
    views: int,
    hours: int,
) -> Link:
    now = timezone.now()
    link = Link(
        task=task,
        building_id=task.building_id,
        dwelling_id=task.dwelling_id,
        token_digest=token_digest(token),
        assignee_id=assignee,
        outsider=recipient.label if recipient else "",
        consent=recipient.consent if recipient else None,
        recipient=recipient.person if recipient else None,
        views=views,
        made_by_id=who.person,
        made_at=now,
        expires_at=min(now + timedelta(hours=hours), task.closes_at),
    )
    link.pin_digest = pin_digest(link.pk, pin) if pin else None
    link.save(force_insert=True)
    LinkState.objects.create(link=link, views_left=views)
    return link
