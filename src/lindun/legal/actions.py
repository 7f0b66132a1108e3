"""Every write about what outsiders asked for: record, say no, refuse, note the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.legal import queries
from lindun.legal.askers import ASKERS, PAPERS
from lindun.legal.models import MOST_WANTED, MOST_WORDS, Enquiry, State
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.numbering import numbered
from lindun.requests.actions import clean

PREFIX = "XC"


class BadEnquiry(Exception):
    """It cannot be recorded or answered like this; the text says what to change."""


@dataclass(frozen=True)
class Asked:
    """Who asked, for what, and which papers were seen."""

    asker: str
    office: str = ""
    file_number: str = ""
    wanted: str = ""
    papers: frozenset[str] = frozenset()


def record(who: gate.Identity, asked: Asked) -> tuple[Enquiry, tuple[str, ...]]:
    """Record what somebody asked for. Officials are forwarded to the legal desk, others were told no.

    Returns the enquiry and the kinds of personal data that were masked in it. Raises gate.Denied, BadEnquiry.
    """
    kind = ASKERS.get(asked.asker)
    if kind is None:
        raise BadEnquiry(_("Choose who asks."))
    office, file_number, wanted = (
        clean(asked.office.strip()),
        clean(asked.file_number.strip()),
        clean(asked.wanted.strip()),
    )
    if kind.is_official and not (office.text and wanted.text):
        raise BadEnquiry(_("Write which office asks, and for what."))
    with gate.passage(who, Action.ENQUIRY_RECORD, writes=True) as passage:
        enquiry = numbered(
            PREFIX,
            lambda number: Enquiry.objects.create(
                number=number,
                asker=kind.code,
                office=office.text[:60],
                file_number=file_number.text[:60],
                wanted=wanted.text[:MOST_WANTED],
                papers=[paper for paper in kind.papers if paper in asked.papers],
                recorded_by_id=who.person,
                recorded_at=timezone.now(),
                state=State.WAITING if kind.is_official else State.TOLD_NO,
            ),
            otherwise=BadEnquiry,
        )
        passage.saw([enquiry.pk], kind="enquiry")
        found = tuple(sorted({*office.found, *file_number.found, *wanted.found}))
        passage.about(f"asker.{kind.code}", *(f"found.{one.lower()}" for one in found))
        if enquiry.is_waiting:
            to = queries.desk(but=enquiry.recorded_by_id)
            notify(to=to, kind=Kind.ENQUIRY_WAITS, reference=enquiry.number, url=_page(enquiry))
        return enquiry, found


def refuse(who: gate.Identity, *, enquiry: UUID, words: str) -> Enquiry:
    """Refuse in writing. Raises gate.Denied (recorded by oneself), gate.NotHere, BadEnquiry."""
    with _deciding(who, enquiry, words) as (passage, found):
        found.state = State.REFUSED
        passage.about("refused")
    return found


def answer(
    who: gate.Identity, *, enquiry: UUID, words: str, papers: Collection[str], request: str
) -> Enquiry:
    """Note what was answered. Data goes out by an approved request alone, and only with all papers there.

    papers: what the legal desk has seen besides what the counter saw. request: its number; empty when no
    resident's data went out. Raises gate.Denied, gate.NotHere, BadEnquiry (which names what is missing).
    """
    with _deciding(who, enquiry, words) as (passage, found):
        kind = found.kind
        found.papers = [paper for paper in kind.papers if paper in {*found.papers, *papers}]
        if request:
            _check_release(found, request)
            found.released_under = request
            passage.about("released")
        found.state = State.ANSWERED
        passage.about("answered")
    return found


def _check_release(found: Enquiry, request: str) -> None:
    missing = found.kind.missing(found.papers)
    if missing:
        raise BadEnquiry(
            _("Nothing may go out: still missing are %(papers)s.")
            % {"papers": "; ".join(str(PAPERS[paper]) for paper in missing)}
        )
    if queries.approved_request(request) is None:
        raise BadEnquiry(
            _("There is no approved request with this number: data goes out by an approved request only.")
        )


@contextmanager
def _deciding(who: gate.Identity, enquiry: UUID, words: str) -> Iterator[tuple[gate.Passage, Enquiry]]:
    """A passage for answering one that waits, its row locked; saved and told when the body is through."""
    said = clean(words.strip())
    if not said.text:
        raise BadEnquiry(_("Write what they are told, in a sentence."))
    recorder = queries.recorder_of(enquiry)
    with gate.passage(who, Action.ENQUIRY_DECIDE, proposed_by=recorder, writes=True) as passage:
        found = queries.locked(enquiry)
        if not found.is_waiting:
            raise BadEnquiry(_("It was answered already."))
        passage.saw([found.pk], kind="enquiry")
        passage.about(*(f"found.{one.lower()}" for one in said.found))
        found.words = said.text[:MOST_WORDS]
        found.decided_by_id, found.decided_at = who.person, timezone.now()
        yield passage, found
        found.save(update_fields=["state", "words", "papers", "released_under", "decided_by", "decided_at"])
        notify(
            to=[found.recorded_by_id], kind=Kind.ENQUIRY_ANSWERED, reference=found.number, url=_page(found)
        )
        settle(who, reference=found.number)


def _page(enquiry: Enquiry) -> str:
    return reverse("legal:one", args=[enquiry.pk])
