"""Every read about lists of staff. All run inside an open passage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from lindun import gate
from lindun.organisation import arriving
from lindun.organisation.models import Staff, Status
from lindun.personnel.lists.bringing import KIND, newcomers
from lindun.personnel.models import ListState, StaffList, StaffListRow

EARLIER = 30


def earlier() -> list[StaffList]:
    """The latest lists, newest first."""
    return list(StaffList.objects.select_related("proposed_by")[:EARLIER])


def staff_list(passage: gate.Passage, list_id: UUID) -> StaffList:
    """Raises gate.NotHere."""
    found = StaffList.objects.select_related("proposed_by").filter(pk=list_id).first()
    if found is None:
        raise gate.NotHere
    passage.saw([list_id], kind=KIND)
    return found


def rows(of: StaffList, *, outcome: str = "") -> QuerySet[StaffListRow]:
    """What became of the rows, in the order of the file."""
    found = StaffListRow.objects.filter(staff_list=of).select_related("staff__position").order_by("row")
    return found.filter(outcome=outcome) if outcome else found


def waiting(of: StaffList) -> list[Staff]:
    """Who came by this list and still waits for an ordinary post; with their places."""
    people = arriving.waiting_of(newcomers(of.pk), proposed_by=of.proposed_by_id)
    return list(people.prefetch_related("assignments__community", "assignments__building"))


def waiting_for_sensitive(of: StaffList) -> int:
    """How many came by this list and wait for a sensitive post, each to be decided on her own."""
    people = Staff.objects.filter(pk__in=newcomers(of.pk), status=Status.WAITING)
    return people.count() - len(waiting(of))


def absent(of: StaffList) -> QuerySet[Staff]:
    """Who worked here when the list was carried out and does not stand in it."""
    listed = StaffListRow.objects.filter(staff_list=of).exclude(staff=None).values("staff_id")
    numbers = StaffListRow.objects.filter(staff_list=of).values("number")
    there = Staff.objects.filter(joined__lte=of.finished_at).exclude(status=Status.LEFT)
    missing = there.exclude(pk__in=listed).exclude(number__in=numbers)
    return missing.select_related("position").order_by("number")


def unfinished() -> int:
    """How many lists wait for somebody of personnel to go on."""
    return StaffList.objects.filter(state=ListState.PREVIEW).count()


def report_lines(of: StaffList) -> Iterator[str]:
    """The report for a file: one JSON object a row, without names."""
    for row in rows(of).iterator(chunk_size=2000):
        yield report_line(row.row, row.number, row.outcome, row.problems)


def report_line(row: int, number: str, outcome: str, problems: list[list[object]]) -> str:
    told = [{"code": code, "cell": cell, "rows": others} for code, cell, others in problems]
    said = {"row": row, "number": number, "outcome": outcome, "problems": told}
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
