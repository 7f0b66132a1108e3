"""Every read about work-order links. Links are found inside a passage by the tasks that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lindun import gate
from lindun.core.policy import Place
from lindun.organisation.models import Role, Staff
from lindun.requests.models import Task
from lindun.requests.queries import is_open
from lindun.sharing.models import Link, LinkState
from lindun.sharing.rules import LEADERS
from lindun.sharing.tokens import MOST_TOKEN, same, token_digest

FIELD_ROLES = (Role.REPAIR, Role.HOUSEKEEPER, Role.GUARD, Role.COUNTER, Role.SUPERVISOR)
MOST_SHOWN = 100


@dataclass(frozen=True)
class Out:
    """An open task with the links that were made for it, newest first."""

    task: Task
    links: list[Link]


def by_token(token: str) -> UUID | None:
    """The link a token belongs to, whatever became of it; None for one that is nobody's."""
    if not token or len(token) > MOST_TOKEN or not token.isascii():
        return None
    digest = token_digest(token)
    found = Link.objects.filter(token_digest=digest).only("id", "token_digest").first()
    return found.pk if found and same(found.token_digest, digest) else None


def bearers(links: Iterable[UUID]) -> dict[UUID, str]:
    """Names of those whom links were made for, by the link's id: colleagues, and what firms are called."""
    found = Link.objects.filter(pk__in=set(links)).select_related("assignee")
    return {link.pk: link.assignee.name if link.assignee else link.outsider for link in found}


def for_staff(link: UUID) -> UUID | None:
    """The member of staff it was made for; None for an outsider's link or none at all."""
    return Link.objects.filter(pk=link).values_list("assignee_id", flat=True).first()


def exists(link: UUID) -> bool:
    return Link.objects.filter(pk=link).exists()


def sendable(passage: gate.Passage, task: UUID, *, staff: UUID) -> Task:
    """An open task that this person may send out: her own, or any in a leader's reach. Raises NotHere."""
    found = _tasks(passage, staff).filter(pk=task).first()
    if found is None:
        raise gate.NotHere
    passage.place = Place(found.community_id, found.building_id)
    passage.task = f"task:{found.pk}"
    return found


def sent_to(staff: UUID) -> list[Link]:
    """Links to open tasks that were sent to this colleague and still open something, newest first."""
    hers = _links().select_related("building").filter(assignee_id=staff, expires_at__gt=timezone.now())
    live = hers.filter(is_open("task__"), state__revoked_at=None, state__locked_at=None)
    return list(live[:MOST_SHOWN])


def out(passage: gate.Passage, *, staff: UUID) -> list[Out]:
    """Open tasks that this person may send out, each with its links."""
    tasks = list(_tasks(passage, staff)[:MOST_SHOWN])
    links: dict[UUID, list[Link]] = {task.pk: [] for task in tasks}
    for link in _links().filter(task__in=tasks):
        links[link.task_id].append(link)
    return [Out(task, links[task.pk]) for task in tasks]


def link_of(passage: gate.Passage, link: UUID, *, staff: UUID) -> Link:
    """A link on a task that this person may send out, or that she sent herself. Raises gate.NotHere."""
    hers = Q(made_by_id=staff) | Q(task__holder_id=staff)
    found = _links().filter(pk=link)
    if passage.actor.role not in LEADERS:
        found = found.filter(hers)
    one = found.first()
    if one is None:
        raise gate.NotHere
    passage.place = Place(one.task.community_id, one.building_id)
    passage.task = f"task:{one.task_id}"
    return one


def assignees(building: int, community: int) -> QuerySet[Staff]:
    """Staff in post whose duty covers the building and whose work takes them to people's doors."""
    covers = Q(assignments__building_id=building) | Q(
        assignments__community_id=community, assignments__building=None
    )
    return Staff.objects.in_post().filter(covers, role__in=FIELD_ROLES).distinct()


def bearer_of(passage: gate.Passage, link: UUID) -> Link:
    """The link whose bearer came; the passage is about its task. Raises gate.NotHere."""
    found = _links().filter(pk=link).first()
    if found is None:
        raise gate.NotHere
    task = found.task
    passage.place = Place(task.community_id, task.building_id)
    passage.task, passage.purpose = f"task:{task.pk}", task.purpose_id
    return found


def is_over(task: Task) -> bool:
    return task.closed_at is not None or task.closes_at <= timezone.now()


def locked_state(link: UUID) -> LinkState:
    """The state of a link, held until the transaction ends."""
    return LinkState.objects.select_for_update().get(pk=link)


def _tasks(passage: gate.Passage, staff: UUID) -> QuerySet[Task]:
    found = Task.objects.select_related("purpose", "dwelling__building", "community", "holder")
    found = found.filter(is_open())
    return found if passage.actor.role in LEADERS else found.filter(holder_id=staff)


def _links() -> QuerySet[Link]:
    """Joined to their tasks, which are under the row scope: a link elsewhere does not exist."""
    return Link.objects.select_related(
        "state", "assignee", "made_by", "task__purpose", "task__community", "task__dwelling__building"
    )


def is_past(link: Link) -> bool:
    return link.expires_at <= timezone.now()
