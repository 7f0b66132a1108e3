"""Every write up to the decision: report, evidence, hearing, interim suspension; and official inquiries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.assets import actions as assets
from lindun.assets import queries as reports
from lindun.conduct import leads, queries
from lindun.conduct.ladder import Gravity, Intent
from lindun.conduct.models import (
    MOST_NAME,
    MOST_STATEMENT,
    MOST_WORDS,
    Case,
    Evidence,
    Exhibit,
    Heard,
    Hearing,
    Inquiry,
    Type,
)
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation import actions as organisation
from lindun.organisation import queries as people
from lindun.organisation.models import Staff, Status
from lindun.organisation.numbering import numbered
from lindun.partners import queries as partners
from lindun.requests.actions import clean

PREFIX = "WG"


class BadCase(Exception):
    """It cannot be done like this, or not yet; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody reports. accused: staff number or name; or a partner of the list.

    incident: the report about a thing that it takes up.
    """

    type: str
    intent: str
    gravity: str
    accused: str = ""
    partner: UUID | None = None
    what: str
    happened_on: date
    entry: UUID | None = None
    incident: UUID | None = None

    def __repr__(self) -> str:
        return f"Report({self.type})"


def report(who: gate.Identity, said: Report) -> Case:
    """Open a case, personal data in its words masked. Raises gate.Denied, gate.NotHere, BadCase."""
    what = cleaned(said.what)
    _check(said, what)
    accused = _accused(said)
    if said.incident is not None:
        leads.look_up(who, said.incident)
    with gate.passage(who, Action.CASE_REPORT, writes=True) as passage:
        if said.incident is not None and not reports.locked_incident(said.incident).is_open:
            raise BadCase(_("It was taken up or dismissed meanwhile."))
        case = _create(who, said, what, accused)
        if said.incident is not None:
            assets.take_up(passage, incident=said.incident, case=case.number)
        if said.entry is not None:
            _exhibit(who, case, Exhibit.ENTRY, entry=said.entry)
        passage.saw([case.pk], kind="case")
        passage.about(f"violation.{case.type}", f"intent.{case.intent}")
        notify(to=queries.handlers(case), kind=Kind.CASE_WAITS, reference=case.number, url=page(case))
        return case


def add_words(who: gate.Identity, *, case: UUID, words: str) -> Evidence:
    """Add an account in words. Raises gate.Denied, gate.NotHere, BadCase."""
    return _add(who, case, Exhibit.WORDS, words=cleaned(words))


def add_entry(who: gate.Identity, *, case: UUID, entry: UUID) -> Evidence:
    """Add an entry of the ledger by its id. Raises gate.Denied, gate.NotHere, BadCase."""
    return _add(who, case, Exhibit.ENTRY, entry=entry)


def add_document(who: gate.Identity, *, case: UUID, words: str, sha256: str, size: int) -> Evidence:
    """Add the fingerprint of a document that stays where it is. Raises gate.Denied, gate.NotHere, BadCase."""
    return _add(who, case, Exhibit.DOCUMENT, words=cleaned(words), sha256=sha256, size=size)


def ask(who: gate.Identity, *, case: UUID) -> Case:
    """Ask the person for her statement: from now on she sees what she is accused of.

    Raises gate.Denied, gate.NotHere, BadCase.
    """
    known = look_up(who, case)
    with gate.passage(who, Action.CASE_HEAR, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        _undecided(found)
        passage.saw([case], kind="case")
        passage.about("case.asked")
        if found.asked_at is None:
            found.asked_by_id, found.asked_at = who.staff, timezone.now()
            found.save(update_fields=["asked_by", "asked_at"])
        if found.accused_id:
            to = people.accounts_of(found.accused_id)
            notify(to=to, kind=Kind.CASE_HEARING, reference=found.number, url=own_page(found))
        return found


def state(who: gate.Identity, *, case: UUID, words: str) -> Hearing:
    """The person's own statement, masked like every remark. Raises gate.Denied, gate.NotHere, BadCase."""
    said = cleaned(words, most=MOST_STATEMENT)
    if not said:
        raise BadCase(_("Write what you have to say, or say nothing: then a refusal is recorded."))
    with gate.passage(who, Action.OWN_CASE_STATE, writes=True) as passage:
        queries.own_case(passage, case)
        found = queries.locked(case)
        _undecided(found)
        passage.saw([case], kind="case")
        heard = _hear(who, found, Heard.WRITTEN, said)
        settle(who, reference=found.number)
        return heard


