"""What people take upon themselves: acknowledging a text, signing the yearly pledge, being reminded of it.

Each is done by the person herself: the database takes such a row from nobody else (see migrations).
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lindun import gate
from lindun.gate.own import own
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind as Told
from lindun.organisation import queries as organisation
from lindun.organisation.models import Staff
from lindun.policies import clauses, queries
from lindun.policies.models import Acknowledgement, Kind, Proof, Reminder, Signature, Text
from lindun.standing import actions as standing
from lindun.standing import codes
from lindun.standing import queries as demands

BINDING = "zh-hans"  # the Chinese text is the one that is signed, in whichever language it was read
ACKNOWLEDGING = {
    Kind.RULES: (Action.POLICY_ACKNOWLEDGE, codes.POLICY),
    Kind.DUTIES: (Action.DUTIES_ACKNOWLEDGE, codes.DUTIES),
}
REMINDERS = {30: Told.PLEDGE_MONTH, 7: Told.PLEDGE_WEEK, 1: Told.PLEDGE_DAY}
TRAINED = frozenset({codes.COURSE, codes.QUIZ})


class BadPromise(Exception):
    """It cannot be acknowledged or signed like this; the message says what to do."""


class SignedAlready(BadPromise):
    """It was signed a moment or a month ago: a second click, a second window. Nothing is left to do."""


def acknowledge(who: gate.Identity, kind: Kind, *, text: UUID) -> None:
    """Take the rules in force, or the duties of one's own post, upon oneself; twice is once.

    text: the version that was read. Raises gate.Denied, BadPromise (a newer one is out, another post's).
    """
    action, code = ACKNOWLEDGING[kind]
    with gate.passage(who, action, writes=True) as passage, own(who, action):
        role = passage.actor.role if kind == Kind.DUTIES else ""
        current = queries.in_force(kind, role)
        if current.pk != text:
            raise BadPromise(_("Another version is in force by now. Please read it."))
        Acknowledgement.objects.get_or_create(
            staff_id=who.person, text=current, defaults={"at": timezone.now()}
        )
        standing.fulfil(who.person, code, version=current.number or 0, role=role)
        passage.saw([text], kind="text")
        passage.about(f"text.{kind}", f"version.{current.number}")


def sign(who: gate.Identity, *, text: UUID, proof: gate.Identity) -> Signature:
    """Sign the pledge in force for twelve months.

    proof: who proved herself for this deed, a moment ago (organisation.credentials.prove); it counts for
    nobody else. Raises gate.Denied, SignedAlready, BadPromise (a newer text is out, somebody else's proof,
    not trained).
    """
    with gate.passage(who, Action.PLEDGE_SIGN, writes=True) as passage, own(who, Action.PLEDGE_SIGN):
        current = queries.in_force(Kind.PLEDGE)
        if current.pk != text:
            raise BadPromise(_("Another version is in force by now. Please read it."))
        check_proof(who, proof)
        earlier = queries.signatures(who.person)
        if not may_sign(current, earlier):
            raise SignedAlready(_("Your pledge is signed; it is renewed in the last month of its year."))
        lines = demands.checklist(UUID(passage.actor.person), role=passage.actor.role)
        if any(line.code in TRAINED and line.state == "missing" for line in lines):
            raise BadPromise(_("First the course and the quiz, then the pledge."))
        now = timezone.now()
        until = a_year_on(timezone.localdate(now))
        title = statement_title(current.number)
        year = sum(one.text == current for one in earlier)
        signed = write(
            who, proof, title=title, text=current.chinese, text_id=current.pk, renewal=year, until=until
        )
        standing.fulfil(who.person, codes.PLEDGE, version=current.number or 0, until=until)
        passage.saw([text], kind="text")
        passage.saw([signed.pk], kind="signature")
        passage.about(f"version.{current.number}", f"proof.{signed.proof}")
        return signed


def may_sign(text: Text, signed: list[Signature]) -> bool:
    """Whether it is time: nothing signed of this text, or it ends within a month."""
    soon = timezone.now() + timedelta(days=max(REMINDERS))
    return not any(one.text == text and one.until is not None and one.until > soon for one in signed)


def check_proof(who: gate.Identity, proof: gate.Identity) -> None:
    """Raises BadPromise unless it was she who proved herself."""
    if proof.staff is None or proof.staff != who.staff:
        raise BadPromise(_("Everybody signs for herself: nobody else's password counts."))


def statement_title(number: int | None) -> str:
    with override(BINDING):
        return _("Pledge of confidentiality, version %(number)s") % {"number": number}


def write(
    who: gate.Identity,
    proof: gate.Identity,
    *,
    title: str,
    text: str,
    text_id: UUID | None = None,
    renewal: int = 0,
    member: UUID | None = None,
    until: datetime | None = None,
) -> Signature:
    """Keep what is signed, word for word, with its digest. Inside the signer's passage and her own rows.

    Raises SignedAlready: of two clicks at once the database takes one.
    """
    now = timezone.now()
    number = f"QS-{timezone.localtime(now):%y%m%d}-{secrets.token_hex(4).upper()}"
    how = Proof.SECOND_FACTOR if proof.second_factor else Proof.PASSWORD
    with override(BINDING):
        words = _statement(number, who.person, title=title, text=text, how=how, now=now, until=until)
    try:
        with transaction.atomic():
            return Signature.objects.create(
                number=number,
                staff_id=who.person,
                text_id=text_id,
                renewal=renewal,
                member_id=member,
                words=words,
                digest=hashlib.sha256(words.encode()).hexdigest(),
                proof=how,
                at=now,
                until=until,
            )
    except IntegrityError as twice:
        raise SignedAlready(_("It is signed already; once is enough.")) from twice


def _statement(
    number: str, staff: UUID, *, title: str, text: str, how: Proof, now: datetime, until: datetime | None
) -> str:
    """The words that are signed: title, clauses, and who signs for whom, when and how."""
    signer, company = Staff.objects.get(pk=staff), organisation.company()
    lines = [title, ""]
    for chapter in clauses.chapters(clauses.read(text)):
        lines.append(chapter.heading)
        lines += [f"{each.number}. {each.heading}　{each.words}".rstrip("　") for each in chapter.clauses]
    facts = [
        (_("Company"), company.name if company else ""),
        (_("Signed by"), f"{signer.name} ({signer.number}) · {signer.get_role_display()}"),
        (_("Signed at"), f"{timezone.localtime(now):%Y-%m-%d %H:%M:%S %z}"),
        (_("Proved by"), str(how.label)),
    ]
    if until is not None:
        facts.append((_("Holds to the end of"), f"{timezone.localdate(until) - timedelta(days=1)}"))
    facts.append((_("Number"), number))
    return "\n".join([*lines, "", *(f"{name}: {value}" for name, value in facts)])


def a_year_on(day: date) -> datetime:
    """Midnight of the day on which twelve months have passed; of 29 February, the 28th."""
    try:
        later = day.replace(year=day.year + 1)
    except ValueError:
        later = day.replace(year=day.year + 1, day=28)
    return timezone.make_aware(datetime(later.year, later.month, later.day))  # noqa: DTZ001 - made aware here


def remind() -> None:
    """Tell whoever's pledge ends in 30, 7 or 1 days, each once; what was slept through is told late."""
    now = timezone.now()
    with gate.passage(gate.HOUSE, Action.PLEDGE_REMIND, writes=True) as passage:
        soon = demands.ending(codes.PLEDGE, within=timedelta(days=max(REMINDERS)))
        ends = {met.staff_id: met.until for met in soon if met.until is not None}
        known = set(Reminder.objects.filter(staff_id__in=ends).values_list("staff_id", "until", "days"))
        told: dict[int, list[UUID]] = defaultdict(list)
        for person, until in ends.items():
            days = _days_due(until - now)
            if (person, until, days) not in known:
                told[days].append(person)
        for days, people in told.items():
            Reminder.objects.bulk_create(
                [Reminder(staff_id=one, until=ends[one], days=days, at=now) for one in people]
            )
            notify(
                to=queries.accounts_in_post(people),
                kind=REMINDERS[days],
                reference=queries.in_force(Kind.PLEDGE).reference,
                url=reverse("policies:pledge"),
            )
        passage.saw(people=sum(map(len, told.values())))


def _days_due(left: timedelta) -> int:
    """Which reminder is due: the last one whose time has come."""
    return min(days for days in REMINDERS if left <= timedelta(days=days))
