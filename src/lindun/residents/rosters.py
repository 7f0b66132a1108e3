"""Every write about a roster on its way in: start, correct, read, confirm, take in, cancel, destroy the file.

The file lies under a random name in the home's uploads folder, 0600, until the import ends one way or the
other; then it is overwritten and removed, and the ledger says so. Reading and taking in are jobs that go on
where they were when they are killed: each chunk commits its rows together with how far it came.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue import actions as catalogue
from lindun.catalogue.models import DataItem
from lindun.core.policy import Place
from lindun.estates.models import Community
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Action, Happening
from lindun.requests.actions import raise_alert
from lindun.residents import intake
from lindun.residents.actions import enter_chunk
from lindun.residents.models import ImportState, RosterImport, RosterRow
from lindun.residents.roster.refusal import RosterRefused
from lindun.residents.roster.report import masked
from lindun.residents.roster.result import RowResult, Status

CHUNK = 500
UPLOAD = "import"  # source channel of everything that came by roster (COL-07)
Progress = Callable[[int], None]


class BadRoster(Exception):
    """The roster cannot go on like this; the text says what to do."""


def start(who: gate.Identity, *, community: int, file: BinaryIO, size: int) -> RosterImport:
    """Store an upload under a random name and enter the import; reading it is a job of its own."""
    if size > settings.ROSTER_MAX_BYTES:
        raise BadRoster(_("This file is larger than a roster may be. Split it by building, please."))
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = RosterImport.objects.create(
            id=uuid4(), community_id=community, started_by_id=who.staff, second_factor=who.second_factor
        )
        passage.saw([roster.pk], kind="roster")
        try:
            _store(file, path_of(roster.pk))
        except OSError as error:
            raise BadRoster(_("The file could not be stored: the disk is full. Nothing was taken in.")) from error
        return roster


def starter(roster: RosterImport) -> gate.Identity:
    """Whoever started an import: its jobs pass the gate as that person, with her rights of the moment."""
    if roster.started_by_id is None:
        return gate.Identity(system="operator")
    return gate.Identity(staff=roster.started_by_id, second_factor=roster.second_factor)


def read(who: gate.Identity, *, roster_id: UUID, community: int, today: date) -> ImportState:
    """Read the file into a preview: every row with its verdict, values masked. Safe to run again.

    A refused file ends the import: the reason is kept, the file destroyed.
    """
    try:
        reading = _open(who, roster_id, community)
        for number, chunk in enumerate(intake.in_chunks(reading.rows(community=_name(community), today=today), CHUNK)):
            _keep_preview(who, roster_id, community, chunk, first=number == 0)
    except RosterRefused as refusal:
        return _refuse(who, roster_id, community, refusal.code)
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _locked(roster_id)
        roster.state = ImportState.PREVIEW
        roster.columns = {**roster.columns, "sheets": _described(reading), "refused": list(reading.refused)}
        roster.save(update_fields=["state", "columns"])
        passage.saw([roster_id], kind="roster", rows=roster.rows_total)
        _refuse_types(who, reading.refused)
        return ImportState.PREVIEW


def correct(who: gate.Identity, *, roster_id: UUID, corrections: dict[str, dict[str, str | None]]) -> None:
    """A person says what columns are; the file is then read again."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        roster = _locked(roster_id)
        passage.place = Place(roster.community_id)
        if roster.state != ImportState.PREVIEW:
            raise BadRoster(_("This roster is not waiting for a decision any more."))
        roster.columns = {**roster.columns, "corrections": corrections}
        roster.state = ImportState.UPLOADED
        roster.save(update_fields=["columns", "state"])
        passage.saw([roster_id], kind="roster")


