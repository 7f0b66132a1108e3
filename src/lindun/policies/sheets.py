"""What this app puts on paper: posters, booklet and cards of the rules in force, and what somebody signed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.organisation import queries as organisation
from lindun.policies import clauses
from lindun.policies.clauses import Chapter
from lindun.policies.models import Signature, Text
from lindun.web.typesetting import typeset

SOURCES = Path(__file__).parent / "typst"


class Sheet(StrEnum):
    """What can be printed of the rules."""

    POSTER_A3 = "poster-a3"
    POSTER_A4 = "poster-a4"
    BOOKLET = "booklet"
    CARDS = "cards"


FORMS = {
    Sheet.POSTER_A3: ("poster.typ", "a3"),
    Sheet.POSTER_A4: ("poster.typ", "a4"),
    Sheet.BOOKLET: ("booklet.typ", "a5"),
    Sheet.CARDS: ("cards.typ", "a4"),
}


def printed(sheet: Sheet, text: Text) -> bytes:
    """A sheet of a version of the rules in the reader's language, with its number and date on it."""
    source, paper = FORMS[sheet]
    chapters = clauses.chapters(clauses.read(text.reading))
    given = _edition(text) | {"paper": paper, "columns": [_plain(some) for some in _halves(chapters)]}
    return typeset(SOURCES / source, given, timestamp=_moment(text.decided_at or text.proposed_at))


def signed(signature: Signature) -> bytes:
    """What somebody signed, word for word, with the digest of those words; the same bytes each time."""
    given = {
        "words": signature.words.splitlines(),
        "digest": signature.digest,
        "number": signature.number,
        "digest_is": _("SHA-256 of the words above"),
        "whole": _("The words are those that were signed.")
        if signature.is_whole
        else _("The words are no longer those that were signed."),
    }
    return typeset(SOURCES / "signed.typ", given, timestamp=_moment(signature.at))


def _edition(text: Text) -> dict[str, Any]:
    company = organisation.company()
    day = timezone.localdate(text.decided_at or text.proposed_at)
    return {
        "company": company.name if company else "",
        "title": _("What we keep to ourselves"),
        "subtitle": _("The rules of confidentiality"),
        "edition": _("Version %(number)s · %(day)s") % {"number": text.number, "day": day},
        "digest": text.digest[:12],
        "motto": _("Whoever uses it answers for it"),
        "ask": _("Not sure? Ask the supervisor before you say it, show it or send it."),
        "report": _("Lost or leaked? Report it at once: first stop it, then explain it."),
        "contents": _("Contents"),
        "cut": _("Cut along the lines"),
        "chapters": _plain(clauses.chapters(clauses.read(text.reading))),
    }


def _plain(chapters: list[Chapter]) -> list[dict[str, Any]]:
    return [
        {
            "heading": chapter.heading,
            "clauses": [
                {"number": each.number, "heading": each.heading, "words": each.words}
                for each in chapter.clauses
            ],
        }
        for chapter in chapters
    ]


def _halves(chapters: list[Chapter]) -> tuple[list[Chapter], list[Chapter]]:
    """Two columns of about the same height: a chapter's heading takes as much as two clauses."""
    heights = [len(chapter.clauses) + 2 for chapter in chapters]
    cut = min(range(len(chapters) + 1), key=lambda at: abs(sum(heights[:at]) - sum(heights[at:])))
    return chapters[:cut], chapters[cut:]


def _moment(at: datetime) -> datetime:
    return at.replace(microsecond=0)
