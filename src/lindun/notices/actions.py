"""Every write about texts for publication: submit, decide. A text is never changed: it is written anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.policy import Place
from lindun.gate.vocabulary import Action
from lindun.notices import queries
from lindun.notices.checking import check, kinds_known
from lindun.notices.models import MOST_CHARACTERS, Channel, Notice, State
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.numbering import numbered
from lindun.requests.actions import clean

PREFIX = "GG"


class BadNotice(Exception):
    """The text cannot be submitted or decided like this; the message says what to change."""


@dataclass(frozen=True)
class Draft:
    """A text as somebody wants it published. found: kinds that were in what she typed before."""

    place: Place
    channel: str
    text: str
    found: Iterable[str] = ()

    def __repr__(self) -> str:
        return f"Draft({self.channel})"


def submit(who: gate.Identity, draft: Draft) -> Notice:
    """Freeze a stripped text and put it before the leaders of its place.

    Raises gate.Denied, BadNotice when personal data is still in it: nothing is stored then.
    """
    text = draft.text.strip().replace("\r\n", "\n")
    _check_draft(draft, text)
    with gate.passage(who, Action.NOTICE_WRITE, place=draft.place, writes=True) as passage:
        found = kinds_known(draft.found)
        notice = _create(who, draft, text, found)
        passage.saw([notice.pk], kind="notice")
        passage.about(f"channel.{draft.channel}", *(f"found.{kind.lower()}" for kind in found))
        waiting = queries.deciders(
            community=draft.place.community, building=draft.place.building, besides=who.person
        )
        notify(to=waiting, kind=Kind.TEXT_WAITS, reference=notice.number, url=_page(notice))
        return notice


def decide(who: gate.Identity, *, notice: UUID, seen: str, approve: bool, words: str = "") -> Notice:
    """Approve or refuse a text that waits; refused with words. Its writer cannot.

    seen: the digest of what was looked at. Raises gate.Denied, gate.NotHere, BadNotice.
    """
    waiting = _look_up(who, notice)
    why = clean(words.strip())
    if not approve and not why.text:
        raise BadNotice(_("Say in a few words what is to be changed."))
    place = Place(waiting.community_id, waiting.building_id)
    with gate.passage(
        who, Action.NOTICE_DECIDE, place=place, proposed_by=waiting.writer_id, writes=True
    ) as passage:
        found = Notice.objects.select_for_update().get(pk=notice)
        if found.state != State.WAITING:
            raise BadNotice(_("This text was decided meanwhile."))
        if found.digest != seen:
            raise BadNotice(_("This is not the text you looked at: please look again."))
        passage.saw([notice], kind="notice")
        passage.about("approved" if approve else "refused")
        _decide(found, who, approve=approve, words="" if approve else why.text[:200])
        settle(who, reference=found.number)
        return found


def _decide(notice: Notice, who: gate.Identity, *, approve: bool, words: str) -> None:
    notice.state = State.APPROVED if approve else State.REFUSED
    notice.decided_by_id, notice.decided_at, notice.words = who.staff, timezone.now(), words
    notice.save(update_fields=["state", "decided_by", "decided_at", "words"])
    kind = Kind.TEXT_APPROVED if approve else Kind.TEXT_REFUSED
    notify(to=[notice.writer_id], kind=kind, reference=notice.number, url=_page(notice))


def _look_up(who: gate.Identity, notice: UUID) -> Notice:
    """The text as the decider may see it: where it belongs and who wrote it are facts of her decision."""
    with gate.passage(who, Action.NOTICE_VIEW) as passage:
        found = queries.notice(notice)
        if found is None:
            raise gate.NotHere
        passage.saw([notice], kind="notice")
        return found


def _check_draft(draft: Draft, text: str) -> None:
    if draft.channel not in Channel.values:
        raise BadNotice(_("Choose where it is to be read."))
    if not text:
        raise BadNotice(_("There is no text yet."))
    if len(text) > MOST_CHARACTERS:
        raise BadNotice(
            _("The text is too long for a notice: %(most)d characters at most.") % {"most": MOST_CHARACTERS}
        )
    if not check(text).is_clean:
        raise BadNotice(
            _("There is still personal data in the text: take the proposal, or write it without.")
        )


def _create(who: gate.Identity, draft: Draft, text: str, found: list[str]) -> Notice:
    now = timezone.now()
    return numbered(
        PREFIX,
        lambda number: Notice.objects.create(
            number=number,
            community_id=draft.place.community,
            building_id=draft.place.building,
            channel=draft.channel,
            text=text,
            found=" ".join(found)[:200],
            digest=digest(number=number, channel=draft.channel, place=draft.place, text=text),
            writer_id=who.person,
            written_at=now,
        ),
        otherwise=BadNotice,
    )


def digest(*, number: str, channel: str, place: Place, text: str) -> str:
    """SHA-256 in hex over what is published: canonical JSON of number, channel, place and text."""
    said = {"number": number, "channel": channel, "place": [place.community, place.building], "text": text}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _page(notice: Notice) -> str:
    return reverse("notices:one", args=[notice.pk])
