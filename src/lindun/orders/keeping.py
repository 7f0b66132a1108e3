"""One work order of another system, kept as a task: opened once, changed, closed for good.

The same order may come any number of times: the sender's own number says which it is. Whoever brings it, by
message, file or command, does so through the gate; personal data in its words is masked before it is stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.catalogue.models import Purpose
from lindun.core.policy import Place
from lindun.estates.models import Dwelling
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.orders import finding
from lindun.orders.models import MOST_NUMBER, Received
from lindun.orders.words import BadOrder
from lindun.requests import actions as tasks
from lindun.requests.actions import Cleaned
from lindun.requests.models import Task
from lindun.sharing import jobs

NUMBER = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_./-]{{0,{MOST_NUMBER - 1}}}")
ENTERED = 2  # times: whoever loses a race for the same number finds it there the second time


@dataclass(frozen=True)
class Order:
    """A work order as another system has it.

    number: the sender's own, empty where a file has none. assignee: who is to do it, empty for whoever brings
    it. over: it is finished. found: kinds of personal data that were masked in `what` before it came here.
    The repr shows none of it.
    """

    number: str
    kind: str
    where: finding.Where
    what: str
    assignee: str
    over: bool
    found: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Order()"


class Kept(NamedTuple):
    """What became of an order: its task's number, a word, and the kinds of data that were masked in it."""

    task: str
    became: str  # opened, changed, unchanged, closed
    masked: tuple[str, ...] = ()


def keep(who: gate.Identity, order: Order) -> Kept:
    """Open, change or close the task of an order. Raises gate.Denied, BadOrder, BadTask."""
    check(order)
    own = who.staff is not None and not order.assignee
    action = Action.ORDER_KEEP if own else Action.ORDER_ASSIGN
    with gate.passage(who, action, writes=True) as passage:
        if order.over and who.client and order.number:
            return _end(passage, _known(who, order, None))
        home = finding.home(order.where)
        passage.place = Place(home.community_id, home.building_id)
        passage.saw([home.pk], kind="dwelling")
        known = _known(who, order, home)
        if own and known is not None and known.holder_id != who.staff:
            raise BadOrder("order_of_another", "number")
        if order.over:
            return _end(passage, known)
        if known is None:
            known, fresh = _enter(passage, order, home)
            if fresh is not None:
                return Kept(known.number, "opened", fresh.found)
        return _change(passage, order, known, home)


def outlook(who: gate.Identity, order: Order, home: Dwelling) -> str:
    """What keeping it would come to, in a word. For an open passage. Raises BadOrder."""
    known = _known(who, order, home)
    if known is None:
        if order.over:
            raise BadOrder("over_unknown", "state")
        return "opened"
    if not order.assignee and who.staff and known.holder_id != who.staff:
        raise BadOrder("order_of_another", "number")
    if order.over:
        return "unchanged" if known.closed_at else "closed"
    if known.closed_at is not None:
        raise BadOrder("order_closed", "state")
    return "changed" if tasks.clean(order.what).text != known.summary else "unchanged"


def check(order: Order) -> None:
    """Whether an order reads as one, before anything is looked up. Raises BadOrder."""
    if order.number and not (NUMBER.fullmatch(order.number) and not tasks.clean(order.number).found):
        raise BadOrder("number_unfit", "number")
    if not order.over and not tasks.clean(order.what.strip()).text:
        raise BadOrder("what_missing", "what")


def _known(who: gate.Identity, order: Order, home: Dwelling | None) -> Task | None:
    """The task of an order that came before, held under lock."""
    if not order.number:
        return _same(who, order, home) if home else None
    received = Received.objects.filter(number=order.number)
    if who.client is not None:
        received = received.filter(system_id=who.client)
    elif home is not None:
        received = received.filter(system=None, community_id=home.community_id)
    found = Task.objects.select_for_update(of=("self",)).filter(pk__in=received.values("task"))
    return found.select_related("purpose").first()


