"""Every write about a list of staff: bring it, correct columns, carry it out, cancel it, let its people in.

A list is carried out in one passage or not at all. Its people wait for a second person; nobody who is there
already is changed. The uploaded copy is destroyed when it is over, and that is an entry.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action, Happening
from lindun.organisation import arriving
from lindun.organisation.models import Company, Role, Staff
from lindun.personnel.lists import comparing, reading
from lindun.personnel.lists.columns import Field, Heading
from lindun.personnel.lists.comparing import Verdict
from lindun.personnel.lists.reading import BadList, Listed
from lindun.personnel.models import ListState, Outcome, StaffList, StaffListRow
from lindun.residents import uploads

ENDING = ".stafflist"
KIND = "staff_list"
FORGOTTEN = timedelta(days=1)
FILE_MISSING = "file_missing"
Read = TypeVar("Read")


class BadImport(Exception):
    """The list cannot go on like this; the text says what to do."""


def path_of(number: UUID) -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{number}{ENDING}"


def start(who: gate.Identity, *, file: BinaryIO | UploadedFile[Any]) -> StaffList:
    """Keep an uploaded file and see whether it is a list at all; one that is not is destroyed at once.

    Raises gate.Denied, BadImport when it cannot be kept.
    """
    number = uuid4()
    try:
        with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
            _keep(file, number)
            brought = StaffList(pk=number, proposed_by_id=who.person)
            try:
                reading.heading_of(path_of(number), {})
            except BadList as bad:
                brought.state, brought.reason = ListState.REFUSED, bad.code
                brought.finished_at = timezone.now()
                passage.about("list.refused")
            brought.save()
            passage.saw([number], kind=KIND)
    except Exception:
        uploads.destroy(path_of(number))
        raise
    if brought.state == ListState.REFUSED:
        destroy_file(who, list_id=number)
    return brought


def correct(who: gate.Identity, *, list_id: UUID, said: Mapping[str, str]) -> None:
    """A person says what columns are (index -> field, or empty for one that is not to be read).

    Raises gate.Denied, gate.NotHere, BadImport.
    """
    if not set(said.values()) <= {*Field, ""}:
        raise BadImport(_("Choose what each column is."))
    with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
        found = _in_preview(passage, list_id)
        found.said = {**found.said, **said}
        found.save(update_fields=["said"])
        passage.about("list.corrected")


def tell_apart(who: gate.Identity, *, list_id: UUID, numbers: Collection[str]) -> None:
    """A person says of namesakes, by their numbers in this list, that each is somebody else.

    It stands in the ledger, and the second person is told before she lets them in. Raises gate.Denied,
    gate.NotHere, BadImport, BadList.
    """
    with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
        found = _in_preview(passage, list_id)
        _listed, verdicts = _judged(found)
        there = {verdict.line.number for verdict in verdicts if verdict.namesakes}
        if not there >= set(numbers):
            raise BadImport(_("The books or the columns changed after you looked: please look again."))
        found.apart = sorted(numbers)
        found.save(update_fields=["apart"])
        passage.saw(people=len(found.apart))
        passage.about("list.namesakes")


def look(who: gate.Identity, list_id: UUID) -> tuple[StaffList, Listed, list[Verdict]]:
    """What would become of every row, by the books of now. Raises gate.Denied, gate.NotHere, BadList."""
    with gate.passage(who, Action.LIST_IMPORT) as passage:
        found = _in_preview(passage, list_id)
        listed, verdicts = _judged(found)
        passage.saw(rows=len(verdicts))
        return found, listed, verdicts


def headings(who: gate.Identity, list_id: UUID) -> tuple[StaffList, Heading]:
    """How the columns are understood. Raises gate.Denied, gate.NotHere, BadImport, BadList."""
    with gate.passage(who, Action.LIST_IMPORT) as passage:
        found = _in_preview(passage, list_id)
        return found, _reading(lambda: reading.heading_of(path_of(list_id), found.said))


def look_at_file(who: gate.Identity, path: Path) -> tuple[Listed, list[Verdict]]:
    """What would become of a file that lies on this machine. Raises gate.Denied, BadList."""
    with gate.passage(who, Action.LIST_IMPORT) as passage:
        listed, verdicts = _judged_file(path, said={}, apart=())
        passage.saw(rows=len(verdicts))
        return listed, verdicts


def carry_out(who: gate.Identity, *, list_id: UUID, seen: str) -> StaffList:
    """Enter who is new, all of them or nobody. seen: the mark of what was looked at.

    Raises gate.Denied, gate.NotHere, BadImport, BadList.
    """
    try:
        with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
            _one_at_a_time()
            found = _in_preview(passage, list_id)
            listed, verdicts = _judged(found)
            if mark_of(verdicts) != seen:
                raise BadImport(_("The books or the columns changed after you looked: please look again."))
            found.proposed_by_id = who.person
            _carry_out(passage, found, listed, verdicts)
    except IntegrityError:
        raise BadImport(_("Somebody else entered one of these people just now: please look again.")) from None
    destroy_file(who, list_id=list_id)
    return found


def carry_out_file(who: gate.Identity, path: Path, *, proposed_by: UUID) -> tuple[Listed, list[Verdict]]:
    """Carry out a file that lies on this machine and stays there; whoever gave it is the one who proposes.

    Raises gate.Denied, BadImport, BadList.
    """
    with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
        _one_at_a_time()
        if not Staff.objects.in_post().filter(pk=proposed_by, role=Role.HR).exists():
            raise BadImport(_("Name somebody of personnel who is in post."))
        listed, verdicts = _judged_file(path, said={}, apart=())
        found = StaffList(proposed_by_id=proposed_by, by_operator=True)
        found.save()
        passage.saw([found.pk], kind=KIND)
        _carry_out(passage, found, listed, verdicts)
        return listed, verdicts


def cancel(who: gate.Identity, *, list_id: UUID) -> None:
    """Give a list up; its file is destroyed. Raises gate.Denied, gate.NotHere, BadImport."""
    with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
        found = _in_preview(passage, list_id)
        found.state, found.finished_at = ListState.CANCELLED, timezone.now()
        found.save(update_fields=["state", "finished_at"])
        passage.about("list.cancelled")
    destroy_file(who, list_id=list_id)


def let_in(who: gate.Identity, *, list_id: UUID, seen: str) -> int:
    """Let in whoever came by this list and still waits for an ordinary post; returns how many.

    The gate refuses whoever brought the list. Raises gate.Denied, gate.NotHere, BadPost.
    """
    proposer = StaffList.objects.filter(pk=list_id).values_list("proposed_by_id", flat=True).first()
    with gate.passage(who, Action.LIST_CONFIRM, proposed_by=proposer, writes=True) as passage:
        if proposer is None:
            raise gate.NotHere
        people = newcomers(list_id)
        let = arriving.let_in(passage, people, proposed_by=proposer, seen=seen)
        passage.saw([list_id], kind=KIND, people=len(let))
        return len(let)


def newcomers(list_id: UUID) -> list[UUID]:
    """Whom this list brought."""
    rows = StaffListRow.objects.filter(staff_list=list_id, outcome=Outcome.NEW)
    return [staff for staff in rows.values_list("staff_id", flat=True) if staff]


def tend(who: gate.Identity) -> int:
    """Give up lists nobody went on with for a day, destroy what a killed process left; returns how many."""
    long_ago = timezone.now() - FORGOTTEN
    lying = {UUID(path.stem) for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"*{ENDING}")}
    with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
        waiting = StaffList.objects.filter(state=ListState.PREVIEW, started_at__lt=long_ago)
        left = list(waiting.values_list("pk", flat=True))
        waiting.update(state=ListState.CANCELLED, finished_at=timezone.now())
        going_on = set(StaffList.objects.filter(state=ListState.PREVIEW).values_list("pk", flat=True))
        entered = set(StaffList.objects.filter(pk__in=lying).values_list("pk", flat=True))
        passage.saw(left, kind=KIND)
    for number in lying - going_on:
        if number in entered:
            destroy_file(who, list_id=number)
        elif time.time() - path_of(number).stat().st_mtime > uploads.ARRIVES_WITHIN:
            uploads.destroy(path_of(number))  # killed before its list was entered
    return len(left)


def destroy_file(who: gate.Identity, *, list_id: UUID) -> None:
    """Destroy the file of a list that is over, and enter that in the ledger, once."""
    uploads.destroy(path_of(list_id))
    with gate.passage(who, Action.LIST_IMPORT, writes=True) as passage:
        found = _locked(passage, list_id)
        if found.file_destroyed_at is None:
            found.file_destroyed_at = timezone.now()
            found.save(update_fields=["file_destroyed_at"])
            gone = What(action=Happening.LIST_DESTROYED, outcome="done", subjects=(f"{KIND}:{list_id}",))
            entries.write(who, gone)


def mark_of(verdicts: Sequence[Verdict]) -> str:
    """Stands for what was shown, so that nobody carries out something else."""
    return hashlib.sha256("\n".join(each.said for each in verdicts).encode()).hexdigest()[:32]


def _carry_out(passage: gate.Passage, found: StaffList, listed: Listed, verdicts: Sequence[Verdict]) -> None:
    people = [each.newcomer for each in verdicts if each.newcomer]
    made = {
        person.number: person for person in arriving.enter(passage, people, proposed_by=found.proposed_by_id)
    }
    StaffListRow.objects.bulk_create(
        StaffListRow(
            staff_list=found,
            row=each.line.row,
            number=each.line.number,
            staff=made[each.line.number] if each.newcomer else each.staff,
            outcome=each.outcome,
            problems=[[problem.code, problem.cell, list(problem.rows)] for problem in each.problems],
        )
        for each in verdicts
    )
    counts = Counter(each.outcome.value for each in verdicts)
    found.state, found.finished_at, found.counts = ListState.DONE, timezone.now(), dict(counts)
    found.not_stored = [
        [column.letters, column.heading, list(column.kinds)] for column in listed.heading.not_stored
    ]
    found.save()
    passage.saw(people=len(people), rows=len(verdicts))
    passage.about("list.done")


def _judged(found: StaffList) -> tuple[Listed, list[Verdict]]:
    return _judged_file(path_of(found.pk), said=found.said, apart=found.apart)


def _judged_file(
    path: Path, *, said: Mapping[str, str], apart: Collection[str]
) -> tuple[Listed, list[Verdict]]:
    company = Company.objects.values_list("name", flat=True).first() or ""
    today = timezone.localdate()
    listed = _reading(lambda: reading.read(path, said, today=today, company=company))
    return listed, comparing.judge(listed, apart=apart)


def _reading(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except FileNotFoundError:
        raise BadList(FILE_MISSING) from None


def _one_at_a_time() -> None:
    """Lists are carried out one after another, so that the second of two equal ones finds everybody there."""
    Company.objects.select_for_update().get()


def _keep(file: BinaryIO | UploadedFile[Any], number: UUID) -> None:
    try:
        uploads.keep(file, path_of(number))
    except OSError:
        raise BadImport(_("The file could not be stored: the disk is full.")) from None


def _in_preview(passage: gate.Passage, list_id: UUID) -> StaffList:
    found = _locked(passage, list_id)
    if found.state != ListState.PREVIEW:
        raise BadImport(_("This list is over already."))
    return found


def _locked(passage: gate.Passage, list_id: UUID) -> StaffList:
    found = StaffList.objects.select_for_update(of=("self",)).filter(pk=list_id).first()
    if found is None:
        raise gate.NotHere
    passage.saw([list_id], kind=KIND)
    return found
