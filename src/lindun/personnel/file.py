"""The confidentiality file of a person and the extract of it: facts told by the apps that know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lindun import gate
from lindun.core.marking import Level, document_mark
from lindun.gate.vocabulary import Action
from lindun.organisation import pages as organisation_pages
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff
from lindun.personnel.registry import Chapter, held, records
from lindun.requests.actions import clean
from lindun.sharing.files.labels import Label
from lindun.sharing.files.pdf import Line, Step, request_file

SHORTEST_REASON = 4
MOST_REASON = 120


class For(models.TextChoices):
    """What an extract is for."""

    APPRAISAL = "appraisal", _lazy("Appraisal")
    PROMOTION = "promotion", _lazy("Promotion")
    TRANSFER = "transfer", _lazy("Transfer")


class BadExtract(Exception):
    """The extract cannot be made like this; the message says what to change."""


@dataclass(frozen=True)
class File:
    """Everything about one person. history: changes of her posts, as a timeline."""

    person: Staff
    chapters: Sequence[Chapter]
    still_held: Sequence[Chapter]
    history: Sequence[dict[str, object]]


def read(passage: gate.Passage, staff: UUID) -> File:
    """The file as it is told now, inside a passage for looking at it. Raises gate.NotHere."""
    person = organisation.person(staff)
    if person is None:
        raise gate.NotHere
    accounts = organisation.accounts_of(staff)
    passage.saw(accounts, kind="staff")
    history = organisation_pages.deeds_about(passage, person)
    return File(person, records.about(accounts), held.about(accounts), history)


def extract(who: gate.Identity, *, staff: UUID, purpose: str, reason: str, viewer: Staff) -> bytes:
    """The file as a PDF, for a reason; that it was made is an entry. Nobody makes one about herself.

    Raises gate.Denied, gate.NotHere, BadExtract.
    """
    said = clean(reason.strip()).text[:MOST_REASON]
    if purpose not in For.values or len(said) < SHORTEST_REASON:
        raise BadExtract(_("Say what the extract is for, and why."))
    with gate.passage(who, Action.FILE_EXTRACT, other_person=staff) as passage:
        found = read(passage, staff)
        passage.about(f"extract.{purpose}")
    now = timezone.localtime()
    label = Label(
        title=_("Extract of a confidentiality file"),
        holder=f"{viewer.name} {viewer.number}",
        number=passage.entry[-8:],
        at=f"{now:%Y-%m-%d %H:%M}",
        level=document_mark(Level.L2, scheme=organisation.level_scheme()),
    )
    facts = [
        (_("Name"), f"{found.person.name} {found.person.number}"),
        (_("Post"), f"{found.person.get_role_display()} · {found.person.position.name}"),
        (_("For"), str(For(purpose).label)),
        (_("Why"), said),
        (_("Entry in the ledger"), passage.entry),
    ]
    return request_file(label, facts, [*map(_step, found.chapters), _posts(found)], made=timezone.now())


def _step(chapter: Chapter) -> Step:
    lines = [Line(_day(fact.at), "", str(fact.text)) for fact in chapter.facts]
    return Step(str(chapter.kind.title), lines or [Line("", "", _("Nothing on file."))])


def _posts(found: File) -> Step:
    lines = [
        Line(_day(deed["at"]), str(deed["who"]), f"{deed['what']} {deed['detail']}")  # type: ignore[arg-type]
        for deed in found.history
        if not deed["refused"]
    ]
    return Step(_("Posts"), lines or [Line("", "", _("Nothing on file."))])


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}"
