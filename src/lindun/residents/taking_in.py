"""The two long pieces of work of an import: read a file into a preview, and take its residents in.

Both go chunk by chunk; each chunk commits its rows together with how far it came. Whatever ends a run — a
kill, a lost connection, a second worker — the next one goes on from there. A run holds the file's lock, so
two never work on one roster at the same time; should they not see each other, a chunk that finds the roster
elsewhere than expected changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from django.db import DataError
from django.utils import timezone

from lindun import gate
from lindun.accounts import disclosure
from lindun.catalogue import actions as catalogue
from lindun.catalogue.models import ClassificationTask, DataItem
from lindun.core.policy import Place
from lindun.estates.models import Community
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action, Happening
from lindun.requests.actions import raise_alert
from lindun.residents import reading, reported, uploads
from lindun.residents.actions import enter_chunk
from lindun.residents.intake import Arriving, Catalogued, Corrections
from lindun.residents.models import ImportState, RosterImport
from lindun.residents.registered import leave_out_known
from lindun.residents.roster.refusal import RosterRefused
from lindun.residents.roster.result import Status

logger = logging.getLogger(__name__)

CHUNK = 1000  # rows a transaction; an entry can name no more people than that
UPLOAD = "import"  # source channel of everything that came by roster (COL-07)
FIRST_CELLS = 6  # of each finding, to go and look
FOUND = "found_"  # codes of kinds of personal data in remarks: found_ID_CARD
FILE_MISSING, NOT_STORABLE = "file_missing", "not_storable"
ENDED = frozenset({ImportState.DONE, ImportState.REFUSED, ImportState.CANCELLED})
Tell = Callable[[Sequence[Arriving]], None]


class Overtaken(Exception):
    """The roster is not where this run thought: cancelled, or somebody else went on with it."""


def read(who: gate.Identity, *, roster_id: UUID, community: int, today: date) -> None:
    """Read the file into a preview: every row with its verdict, values masked. Safe to run again.

    A refused file ends the import: the reason is kept, the file destroyed.
    """

    def work() -> None:
        roster = _begin(who, roster_id, community, {ImportState.UPLOADED, ImportState.READING})
        first = 0
        with reading.opened(_task(roster, today, first=0)) as file:
            _note_columns(who, roster, file)
            for chunk in file.chunks:
                _keep_preview(who, roster_id, community, chunk, first=first)
                first += len(chunk)
        _end_reading(who, roster_id, community, rows=first)

    _run(work, who, roster_id, community)


def take_in(who: gate.Identity, *, roster_id: UUID, community: int, today: date, tell: Tell) -> None:
    """Seal the accepted rows, chunk by chunk, from where an earlier run stopped; then destroy the file.

    tell: is given each chunk after it was committed. Without a preview this is the only reading of the file.
    """

    def work() -> None:
        roster = _begin(who, roster_id, community, {ImportState.IMPORTING})
        done = roster.rows_done
        with reading.opened(_task(roster, today, first=done)) as file:
            if "sheets" not in roster.columns:  # nobody previewed this
                _note_columns(who, roster, file)
            for chunk in map(partial(_without_passwords, who), file.chunks):
                _take_chunk(who, roster_id, community, chunk, done=done)
                done += len(chunk)
                tell(chunk)
        end(who, roster_id=roster_id, community=community, state=ImportState.DONE)

    _run(work, who, roster_id, community)


def end(
    who: gate.Identity, *, roster_id: UUID, community: int, state: ImportState, reason: str = ""
) -> ImportState:
    """End an import, unless it has ended; then destroy its file and say so. Returns how it ended.

    A kill in between leaves a file that the next worker destroys.
    """
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = locked(roster_id)
        if roster.state not in ENDED:
            roster.state, roster.reason, roster.finished_at = state, reason, timezone.now()
            roster.save(update_fields=["state", "reason", "finished_at"])
            _alert(who, roster)
        counts = {"accepted": roster.accepted, "rejected": roster.rejected, "ignored": roster.ignored}
        passage.saw([roster_id], kind="roster", **counts)
        passage.about(f"roster.{roster.state}", *([f"roster.{roster.reason}"] if roster.reason else []))
    destroy_file(who, roster_id=roster_id, community=community)
    return ImportState(roster.state)


def destroy_file(who: gate.Identity, *, roster_id: UUID, community: int) -> None:
    """Destroy the file of an import that has ended, and enter that in the ledger, once."""
    uploads.destroy(uploads.path_of(roster_id))
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = locked(roster_id)
        passage.saw([roster_id], kind="roster")
        if roster.file_destroyed_at is None:
            roster.file_destroyed_at = timezone.now()
            roster.save(update_fields=["file_destroyed_at"])
            _happened(who, Happening.FILE_DESTROYED, roster)


def locked(roster_id: UUID) -> RosterImport:
    """The import, locked for this transaction. Raises gate.NotHere."""
    roster = RosterImport.objects.select_for_update(of=("self",)).filter(pk=roster_id).first()
    if roster is None:
        raise gate.NotHere
    return roster


def _run(work: Callable[[], None], who: gate.Identity, roster_id: UUID, community: int) -> None:
    """Run with the file held; end the import when the file cannot be read, leave it when it moved on."""
    try:
        with uploads.held(uploads.path_of(roster_id)) as held, reading.collecting_rarely():
            if held:
                work()
    except Overtaken:
        return
    except RosterRefused as refusal:
        end(who, roster_id=roster_id, community=community, state=ImportState.REFUSED, reason=refusal.code)
    except FileNotFoundError:
        end(who, roster_id=roster_id, community=community, state=ImportState.REFUSED, reason=FILE_MISSING)
    except DataError:  # of the content, so the next run would meet it again
        logger.error("an import was ended", exc_info=True)
        end(who, roster_id=roster_id, community=community, state=ImportState.REFUSED, reason=NOT_STORABLE)


def _begin(who: gate.Identity, roster_id: UUID, community: int, states: set[ImportState]) -> RosterImport:
    """Find the roster in one of these states. Raises Overtaken."""
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _expected(roster_id, states)
        passage.saw([roster_id], kind="roster")
        if roster.state == ImportState.UPLOADED:
            roster.state = ImportState.READING
            roster.save(update_fields=["state"])
    return roster


def _note_columns(who: gate.Identity, begun: RosterImport, file: reading.Opened) -> None:
    """Note how the columns of the file are read. Raises Overtaken."""
    place, columns = Place(begun.community_id), sum(len(each["columns"]) for each in file.columns)
    with gate.passage(who, Action.ROSTER_IMPORT, place=place, writes=True) as passage:
        roster = _expected(begun.pk, {ImportState(begun.state)})
        passage.saw([roster.pk], kind="roster", columns=columns)
        roster.columns = {**roster.columns, "sheets": file.columns, "refused": list(file.refused)}
        _refuse_kinds(who, roster, file.refused)
        if roster.state == ImportState.READING:
            _begin_anew(roster)
        roster.save()


def _task(roster: RosterImport, today: date, *, first: int) -> reading.Task:
    return reading.Task(
        path=uploads.path_of(roster.pk),
        catalogued=_catalogued(roster),
        corrections=_corrections(roster),
        community=_name(roster.community_id),
        today=today,
        first=first,
        chunk=CHUNK,
    )


def _corrections(roster: RosterImport) -> Corrections:
    said: Corrections = roster.columns.get("corrections", {})
    return said


def _begin_anew(roster: RosterImport) -> None:
    """Forget what an earlier reading found: one that was killed, or one before the columns were corrected."""
    roster.rows.all().delete()
    roster.rows_total = roster.accepted = roster.rejected = roster.ignored = 0
    roster.findings = {}


def _catalogued(roster: RosterImport) -> Catalogued:
    """The catalogue of now; for what was previewed, no more of it than the preview showed."""
    items = list(DataItem.objects.all())
    codes = {item.code for item in items}
    if roster.state == ImportState.IMPORTING and "items" in roster.columns:
        codes &= set(roster.columns["items"])
    names = {item.name_zh for item in items} | {item.name_en.lower() for item in items}
    return Catalogued(frozenset(codes), frozenset(names))


def _expected(roster_id: UUID, states: set[ImportState]) -> RosterImport:
    roster = locked(roster_id)
    if roster.state not in states:
        raise Overtaken
    return roster


def _keep_preview(
    who: gate.Identity, roster_id: UUID, community: int, chunk: Sequence[Arriving], *, first: int
) -> None:
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _expected(roster_id, {ImportState.READING})
        if roster.rows_total != first:
            raise Overtaken
        leave_out_known(passage, chunk, community=community, roster=roster_id)
        reported.keep(passage, roster, list(enumerate(chunk, first)))
        roster.rows_total += len(chunk)
        _count(roster, chunk)
        _note_findings(roster, chunk)
        roster.save(update_fields=["rows_total", "accepted", "rejected", "ignored", "findings"])


def _end_reading(who: gate.Identity, roster_id: UUID, community: int, *, rows: int) -> None:
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _expected(roster_id, {ImportState.READING})
        if roster.rows_total != rows:
            raise Overtaken
        roster.state = ImportState.PREVIEW
        items = sorted(DataItem.objects.values_list("code", flat=True))
        roster.columns = {**roster.columns, "items": items}
        roster.save()
        passage.saw([roster_id], kind="roster", rows=roster.rows_total)
        _alert(who, roster)


def _without_passwords(who: gate.Identity, chunk: Sequence[Arriving]) -> Sequence[Arriving]:
    """Take passwords of the house out of remarks; whoever brings the file as operator has none."""
    for row in chunk:
        if who.staff is not None and row.person is not None:
            row.person = row.person.with_remarks(partial(_cleared, who))
    return chunk


def _cleared(who: gate.Identity, remark: str) -> str:
    return disclosure.clear(who, remark).text


def _take_chunk(
    who: gate.Identity, roster_id: UUID, community: int, chunk: Sequence[Arriving], *, done: int
) -> None:
    place = Place(community)
    with gate.passage(who, Action.ROSTER_IMPORT, place=place, purpose="handover", writes=True) as passage:
        roster = _expected(roster_id, {ImportState.IMPORTING})
        if roster.rows_done != done:
            raise Overtaken
        changed = leave_out_known(passage, chunk, community=community, roster=roster_id)
        people = [row.person for row in chunk if row.person is not None]
        if people:
            enter_chunk(passage, community=community, people=people, channel=UPLOAD, roster=roster_id)
        roster.rows_done += len(chunk)
        _count(roster, chunk)
        if roster.rows_total >= roster.rows_done:
            reported.change(roster, chunk, changed, first=done)
        else:  # nobody previewed this: the report is made on the way
            roster.rows_total = roster.rows_done
            told = [row for row in enumerate(chunk, done) if _has_something_to_say(row[1])]
            reported.keep(passage, roster, told)
            _note_findings(roster, chunk)
        roster.save(update_fields=["rows_done", "rows_total", "accepted", "rejected", "ignored", "findings"])


def _has_something_to_say(row: Arriving) -> bool:
    return row.person is None or bool(row.result.reasons or row.result.remark_findings)


def _count(roster: RosterImport, chunk: Sequence[Arriving]) -> None:
    for status in Status:
        count = sum(row.result.status is status for row in chunk)
        setattr(roster, status.value, getattr(roster, status.value) + count)


def _note_findings(roster: RosterImport, chunk: Sequence[Arriving]) -> None:
    """Count rows by code, and remember the first cells to go and look."""
    for row in chunk:
        result = row.result
        cells = {problem.code: problem.cell for problem in reversed(result.problems)}
        codes = [*result.reasons, *(f"{FOUND}{kind}" for kind in result.remark_findings)]
        for code in dict.fromkeys(codes):
            count, first = roster.findings.get(code, (0, []))
            if len(first) < FIRST_CELLS:
                first = [*first, [result.sheet[:60], cells.get(code, str(row.number))]]
            roster.findings[code] = (count + 1, first)


def _alert(who: gate.Identity, roster: RosterImport) -> None:
    """Put personal data found in remarks before the supervisor, once an import (COL-04)."""
    found = sorted(code.removeprefix(FOUND) for code in roster.findings if code.startswith(FOUND))
    if found and not roster.columns.get("alerted"):
        raise_alert(who, place=Place(roster.community_id), found=tuple(found), reference=roster.number)
        roster.columns = {**roster.columns, "alerted": True}
        roster.save(update_fields=["columns"])


def _refuse_kinds(who: gate.Identity, roster: RosterImport, refused: Iterable[str]) -> None:
    """Kinds of data that nobody has decided about: the officer gets a task for each (GOV-01)."""
    decided = ClassificationTask.objects.exclude(settled_at=None).values_list("label", flat=True)
    labels = [label for label in refused if label not in set(decided)]
    if labels:
        catalogue.request_classification(labels=labels, brought_by=who.staff)
        _happened(who, Happening.TYPE_REFUSED, roster, outcome="denied", columns=len(labels))


def _happened(
    who: gate.Identity, what: Happening, roster: RosterImport, *, outcome: str = "done", **counts: int
) -> None:
    subjects, place = (f"roster:{roster.pk}",), Place(roster.community_id)
    entries.write(who, What(action=what, outcome=outcome, subjects=subjects, counts=counts, place=place))


def _name(community: int) -> str:
    return Community.objects.values_list("name", flat=True).get(pk=community)
