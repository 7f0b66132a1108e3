"""Handing open tasks to a colleague who may hold them: the work goes on under the same number."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from lindun import gate
from lindun.core.policy import Access, Place
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.passages import actor_facts, house_facts
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action, Happening
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Staff
from lindun.requests.models import Task
from lindun.requests.queries import is_open


def open_tasks(accounts: Collection[UUID]) -> QuerySet[Task]:
    """What these accounts work on now. Runs in the caller's passage."""
    found = Task.objects.filter(is_open(), holder__in=accounts)
    return found.select_related("purpose", "building", "community")


def colleagues(task: Task, *, besides: Collection[UUID]) -> list[Staff]:
    """Who might take the task: in post where it lies, in posts that have tasks. `may_hold` decides."""
    here = Q(assignments__building_id=task.building_id) | Q(
        assignments__community_id=task.community_id, assignments__building=None
    )
    posts = rules.roles_for(Action.TASK_OPEN)
    found = Staff.objects.in_post().filter(here, role__in=posts).exclude(pk__in=besides)
    return list(found.order_by("number").distinct())


def may_hold(staff: UUID, task: Task) -> bool:
    """Whether this colleague could open such a task herself, as of now: post, place, what her post asks."""
    access = Access(
        actor=actor_facts(gate.Identity(staff=staff, second_factor=True)),
        action=Action.TASK_OPEN,
        now=datetime.now(UTC),
        house=house_facts(),
        place=Place(task.community_id, task.building_id),
    )
    return rules.decide(access).allowed


def hand_over(passage: gate.Passage, task: Task, *, to: UUID) -> None:
    """Give a task that is held under lock to a colleague, with an entry of its own; she is told.

    What it opens is decided anew, by her post. Runs in the caller's passage; `may_hold` was asked in it.
    """
    before, task.holder_id = task.holder_id, to
    task.save(update_fields=["holder"])
    notify(to=[to], kind=Kind.TASK_GIVEN, reference=task.number, url=reverse("requests:desk"))
    what = What(
        action=Happening.TASK_HANDED,
        outcome="done",
        subjects=(f"staff:{before}", f"staff:{to}"),
        purpose=task.purpose_id,
        task=f"task:{task.pk}",
        place=Place(task.community_id, task.building_id),
    )
    entries.write(passage.who, what)
