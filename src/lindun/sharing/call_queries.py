"""Every read about calls. All run inside an open passage, under its row scope."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lindun import gate
from lindun.core.policy import Place
from lindun.organisation.models import Role, Staff
from lindun.requests.models import Task
from lindun.sharing.models import STUCK, Call, CallState

CONNECTING = (Role.COUNTER, Role.SUPERVISOR)


def live(links: Sequence[UUID]) -> list[Call]:
    """Calls that are being put through, in use, or wait for the desk; none whose process died on the way."""
    return list(_live().filter(link__in=links))


def live_of_staff(task: UUID, *, staff: UUID, resident: UUID) -> Call | None:
    """The one call of this colleague to this resident that is not over."""
    return _live().filter(task=task, staff=staff, resident=resident).first()


def waiting() -> QuerySet[Call]:
    """People who ask the desk to be connected, oldest first."""
    found = Call.objects.filter(state=CallState.ASKED).order_by("at")
    return found.select_related(
        "link__task__dwelling__building",
        "link__task__purpose",
        "link__assignee",
        "task__dwelling__building",
        "task__purpose",
        "staff",
    )


def over(task: UUID) -> list[Call]:
    """Calls of a task that are entered as live although the task, their link or the caller's part is over."""
    now = timezone.now()
    found = Call.objects.exclude(state=CallState.OVER).filter(Q(link__task=task) | Q(task=task))
    task_over = Q(link__task__closed_at__isnull=False) | Q(link__task__closes_at__lte=now)
    own_over = Q(task__closed_at__isnull=False) | Q(task__closes_at__lte=now)
    not_hers = Q(staff__isnull=False) & ~Q(task__holder=F("staff"))
    taken_back = Q(link__state__revoked_at__isnull=False)
    return list(found.filter(task_over | own_over | not_hers | taken_back | Q(ends_at__lte=now)))


def task_of_hers(passage: gate.Passage, task: UUID, *, staff: UUID) -> Task:
    """A task of hers, over or not; the passage is about it. Raises gate.NotHere."""
    found = Task.objects.select_related("purpose", "dwelling__building", "community")
    own = found.filter(pk=task, holder_id=staff).first()
    if own is None:
        raise gate.NotHere
    about(passage, own)
    return own


def about(passage: gate.Passage, task: Task) -> None:
    """The passage is about this task."""
    passage.place = Place(task.community_id, task.building_id)
    passage.task, passage.purpose = f"task:{task.pk}", task.purpose_id


def connectors(task: Task) -> list[UUID]:
    """Colleagues at a desk of that building who are told that somebody waits."""
    covers = Q(assignments__building_id=task.building_id) | Q(
        assignments__community_id=task.community_id, assignments__building=None
    )
    found = Staff.objects.in_post().filter(covers, role__in=CONNECTING)
    return list(found.exclude(pk=task.holder_id).values_list("pk", flat=True).distinct())


def _live() -> QuerySet[Call]:
    stuck = Q(state=CallState.CONNECTING, at__lt=timezone.now() - STUCK)
    return Call.objects.exclude(stuck).exclude(state=CallState.OVER)
