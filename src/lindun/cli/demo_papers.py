"""Paper of the demo company: a sheet that is out, one handed back, one overdue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lindun.gate import Identity
    from lindun.papers.models import Sheet
    from lindun.requests.models import Task

LATE = timedelta(days=6)


def enter() -> None:
    from lindun.papers import actions

    _print("chen", "3", customer="away")
    back = _print("chen", "3", customer="document")
    actions.account_for(_as("he"), sheet=back.pk, end="destroyed", words="业主核对签字后，前台碎纸机当面销毁")
    _overdue("gu", "5")


def _print(account: str, building: str, *, customer: str) -> Sheet:
    """Two values of a home in clear, for its move-in."""
    from lindun.organisation.models import Staff
    from lindun.papers import printing
    from lindun.papers.printing import Wish

    task = _task(account, building)
    people = [one.resident.pk for one in printing.offer(_as(account), task=task.pk).people]
    staff = Staff.objects.get(user__username=account)
    wish = Wish(people, ["name", "phone"], customer)
    return printing.print_sheet(_as(account), staff, task=task.pk, wish=wish).sheet


def _overdue(account: str, building: str) -> None:
    """One of last week, entered as it would have been then: the program has no other way into the past."""
    from django.utils import timezone

    from lindun import gate
    from lindun.gate.vocabulary import Action
    from lindun.papers import actions, printing
    from lindun.papers.models import Sheet

    task, printed = _task(account, building), timezone.now() - LATE
    with gate.passage(gate.HOUSE, Action.SHEET_TEND, writes=True) as passage:
        late = Sheet.objects.create(
            number=f"{printing.PREFIX}-{timezone.localtime(printed):%m%d}-4107",
            task=task,
            holder_id=_as(account).person,
            people=1,
            items=["name", "phone"],
            masked=["id_number"],
            customer="away",
            printed_at=printed,
            due=printing.due_after(printed),
        )
        passage.saw([late.pk], kind="sheet")
    actions.tend(late.pk)


def _task(account: str, building: str) -> Task:
    from lindun import gate
    from lindun.estates.models import Dwelling
    from lindun.gate.vocabulary import Action
    from lindun.requests import actions

    with gate.passage(_as(account), Action.DESK_VIEW):
        homes = Dwelling.objects.filter(building__name=building, task=None)
        home = homes.order_by("building_id", "unit", "room")[0]
    task, _cleaned = actions.open_task(
        _as(account), dwelling=home.pk, purpose="handover", summary="上门核对入住交接单"
    )
    return task


def _as(account: str) -> Identity:
    from lindun.gate import Identity
    from lindun.organisation.models import Staff

    return Identity(staff=Staff.objects.get(user__username=account).pk, second_factor=True)