def take_down(who: gate.Identity, *, case: UUID, kind: str, words: str, witness: str) -> Hearing:
    """Record a spoken statement or a refusal, with a witness (staff number or name).

    Raises gate.Denied, gate.NotHere, BadCase.
    """
    if kind not in {Heard.SPOKEN, Heard.REFUSED}:
        raise BadCase(_("Choose whether a statement was made or refused."))
    said = cleaned(words, most=MOST_STATEMENT)
    if kind == Heard.SPOKEN and not said:
        raise BadCase(_("Write down what was said."))
    beside = queries.somebody(witness)
    known = look_up(who, case)
    with gate.passage(who, Action.CASE_HEAR, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        _undecided(found)
        passage.saw([case], kind="case")
        if beside is None or beside.pk in {found.accused_id, *people.accounts_of(who.person)}:
            raise BadCase(_("Name a witness who is neither you nor the person, by staff number or name."))
        return _hear(who, found, kind, said, witness=beside.pk)


def suspend(who: gate.Identity, *, case: UUID) -> Case:
    """Take the person out of post while the case is open: closed to her from her very next passage on.

    It takes effect before it is noted down here. Raises gate.Denied, gate.NotHere, BadCase, BadPost.
    """
    known = look_up(who, case)
    if known.accused_id is None or known.closed_at or known.suspended_at:
        raise BadCase(_("Only a member of staff can be suspended, once, and while the case is open."))
    for account in people.accounts_of(known.accused_id):
        person = Staff.objects.get(pk=account)
        if person.status in {Status.ACTIVE, Status.WAITING}:
            out = replace(organisation.current_post(person), status=Status.SUSPENDED)
            organisation.change_post(who, staff=account, post=out)
    with gate.passage(who, Action.CASE_SUSPEND, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        passage.saw([case], kind="case")
        if found.suspended_at is None:
            found.suspended_by_id, found.suspended_at = who.staff, timezone.now()
            found.save(update_fields=["suspended_by", "suspended_at"])
        return found


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An official inquiry and its answer. answered_by: staff number or name."""

    authority: str
    reference: str
    given: str
    answered_on: date
    answered_by: str


def record_inquiry(who: gate.Identity, *, case: UUID, said: Asked) -> Inquiry:
    """Write down who answered an official inquiry about a case. Raises gate.Denied, gate.NotHere, BadCase."""
    person, known = queries.somebody(said.answered_by), look_up(who, case)
    if person is None:
        raise BadCase(_("Name who answered, by staff number or name."))
    with gate.passage(who, Action.CASE_ADD, other_person=known.accused_id, writes=True) as passage:
        passage.saw([case], kind="case")
        passage.about("case.inquiry")
        return Inquiry.objects.create(
            case_id=case,
            authority=cleaned(said.authority, most=MOST_NAME),
            reference=cleaned(said.reference, most=MOST_NAME),
            given=cleaned(said.given),
            answered_on=said.answered_on,
            answered_by=person,
            recorded_by_id=who.person,
            at=timezone.now(),
        )


def look_up(who: gate.Identity, case: UUID) -> Case:
    """The case as this person may see it: whom it is about and who reported it are facts of her decision."""
    with gate.passage(who, Action.CASE_VIEW) as passage:
        found = queries.case(passage, case)
        passage.saw([case], kind="case")
        return found


def cleaned(text: str, *, most: int = MOST_WORDS) -> str:
    return clean(text.strip()).text[:most]


def page(case: Case) -> str:
    return reverse("conduct:one", args=[case.pk])


def own_page(case: Case) -> str:
    return reverse("conduct:own", args=[case.pk])


def _check(said: Report, what: str) -> None:
    if said.type not in Type.values or said.intent not in Intent.values:
        raise BadCase(_("A case names its type from the list, and whether it was wilful or careless."))
    if said.gravity not in Gravity.values or not what:
        raise BadCase(_("Say how grave it is and what happened."))
    if said.happened_on > timezone.localdate():
        raise BadCase(_("It cannot have happened in the future."))
    if bool(said.accused.strip()) == bool(said.partner):
        raise BadCase(_("Name either a member of staff or a partner."))


def _accused(said: Report) -> Staff | None:
    if not said.accused.strip():
        return None
    found = queries.somebody(said.accused)
    if found is None:
        raise BadCase(_("Nobody has this staff number, or several have this name: use the number."))
    return found


def _create(who: gate.Identity, said: Report, what: str, accused: Staff | None) -> Case:
    now = timezone.now()
    firm = partners.partner(said.partner) if said.partner else None
    return numbered(
        PREFIX,
        lambda number: Case.objects.create(
            number=number,
            type=said.type,
            intent=said.intent,
            gravity=said.gravity,
            accused=accused,
            partner=firm,
            partner_name=firm.name if firm else "",
            incident_id=said.incident,
            what=what,
            happened_on=said.happened_on,
            reported_by_id=who.person,
            reported_at=now,
        ),
        otherwise=BadCase,
    )


def _add(who: gate.Identity, case: UUID, kind: str, **said: object) -> Evidence:
    known = look_up(who, case)
    if kind != Exhibit.ENTRY and not said["words"]:
        raise BadCase(_("Say in a few words what it is."))
    with gate.passage(who, Action.CASE_ADD, other_person=known.accused_id, writes=True) as passage:
        found = queries.locked(case)
        _undecided(found)
        passage.saw([case], kind="case")
        passage.about(f"evidence.{kind}")
        return _exhibit(who, found, kind, **said)


def _exhibit(who: gate.Identity, case: Case, kind: str, **said: object) -> Evidence:
    return Evidence.objects.create(case=case, kind=kind, added_by_id=who.person, at=timezone.now(), **said)


def _hear(who: gate.Identity, case: Case, kind: str, words: str, *, witness: UUID | None = None) -> Hearing:
    if case.asked_at is None:
        raise BadCase(_("First ask for the statement."))
    heard = Hearing.objects.create(
        case=case, kind=kind, words=words, taken_by_id=who.person, witness_id=witness, at=timezone.now()
    )
    notify(to=queries.handlers(case), kind=Kind.CASE_HEARD, reference=case.number, url=page(case))
    return heard


def _undecided(case: Case) -> None:
    if hasattr(case, "decision") or case.closed_at:
        raise BadCase(_("It is decided: nothing is added any more."))