def _same(who: gate.Identity, order: Order, home: Dwelling) -> Task | None:
    """A row without a number is known by its home, kind and words, while its task is open."""
    same = Task.objects.select_for_update(of=("self",)).select_related("purpose")
    said = tasks.clean(order.what.strip()).text[: tasks.MOST_SUMMARY]
    holder = finding.holder(who, order.assignee, home)
    return same.filter(
        dwelling=home,
        purpose=finding.purpose(order.kind),
        holder_id=holder,
        summary=said,
        closed_at=None,
        closes_at__gt=timezone.now(),
    ).first()


def _enter(passage: gate.Passage, order: Order, home: Dwelling) -> tuple[Task, Cleaned | None]:
    """The new task; or, where another message was quicker, the one it opened, and None."""
    purpose = finding.purpose(order.kind)
    holder = finding.holder(passage.who, order.assignee, home)
    cleaned = _cleaned(order)
    for _attempt in range(ENTERED):
        try:
            with transaction.atomic():
                return _open(passage, order, home, purpose, holder, cleaned), cleaned
        except IntegrityError:
            if (known := _known(passage.who, order, home)) is not None:
                return known, None
    raise BadOrder("number_taken", "number")


def _open(
    passage: gate.Passage, order: Order, home: Dwelling, purpose: Purpose, holder: UUID, cleaned: Cleaned
) -> Task:
    who = passage.who
    task = tasks.create_task(home, purpose, summary=cleaned.text, holder=holder)
    if order.number:
        Received.objects.create(
            system_id=who.client,
            number=order.number,
            task=task,
            community_id=home.community_id,
            building_id=home.building_id,
            at=timezone.now(),
        )
    _say(passage, task, "order.opened")
    if cleaned.found:
        place = Place(home.community_id, home.building_id)
        tasks.raise_alert(who, place=place, found=cleaned.found, reference=task.number)
    _tell_holder(who, task)
    return task


def _change(passage: gate.Passage, order: Order, task: Task, home: Dwelling) -> Kept:
    """What is different now: words, holder; and an order that goes on longer than its kind of work."""
    if task.closed_at is not None:
        raise BadOrder("order_closed", "state")
    purpose = finding.purpose(order.kind)
    if task.dwelling_id != home.pk:
        raise BadOrder("place_changed", "room")
    if task.purpose_id != purpose.pk:
        raise BadOrder("kind_changed", "kind")
    cleaned, holder = _cleaned(order), finding.holder(passage.who, order.assignee, home)
    given, now = task.holder_id != holder, timezone.now()
    before = (task.summary, task.holder_id, task.closes_at)
    task.summary, task.holder_id = cleaned.text[: tasks.MOST_SUMMARY], holder
    if task.closes_at <= now:
        task.closes_at = now + timedelta(hours=purpose.task_hours)
    changed = before != (task.summary, task.holder_id, task.closes_at)
    _say(passage, task, "order.changed" if changed else "order.unchanged")
    if not changed:
        return Kept(task.number, "unchanged", cleaned.found)
    task.save(update_fields=["summary", "holder", "closes_at"])
    if given:
        _tell_holder(passage.who, task)
        jobs.end_calls_soon(task.pk)
    return Kept(task.number, "changed", cleaned.found)


def _end(passage: gate.Passage, task: Task | None) -> Kept:
    """Close the task: what it opened for its holder is closed from now on."""
    if task is None:
        raise BadOrder("order_unknown", "number")
    passage.place = Place(task.community_id, task.building_id)
    closed = tasks.end_task(task)
    _say(passage, task, "order.closed" if closed else "order.unchanged")
    return Kept(task.number, "closed" if closed else "unchanged")


def _cleaned(order: Order) -> Cleaned:
    cleaned = tasks.clean(order.what.strip())
    return Cleaned(cleaned.text, tuple(sorted({*cleaned.found, *order.found})))


def _say(passage: gate.Passage, task: Task, what: str) -> None:
    passage.task, passage.purpose = f"task:{task.pk}", task.purpose_id
    passage.about(what)
    passage.saw([task.holder_id], kind="staff")


def _tell_holder(who: gate.Identity, task: Task) -> None:
    if task.holder_id != who.staff:
        notify(to=[task.holder_id], kind=Kind.TASK_GIVEN, reference=task.number, url=reverse("requests:desk"))