def confirm(who: gate.Identity, *, roster_id: UUID) -> None:
    """Let the accepted rows of the preview in; the taking-in is a job of its own."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        roster = _locked(roster_id)
        passage.place = Place(roster.community_id)
        if roster.state != ImportState.PREVIEW:
            raise BadRoster(_("This roster is not waiting for a decision any more."))
        if not roster.accepted:
            raise BadRoster(_("No row of this file can be taken in. Correct the columns, or cancel."))
        roster.state = ImportState.IMPORTING
        roster.save(update_fields=["state"])
        passage.saw([roster_id], kind="roster")


def take_in(who: gate.Identity, *, roster_id: UUID, community: int, today: date, tell: Progress) -> None:
    """Seal the accepted rows, chunk by chunk, from where an earlier run stopped; then destroy the file."""
    reading = _open(who, roster_id, community)
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True):
        done = _locked(roster_id).rows_done
    position = 0
    for chunk in intake.in_chunks(reading.rows(community=_name(community), today=today), CHUNK):
        position += len(chunk)
        if position > done:
            _take_chunk(who, roster_id, community, chunk, position)
            tell(len(chunk))
    finish(who, roster_id=roster_id, community=community, state=ImportState.DONE)


def cancel(who: gate.Identity, *, roster_id: UUID) -> None:
    """Give up before anything was taken in; the file is destroyed."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        roster = _locked(roster_id)
        passage.place = Place(roster.community_id)
        if roster.state not in {ImportState.UPLOADED, ImportState.READING, ImportState.PREVIEW}:
            raise BadRoster(_("Rows are being taken in already; this import cannot be cancelled any more."))
        passage.saw([roster_id], kind="roster")
    finish(who, roster_id=roster_id, community=roster.community_id, state=ImportState.CANCELLED)


def finish(who: gate.Identity, *, roster_id: UUID, community: int, state: ImportState) -> None:
    """End an import: destroy the file, then say so. A kill in between leaves a file that the next run removes."""
    destroy_file(path_of(roster_id))
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _locked(roster_id)
        now = timezone.now()
        roster.state, roster.finished_at, roster.file_destroyed_at = state, now, now
        roster.save(update_fields=["state", "finished_at", "file_destroyed_at"])
        counts = {"accepted": roster.accepted, "rejected": roster.rejected, "ignored": roster.ignored}
        passage.saw([roster_id], kind="roster", **counts)
        passage.about(f"roster.{state}")
        destroyed = What(action=Happening.FILE_DESTROYED, outcome="done", subjects=(f"roster:{roster_id}",),
                         place=Place(community))  # fmt: skip
        entries.write(who.reference, destroyed)


def path_of(roster_id: UUID) -> Path:
    return Path(settings.FILE_UPLOAD_TEMP_DIR) / f"{roster_id}.roster"


