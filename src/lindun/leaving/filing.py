"""The exit file: what is handed back or reported, which systems are revoked, interview, review, closing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.assets import actions as assets
from lindun.assets import queries as register
from lindun.assets.models import What
from lindun.gate.vocabulary import Action
from lindun.leaving import parting, queries
from lindun.leaving.errors import BadExit
from lindun.leaving.models import MOST_WORDS, Departure, Revocation, Settled, System
from lindun.leaving.queries import Line
from lindun.papers import actions as papers
from lindun.papers import queries as sheets
from lindun.requests.actions import clean

SHORTEST = 4  # characters


def interview(who: gate.Identity, *, departure: UUID, words: str) -> Departure:
    """Write down the talk in which she was reminded of her duties, once. Raises gate.Denied, BadExit."""
    note = said(words, _("Write in a sentence what was said."))
    with _settling(who, departure) as (passage, found):
        if found.interviewed_at is not None:
            raise BadExit(_("The talk is written down already."))
        found.interview, found.interviewed_by_id, found.interviewed_at = note, who.person, timezone.now()
        found.save(update_fields=["interview", "interviewed_by", "interviewed_at"])
        passage.about("exit.interviewed")
        return found


def handed_back(who: gate.Identity, *, departure: UUID, issue: UUID) -> Line:
    """A thing of the company is back, as its register says too.

    Raises gate.Denied, gate.NotHere, BadExit.
    """
    with _settling(who, departure) as (_passage, found):
        line = _open_line(found, issue)
        if line.kind != "asset":
            raise BadExit(_("This is handed back where it is registered."))
    assets.take_back(who, issue=issue)
    return line


def declare_deleted(who: gate.Identity, *, departure: UUID, export: UUID) -> Settled:
    """She declares that a file she took is deleted with every copy. Raises gate.Denied, BadExit."""
    with _settling(who, departure) as (passage, found):
        line = _open_line(found, export)
        if line.kind != "export":
            raise BadExit(_("This is handed back where it is registered."))
        passage.saw([export], kind="export")
        passage.about("exit.deleted")
        return Settled.objects.create(
            departure=found, subject=export, to_id=who.person, at=timezone.now(), incident=None
        )


def missing(who: gate.Identity, *, departure: UUID, subject: UUID, words: str) -> Line:
    """Something does not come back: a draft incident opens, and the line is settled by it.

    Raises gate.Denied, gate.NotHere, BadExit.
    """
    why = said(words, _("Say why it does not come back."))
    with _settling(who, departure) as (passage, found):
        line = _open_line(found, subject)
        if line.kind == "asset":
            assets.gone(passage, register.locked(subject), What.KEPT, words=why)
            return line
        if line.kind == "sheet":
            papers.write_off(passage, sheets.locked(subject), What.KEPT, words=why)
            return line
        incident = assets.draft(
            passage, What.KEPT, issue=None, asset=None, about=found.person_id, words=f"{line.number} {why}"
        )
        Settled.objects.create(
            departure=found, subject=subject, to_id=who.person, at=timezone.now(), incident=incident
        )
        return line


def revoked(who: gate.Identity, *, departure: UUID, revocation: UUID) -> Revocation:
    """Her account in a connected system is gone. Raises gate.Denied, gate.NotHere, BadExit."""
    with _settling(who, departure) as (passage, found):
        one = Revocation.objects.select_for_update().filter(pk=revocation, departure=found).first()
        if one is None:
            raise gate.NotHere
        if one.done_at is None:
            one.done_by_id, one.done_at = who.person, timezone.now()
            one.save(update_fields=["done_by", "done_at"])
        passage.about("exit.revoked")
        return one


def review(who: gate.Identity, *, departure: UUID, words: str) -> Departure:
    """Say what her last exports and unusual looks come to. Raises gate.Denied, gate.NotHere, BadExit."""
    result = said(words, _("Write in a sentence what the review found."))
    person = queries.person_of(departure)
    with gate.passage(who, Action.LEAVE_REVIEW, other_person=person, writes=True) as passage:
        found = queries.locked_open(departure)
        if found.ended_at is None:
            raise BadExit(_("Her rights have not ended yet: review it then."))
        if found.reviewed_at is not None:
            raise BadExit(_("This was reviewed already."))
        found.review, found.reviewed_by_id, found.reviewed_at = result, who.person, timezone.now()
        found.save(update_fields=["review", "reviewed_by", "reviewed_at"])
        passage.saw([found.pk], kind="departure")
        return found


def close(who: gate.Identity, *, departure: UUID) -> Departure:
    """Close the file; the database refuses it too while something is missing.

    Raises gate.Denied, gate.NotHere, BadExit, which says everything that is missing.
    """
    person = queries.person_of(departure)
    with gate.passage(who, Action.LEAVE_CLOSE, other_person=person, writes=True) as passage:
        found = queries.locked_open(departure)
        if gaps := missing_for_closing(found):
            raise BadExit(_("It cannot be closed yet. Missing: %(gaps)s.") % {"gaps": _(", ").join(gaps)})
        found.closed_by_id, found.closed_at = who.person, timezone.now()
        found.save(update_fields=["closed_by", "closed_at"])
        passage.saw([found.pk], kind="departure")
        passage.about("exit.closed")
        return found


def missing_for_closing(found: Departure) -> list[str]:
    """Everything that keeps a file open, in words."""
    held = sum(line.state == "open" for line in queries.lines(found))
    systems = found.revocations.filter(done_at=None).count()
    gaps = [
        (found.ended_at is None, _("the end of her rights")),
        (found.interviewed_at is None, _("the talk")),
        (not parting.is_settled(found), _("the exit pledge, or a witnessed and authorised refusal")),
        (bool(held), _("%(n)s things that are not back") % {"n": held}),
        (bool(systems), _("%(n)s connected systems") % {"n": systems}),
        (found.reviewed_at is None, _("the review of what she opened lately")),
    ]
    return [words for lacks, words in gaps if lacks]


def add_system(who: gate.Identity, *, name: str) -> System:
    """List a system whose accounts end with an exit. Raises gate.Denied, BadExit."""
    words = clean(name.strip()).text[:40]
    if not words:
        raise BadExit(_("Write the name of the system."))
    with gate.passage(who, Action.SYSTEM_KEEP, writes=True) as passage:
        try:
            with transaction.atomic():
                made = System.objects.create(name=words)
        except IntegrityError as twice:
            raise BadExit(_("This system is listed already.")) from twice
        passage.saw([made.pk], kind="system")
        return made


def stop_system(who: gate.Identity, *, system: UUID) -> System:
    """Take a system off the list for exits to come, or put it on again. Raises gate.Denied, gate.NotHere."""
    with gate.passage(who, Action.SYSTEM_KEEP, writes=True) as passage:
        found = System.objects.select_for_update().filter(pk=system).first()
        if found is None:
            raise gate.NotHere
        found.active = not found.active
        found.save(update_fields=["active"])
        passage.saw([found.pk], kind="system")
        return found


def said(words: str, wanting: str) -> str:
    """What was typed, personal data masked. Raises BadExit with `wanting` when it says nothing."""
    text = clean(words.strip()).text[:MOST_WORDS]
    if len(text) < SHORTEST:
        raise BadExit(wanting)
    return text


@contextmanager
def _settling(who: gate.Identity, departure: UUID) -> Iterator[tuple[gate.Passage, Departure]]:
    """A passage for settling something of an open file, with its row locked."""
    person = queries.person_of(departure)
    with gate.passage(who, Action.LEAVE_SETTLE, other_person=person, writes=True) as passage:
        found = queries.locked_open(departure)
        passage.saw([found.pk], kind="departure")
        yield passage, found


def _open_line(found: Departure, subject: UUID) -> Line:
    line = next((one for one in queries.lines(found) if one.subject == subject), None)
    if line is None:
        raise gate.NotHere
    if line.state != "open":
        raise BadExit(_("This is settled already."))
    return line
