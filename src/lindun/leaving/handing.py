"""Open tasks of whoever goes: the colleague named gets them as the old rights end, or they close."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.leaving.errors import BadExit
from lindun.leaving.models import Departure, Handover
from lindun.organisation.models import Staff
from lindun.organisation.queries import accounts_of
from lindun.requests import handing as tasks
from lindun.requests.models import Task


@dataclass(frozen=True)
class OpenTask:
    """An open task of the leaver, who is to take it (None: it closes), and who could."""

    task: Task
    to: Staff | None
    colleagues: list[Staff]


def open_tasks(found: Departure) -> list[OpenTask]:
    """Her open tasks while she is still in post. Runs in the caller's passage."""
    if found.ended_at is not None:
        return []
    accounts = accounts_of(found.person_id)
    named = {one.task_id: one.to for one in found.handovers.select_related("to")}
    return [
        OpenTask(task, named.get(task.pk), tasks.colleagues(task, besides=accounts))
        for task in tasks.open_tasks(accounts)
    ]


def handed(found: Departure) -> list[Handover]:
    """What was handed over as her rights ended."""
    return list(found.handovers.filter(handed_at__isnull=False).select_related("task", "to"))


def name(passage: gate.Passage, found: Departure, *, task: UUID, to: UUID | None) -> None:
    """Name who goes on with a task of hers, or nobody: then it closes. Raises gate.NotHere, BadExit."""
    if found.ended_at is not None:
        raise BadExit(_("Her rights have ended already, and her tasks with them."))
    accounts = accounts_of(found.person_id)
    one = tasks.open_tasks(accounts).filter(pk=task).first()
    if one is None:
        raise gate.NotHere
    if to is None:
        found.handovers.filter(task=one).delete()
    elif to in accounts or not tasks.may_hold(to, one):
        raise BadExit(_("This colleague may not hold this task: another post, or another building."))
    else:
        _enter(passage, found, one, to)
    passage.task = f"task:{one.pk}"
    passage.about("exit.task_handed" if to else "exit.task_closes")


def check_other(accounts: Collection[UUID], *, to: UUID | None) -> None:
    """Nobody goes on with her own tasks. Raises BadExit."""
    if to in accounts:
        raise BadExit(_("Name somebody else to go on with her tasks."))


def name_for_all(passage: gate.Passage, found: Departure, *, to: UUID | None) -> None:
    """Name one colleague for every task of hers that this colleague may hold."""
    if to is None:
        return
    accounts = accounts_of(found.person_id)
    for task in tasks.open_tasks(accounts):
        if tasks.may_hold(to, task):
            _enter(passage, found, task, to)


def carry_out(passage: gate.Passage, found: Departure, accounts: Collection[UUID]) -> int:
    """Hand over what was named, as far as each colleague still may hold it; says how many tasks went on."""
    count = 0
    for one in found.handovers.filter(handed_at=None):
        task = tasks.open_tasks(accounts).select_for_update(of=("self",)).filter(pk=one.task_id).first()
        if task is None or not tasks.may_hold(one.to_id, task):
            continue
        tasks.hand_over(passage, task, to=one.to_id)
        one.handed_at = timezone.now()
        one.save(update_fields=["handed_at"])
        count += 1
    return count


def count_for(accounts: Collection[UUID], *, to: UUID) -> int:
    """How many open tasks of theirs this colleague may hold now. Runs in the caller's passage."""
    return sum(tasks.may_hold(to, task) for task in tasks.open_tasks(accounts))


def count_named(found: Departure) -> int:
    """How many tasks would go to whoever is named for them now. Runs in the caller's passage."""
    return sum(one.to is not None and tasks.may_hold(one.to.pk, one.task) for one in open_tasks(found))


def hand_all(passage: gate.Passage, accounts: Collection[UUID], *, to: UUID) -> int:
    """Hand every open task of theirs over that this colleague may hold now; says how many went on."""
    count = 0
    for task in tasks.open_tasks(accounts).select_for_update(of=("self",)):
        if tasks.may_hold(to, task):
            tasks.hand_over(passage, task, to=to)
            count += 1
    return count


def _enter(passage: gate.Passage, found: Departure, task: Task, to: UUID) -> None:
    named = {"to_id": to, "named_by_id": passage.who.person, "named_at": timezone.now()}
    Handover.objects.update_or_create(departure=found, task=task, defaults=named)
    passage.saw([to], kind="staff")
