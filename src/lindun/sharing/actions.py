"""Sending work orders out as links, taking them back, and answering who asked to be connected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.identifiers.kinds import Kind
from lindun.gate.vocabulary import Action
from lindun.requests.actions import clean
from lindun.requests.models import Task
from lindun.sharing import jobs, queries
from lindun.sharing.models import MOST_LABEL, MOST_VIEWS, CallState, Link, LinkState
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

    def __repr__(self) -> str:
        return f"Made({self.link.pk})"


def make_link(
    who: gate.Identity, *, task: UUID, assignee: UUID | None, outsider: str, views: int, hours: int
) -> Made:
    """Make a link to an open task for one assignee: a member of staff by id, or an outsider by a label.

    views: how many values may be opened by it. hours: until when, at most until the task closes. The sender
    holds the task or leads where it is. Raises gate.Denied, gate.NotHere, BadLink.
    """
    label = _checked(assignee, outsider, views=views, hours=hours)
    with gate.passage(who, Action.LINK_MAKE, writes=True) as passage:
        found = queries.sendable(passage, task, staff=who.person)
        if assignee and not queries.assignees(found.building_id, found.community_id).filter(pk=assignee):
            raise BadLink(_("This colleague does not work in this building."))
        token, pin = new_token(), "" if assignee else new_pin()
        link = _enter(who, found, token, pin, assignee=assignee, label=label, views=views, hours=hours)
        passage.purpose = found.purpose_id
        passage.saw([link.pk], kind="link", views=views)
        passage.about("link.for_staff" if assignee else "link.for_outsider")
        if assignee:
            passage.saw([assignee], kind="staff")
    return Made(link, found, token, pin)


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


def answer_call(who: gate.Identity, *, call: UUID) -> None:
    """The desk has connected the bearer, or told him why not. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.CALL_ANSWER, writes=True) as passage:
        found = queries.calls_waiting().select_for_update(of=("self",)).filter(pk=call).first()
        if found is None:
            raise gate.NotHere
        queries.bearer_of(passage, found.link_id)
        passage.saw([found.link_id], kind="link")
        found.state, found.over_at, found.answered_by_id = CallState.OVER, timezone.now(), who.person
        found.save(update_fields=["state", "over_at", "answered_by"])


def _checked(assignee: UUID | None, outsider: str, *, views: int, hours: int) -> str:
    label = outsider.strip()
    if bool(label) == bool(assignee):
        raise BadLink(_("Choose a colleague, or write down which firm or person outside."))
    if len(label) > MOST_LABEL or set(clean(label).found) - {Kind.NAME}:
        raise BadLink(_("A short name is enough: no phone number, no ID number."))
    if not 1 <= views <= MOST_VIEWS or not 1 <= hours <= MOST_HOURS:
        raise BadLink(_("Choose how often and how long from the list."))
    return label


def _enter(
    who: gate.Identity,
    task: Task,
    token: str,
    pin: str,
    *,
    assignee: UUID | None,
    label: str,
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
        outsider=label,
        views=views,
        made_by_id=who.person,
        made_at=now,
        expires_at=min(now + timedelta(hours=hours), task.closes_at),
    )
    link.pin_digest = pin_digest(link.pk, pin) if pin else None
    link.save(force_insert=True)
    LinkState.objects.create(link=link, views_left=views)
    return link
