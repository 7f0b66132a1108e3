"""New versions of rules, pledge and duties: the officer proposes, another publishes, all are told."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind as Told
from lindun.organisation.models import Role, Staff
from lindun.policies import clauses, material, queries
from lindun.policies.clauses import BadText
from lindun.policies.models import MOST_CHARACTERS, MOST_WORDS, Kind, State, Text
from lindun.policies.rules import COMPANY
from lindun.requests.actions import clean
from lindun.standing.actions import ask_for

PUBLISHING = {
    Kind.RULES: Action.POLICY_PUBLISH,
    Kind.PLEDGE: Action.PLEDGE_PUBLISH,
    Kind.DUTIES: Action.DUTIES_CHANGE,
}
TOLD = {Kind.RULES: Told.RULES_NEW, Kind.PLEDGE: Told.PLEDGE_NEW, Kind.DUTIES: Told.DUTIES_NEW}
PAGES = {Kind.RULES: "policies:rules", Kind.PLEDGE: "policies:pledge", Kind.DUTIES: "policies:duties"}


class BadVersion(Exception):
    """It cannot be proposed or decided like this; the message says what to change."""


@dataclass(frozen=True)
class Draft:
    """What somebody proposes. role: of duties, whose. why: what changes, in a few words."""

    kind: Kind
    chinese: str
    why: str
    english: str = ""
    role: str = ""


def propose(who: gate.Identity, draft: Draft) -> Text:
    """Put a new version before a second person. A text that names somebody is not taken, nor altered.

    Raises gate.Denied, BadText (its form), BadVersion (one waits already, or nothing changes).
    """
    chinese, english = clauses.tidy(draft.chinese), clauses.tidy(draft.english)
    why = clean(draft.why.strip()).text[:MOST_WORDS]
    _check(draft, chinese, english, why)
    with gate.passage(who, Action.TEXT_PROPOSE, writes=True) as passage:
        digest = clauses.digest(chinese, english)
        if queries.in_force(draft.kind, draft.role).digest == digest:
            raise BadVersion(_("Nothing is different from the version in force."))
        text = _create(who, draft, chinese=chinese, english=english, digest=digest, why=why)
        passage.saw([text.pk], kind="text")
        passage.about(f"text.{text.kind}")
        deciders = Staff.objects.in_post().filter(role__in=COMPANY).exclude(pk=who.person)
        notify(
            to=deciders.values_list("pk", flat=True),
            kind=Told.VERSION_WAITS,
            reference=_waiting(text),
            url=reverse("policies:version", args=[text.pk]),
        )
        return text


def decide(who: gate.Identity, *, text: UUID, approve: bool, seen: str, words: str = "") -> Text:
    """Publish a proposal or refuse it, refused with words. Its proposer cannot, by no account of hers.

    seen: the digest of what was read. Raises gate.Denied, gate.NotHere, BadVersion.
    """
    why = clean(words.strip()).text[:MOST_WORDS]
    if not approve and not why:
        raise BadVersion(_("Say in a few words why not."))
    with gate.passage(who, Action.TEXT_REVIEW) as looking:
        proposed = queries.proposal(text)
        looking.saw([text], kind="text")
    action = PUBLISHING[Kind(proposed.kind)]
    with gate.passage(who, action, proposed_by=proposed.proposed_by_id, writes=True) as passage:
        found = queries.locked(text)
        if found.state != State.WAITING:
            raise BadVersion(_("This version was decided meanwhile."))
        if found.digest != seen:
            raise BadVersion(_("This is not the text you read. Please read it again."))
        passage.saw([text], kind="text")
        passage.about("published" if approve else "refused")
        _decide(found, who, approve=approve, words="" if approve else why)
        settle(who, reference=_waiting(found))
        if approve:
            _put_before_everybody(found)
        return found


def _check(draft: Draft, chinese: str, english: str, why: str) -> None:
    if (draft.kind == Kind.DUTIES) != (draft.role in Role.values):
        raise BadVersion(_("Duties are those of a post; choose which."))
    if max(len(chinese), len(english)) > MOST_CHARACTERS:
        raise BadVersion(_("The text is too long."))
    if not why:
        raise BadVersion(_("Say in a few words what changes and why."))
    for words in (chinese, english):
        clauses.name_nobody(words)
    readings = [clauses.read(chinese)]
    if english:
        readings.append(clauses.read(english))
        if not clauses.same_form(*readings):
            raise BadText("other_form")
    if draft.kind == Kind.DUTIES:
        for language, reading in enumerate(readings):
            chapters = {clause.chapter for clause in reading}
            if not {names[language] for names in material.FORMS.values()} <= chapters:
                raise BadText("forms_missing")


def _create(who: gate.Identity, draft: Draft, *, chinese: str, english: str, digest: str, why: str) -> Text:
    try:
        with transaction.atomic():
            return Text.objects.create(
                kind=draft.kind,
                role=draft.role,
                chinese=chinese,
                english=english,
                digest=digest,
                why=why,
                proposed_by_id=who.person,
                proposed_at=timezone.now(),
            )
    except IntegrityError as waits:
        raise BadVersion(_("A version of this text waits already; it has to be decided first.")) from waits


def _decide(text: Text, who: gate.Identity, *, approve: bool, words: str) -> None:
    text.state = State.PUBLISHED if approve else State.REFUSED
    text.decided_by_id, text.decided_at, text.words = who.staff, timezone.now(), words
    if approve:
        text.number = (queries.in_force(text.kind, text.role).number or 0) + 1
    text.save(update_fields=["state", "decided_by", "decided_at", "words", "number"])


def _put_before_everybody(text: Text) -> None:
    """From the next passage on the version before counts no more; everybody whom it binds is told."""
    kind = Kind(text.kind)
    ask_for(queries.CODES[kind], version=text.number or 0, role=text.role)
    people = queries.in_post(role=text.role)
    notify(to=people, kind=TOLD[kind], reference=text.reference, url=reverse(PAGES[kind]))


def _waiting(text: Text) -> str:
    """The number of a proposal, which has none yet: the first digits of its digest."""
    return f"XD-{text.digest[:8]}"
