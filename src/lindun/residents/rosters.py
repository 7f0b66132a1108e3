"""What people decide about a roster on its way in: start, correct the columns, confirm, cancel.

The work itself is in `taking_in.py`. Each decision commits together with the job it causes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lindun import gate
from lindun.core.policy import Place
from lindun.estates.models import Community
from lindun.gate.vocabulary import Action
from lindun.residents import jobs, taking_in, uploads
from lindun.residents.models import ImportState, RosterImport

WAITING = frozenset({ImportState.UPLOADED, ImportState.READING, ImportState.PREVIEW})


class BadRoster(Exception):
    """The roster cannot go on like this; the text says what to do."""


def start(
    who: gate.Identity, *, community: int, file: BinaryIO | UploadedFile[Any], size: int
) -> RosterImport:
    """Keep an uploaded file and enter the import; a job reads it. Raises gate.Denied, BadRoster."""
    return _start(who, community=community, file=file, size=size, state=ImportState.UPLOADED)


def start_at_once(who: gate.Identity, *, community: int, file: BinaryIO, size: int) -> RosterImport:
    """Keep a file whose import needs no preview: the caller takes it in; should it die, a worker goes on."""
    return _start(who, community=community, file=file, size=size, state=ImportState.IMPORTING)


def correct(
    who: gate.Identity, *, roster_id: UUID, corrections: Mapping[str, Mapping[str, str | None]]
) -> None:
    """A person says what columns are (sheet -> column index -> field); the file is then read again."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        roster = _in_preview(passage, roster_id)
        before = roster.columns.get("corrections", {})
        after = {sheet: {**before.get(sheet, {}), **said} for sheet, said in corrections.items()}
        roster.columns = {**roster.columns, "corrections": {**before, **after}}
        roster.state = ImportState.READING
        roster.save(update_fields=["columns", "state"])
        jobs.defer_reading(roster)


def confirm(who: gate.Identity, *, roster_id: UUID) -> None:
    """Let the accepted rows of the preview in; a job does. From here on the counts say what was done."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        roster = _in_preview(passage, roster_id)
        if not roster.accepted:
            raise BadRoster(_("No row of this file can be taken in. Correct the columns, or cancel."))
        roster.state = ImportState.IMPORTING
        roster.rows_done = roster.accepted = roster.rejected = roster.ignored = 0
        roster.save(update_fields=["state", "rows_done", "accepted", "rejected", "ignored"])
        jobs.defer_taking_in(roster)


def cancel(who: gate.Identity, *, roster_id: UUID) -> None:
    """Give up before anything was taken in; the file is destroyed."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        roster = taking_in.locked(roster_id)
        passage.place = Place(roster.community_id)
        passage.saw([roster_id], kind="roster")
        if roster.state not in WAITING:
            raise BadRoster(_("Rows are being taken in already; this import cannot be cancelled any more."))
    taking_in.end(who, roster_id=roster_id, community=roster.community_id, state=ImportState.CANCELLED)


def community_named(who: gate.Identity, name: str, *, create: bool) -> int | None:
    """The community of this name or code, made first if `create` says so; None when there is none."""
    with gate.passage(who, Action.ROSTER_IMPORT, writes=True) as passage:
        found = Community.objects.filter(Q(name=name) | Q(code=name)).first()
        if found is None and create:
            code = f"c{Community.objects.count() + 1}-{uuid4().hex[:4]}"
            found = Community.objects.create(name=name, code=code)
            passage.place = Place(found.pk)
            passage.saw(communities=1)
        return found.pk if found else None


def _start(
    who: gate.Identity, *, community: int, file: BinaryIO | UploadedFile[Any], size: int, state: ImportState
) -> RosterImport:
    if size > settings.ROSTER_MAX_BYTES:
        raise BadRoster(_("This file is larger than a roster may be. Split it by building, please."))
    number = uuid4()
    try:
        with gate.passage(who, Action.ROSTER_IMPORT, place=Place(community), writes=True) as passage:
            roster = RosterImport.objects.create(
                id=number,
                community_id=community,
                started_by_id=who.staff,
                second_factor=who.second_factor,
                state=state,
            )
            passage.saw([number], kind="roster")
            _keep(file, number)
            if state == ImportState.UPLOADED:
                jobs.defer_reading(roster)
            return roster
    except Exception:
        uploads.destroy(uploads.path_of(number))
        raise


def _keep(file: BinaryIO | UploadedFile[Any], number: UUID) -> None:
    try:
        uploads.keep(file, uploads.path_of(number))
    except OSError:
        raise BadRoster(_("The file could not be stored: the disk is full. Nothing was taken in.")) from None


def _in_preview(passage: gate.Passage, roster_id: UUID) -> RosterImport:
    roster = taking_in.locked(roster_id)
    passage.place = Place(roster.community_id)
    passage.saw([roster_id], kind="roster")
    if roster.state != ImportState.PREVIEW:
        raise BadRoster(_("This roster is not waiting for a decision any more."))
    return roster