def destroy_file(path: Path) -> None:
    """Overwrite and remove. On copying or journalled storage overwriting is best effort; removal is certain."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(os.urandom(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def _store(file: BinaryIO, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            while piece := file.read(1 << 20):
                target.write(piece)
            target.flush()
            os.fsync(target.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _open(who: gate.Identity, roster_id: UUID, community: int) -> intake.Reading:
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _locked(roster_id)
        if roster.state == ImportState.UPLOADED:
            roster.state = ImportState.READING
            roster.save(update_fields=["state"])
        passage.saw([roster_id], kind="roster")
        corrections = roster.columns.get("corrections", {})
        catalogued = set(DataItem.objects.values_list("code", flat=True))
    return intake.open_roster(path_of(roster_id), catalogued=catalogued, corrections=corrections)


def _keep_preview(
    who: gate.Identity, roster_id: UUID, community: int, chunk: Sequence[RowResult], *, first: bool
) -> None:
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _locked(roster_id)
        if first:  # begin anew, also after a run that was killed
            roster.rows.all().delete()
            roster.rows_total = roster.accepted = roster.rejected = roster.ignored = 0
        RosterRow.objects.bulk_create(
            _preview_row(roster, result, roster.rows_total + place) for place, result in enumerate(chunk)
        )
        roster.rows_total += len(chunk)
        for status in Status:
            count = sum(result.status is status for result in chunk)
            setattr(roster, status.value, getattr(roster, status.value) + count)
        roster.save(update_fields=["rows_total", "accepted", "rejected", "ignored"])
        passage.saw([roster_id], kind="roster", rows=len(chunk))


def _preview_row(roster: RosterImport, result: RowResult, position: int) -> RosterRow:
    values = masked(result)
    return RosterRow(
        roster=roster,
        community_id=roster.community_id,
        position=position,
        sheet=result.sheet[:60],
        row=result.row,
        status=result.status.value,
        reasons=list(result.reasons),
        problems=[list(problem) for problem in result.problems],
        masked={
            "place": "-".join(part for part in (result.building, result.unit, result.room) if part),
            "name": values.name,
            "phones": values.phones,
            "id_number": values.id_number,
            "plates": values.plates,
            "findings": list(result.remark_findings),
        },
    )


def _take_chunk(
    who: gate.Identity, roster_id: UUID, community: int, chunk: Sequence[RowResult], position: int
) -> None:
    place = Place(community)
    with gate.passage(who, Action.ROSTER_IMPORT, place=place, purpose="handover", writes=True) as passage:
        roster = _locked(roster_id)
        accepted = [intake.new_resident(result) for result in chunk if result.status is Status.ACCEPTED]
        if accepted:
            enter_chunk(passage, community=community, people=accepted, channel=UPLOAD, roster=roster_id)
        found = sorted({kind for result in chunk for kind in result.remark_findings})
        if found:
            raise_alert(who, place=place, found=tuple(found), reference=f"roster {str(roster_id)[:8]}")
        roster.rows_done = position
        roster.save(update_fields=["rows_done"])


def _refuse(who: gate.Identity, roster_id: UUID, community: int, code: str) -> ImportState:
    with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
        roster = _locked(roster_id)
        roster.reason = code
        roster.save(update_fields=["reason"])
        passage.saw([roster_id], kind="roster")
        passage.about(f"roster.refused.{code}")
    finish(who, roster_id=roster_id, community=community, state=ImportState.REFUSED)
    return ImportState.REFUSED


def _refuse_types(who: gate.Identity, refused: Sequence[str]) -> None:
    """Columns of uncatalogued data: the officer gets a task for each, and the refusal is an entry."""
    if not refused:
        return
    catalogue.request_classification(labels=list(refused), brought_by=who.staff)
    entries.write(
        who.reference, What(action=Happening.TYPE_REFUSED, outcome="denied", counts={"columns": len(refused)})
    )


def _described(reading: intake.Reading) -> list[dict[str, object]]:
    """How each sheet will be read, for the page that asks a person: headings and fields, never values."""
    return [
        {
            "name": plan.sheet,
            "hidden": plan.hidden,
            "columns": [
                {
                    "index": column.index,
                    "letters": column.letters,
                    "header": column.header[:40],
                    "field": column.field.value if column.field else None,
                    "confidence": round(column.confidence, 2),
                    "by": column.by,
                    "hidden": column.hidden,
                }
                for column in plan.columns.columns
            ],
        }
        for plan in reading.plans
    ]


def _locked(roster_id: UUID) -> RosterImport:
    roster = RosterImport.objects.select_for_update().filter(pk=roster_id).first()
    if roster is None:
        raise gate.NotHere
    return roster


def community_named(who: gate.Identity, name: str, *, create: bool) -> int | None:
    """The community of this name or code, made first if `create` says so; None when there is none."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        found = Community.objects.filter(Q(name=name) | Q(code=name)).first()
        if found is None and create:
            found = Community.objects.create(name=name, code=f"c{Community.objects.count() + 1}-{uuid4().hex[:4]}")
            passage.saw([found.pk], kind="community")
        return found.pk if found else None


def _name(community: int) -> str:
    return Community.objects.values_list("name", flat=True).get(pk=community)
