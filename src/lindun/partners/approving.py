"""What opens only when two people agree: a partner's account, a waiver, a written consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.notifications.actions import notify, settle
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Role
from lindun.partners import facts, numbers, queries
from lindun.partners.codes import BEFORE_OPENING, BLOCKED, NOT_OPENED
from lindun.partners.facts import today
from lindun.partners.models import MOST_WORDS, Consent, Opening, Partner, Waiver
from lindun.partners.refusal import BadPartner, NotYet
from lindun.partners.rules import DECIDING
from lindun.requests.actions import clean

LONGEST_WAIVER = timedelta(days=366)
DECIDED_BY: dict[type[Opening | Waiver | Consent], Action] = {
    Opening: Action.PARTNER_DECIDE,
    Consent: Action.PARTNER_DECIDE,
    Waiver: Action.WAIVER_DECIDE,
}


def ask_to_open(who: gate.Identity, *, partner: UUID) -> Opening:
    """Ask for a partner's account, at first or again after a breach was settled.

    Raises gate.Denied, BadPartner, and NotYet (recorded) for what is missing before it may be opened.
    """
    with gate.passage(who, Action.PARTNER_ASK, writes=True) as passage:
        found = queries.locked(partner)
        _about(passage, found, "opening.asked")
        _ready(found)
        if found.openings.filter(agreed=None).exists():
            raise BadPartner(_("It was asked for already and waits for a second person."))
        opening = Opening.objects.create(partner=found, asked_by_id=who.person, asked_at=timezone.now())
        _tell_deciders(found, DECIDING, who)
    return opening


def ask_for_waiver(who: gate.Identity, *, partner: UUID, why: str, until: date) -> Waiver:
    """Ask the general manager to let a partner in that failed a mandatory item, until a day."""
    words = clean(why.strip()).text[:MOST_WORDS]
    if not words:
        raise BadPartner(_("Say why, and what will be done until then."))
    if until <= today():
        raise BadPartner(_("The deadline lies ahead."))
    if until - today() > LONGEST_WAIVER:
        raise BadPartner(_("A waiver lasts a year at most: then the partner is checked again."))
    with gate.passage(who, Action.PARTNER_ASK, writes=True) as passage:
        found = queries.locked(partner)
        _about(passage, found, "waiver.asked")
        latest = found.assessments.first()
        if latest is None or not latest.failed:
            raise BadPartner(_("The last assessment was passed: there is nothing to waive."))
        if latest.waivers.filter(agreed=None).exists():
            raise BadPartner(_("It was asked for already and waits for a second person."))
        waiver = Waiver.objects.create(
            assessment=latest, why=words, until=until, asked_by_id=who.person, asked_at=timezone.now()
        )
        _tell_deciders(found, {Role.GENERAL_MANAGER}, who)
    return waiver


def ask_for_consent(
    who: gate.Identity, *, contract: UUID, purpose: str, items: Iterable[str], begins: date, ends: date
) -> Consent:
    """Ask for the company's written consent under a contract: which items, for what, until when.

    Only what the purpose needs can be consented to. Raises gate.Denied, gate.NotHere, BadPartner.
    """
    chosen = list(dict.fromkeys(items))
    with gate.passage(who, Action.PARTNER_ASK, purpose=purpose, writes=True) as passage:
        found, row = queries.locked_contract(contract)
        _about(passage, found, "consent.asked")
        if not chosen:
            raise BadPartner(_("Choose items that this purpose needs."))
        if beyond := set(chosen) - catalogue_needs(purpose):
            raise BadPartner(
                _("This purpose does not need %(items)s; only what it needs can be consented to.")
                % {"items": _listed(beyond)}
            )
        if not row.begins <= begins < ends <= queries.end_of(row) or ends <= today():
            raise BadPartner(_("A consent lies within the time of its contract and ends in the future."))
        if row.consents.filter(agreed=None, purpose=purpose).exists():
            raise BadPartner(_("One for this purpose waits for a second person already."))
        consent = numbers.numbered(
            numbers.CONSENT,
            lambda number: Consent.objects.create(
                number=number,
                partner=found,
                contract=row,
                purpose_id=purpose,
                items=chosen,
                begins=begins,
                ends=ends,
                asked_by_id=who.person,
                asked_at=timezone.now(),
            ),
        )
        passage.items += chosen
        passage.saw([consent.pk], kind="consent")
        _tell_deciders(found, DECIDING, who)
    return consent


def decide(who: gate.Identity, *, of: type[Opening | Waiver | Consent], asked: UUID, agree: bool) -> Partner:
    """Agree to an opening, a waiver or a consent, or refuse it. Who asked cannot, by no account of hers.

    Raises gate.Denied, gate.NotHere, BadPartner, NotYet (recorded).
    """
    with gate.passage(who, Action.PARTNER_VIEW) as passage:
        proposer = queries.asked(of, asked).asked_by_id
        passage.saw([asked], kind=of.__name__.lower())
    with gate.passage(who, DECIDED_BY[of], proposed_by=proposer, writes=True) as passage:
        found = queries.locked(queries.partner_of(queries.asked(of, asked)).pk)
        row = queries.asked(of, asked)
        if row.agreed is not None:
            raise BadPartner(_("It was decided meanwhile."))
        _about(passage, found, f"{of.__name__.lower()}.{'agreed' if agree else 'refused'}")
        passage.saw([asked], kind=of.__name__.lower())
        if agree and of is Opening:
            _ready(found)
        row.agreed, row.decided_by_id, row.decided_at = agree, who.person, timezone.now()
        row.save(update_fields=["agreed", "decided_by", "decided_at"])
        settle(who, reference=found.number)
        notify(to=[row.asked_by_id], kind=Kind.PARTNER_DECIDED, reference=found.number, url=page_of(found))
    return found


def withdraw(who: gate.Identity, *, consent: UUID) -> Partner:
    """Take a written consent back: what was sent by it opens nothing from now on."""
    with gate.passage(who, Action.PARTNER_CUT, writes=True) as passage:
        found = queries.locked(queries.consent(consent).partner_id)
        row = queries.consent(consent)
        if row.withdrawn_at is None:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
        _about(passage, found, "consent.withdrawn")
        passage.saw([consent], kind="consent")
    return found


def page_of(partner: Partner) -> str:
    return reverse("partners:one", args=[partner.pk])


def catalogue_needs(purpose: str) -> set[str]:
    """Codes of the items that a purpose needs."""
    rows = (row for row in catalogue.matrix() if row.purpose.code == purpose)
    return {cell.item.code for row in rows for cell in row.cells if cell.way}


def _ready(partner: Partner) -> None:
    """Raises NotYet for what is missing before an account may be opened, BadPartner for an open case."""
    against = facts.missing([partner.pk])[partner.pk]
    if not {NOT_OPENED, BLOCKED} & set(against):
        raise BadPartner(_("The account is open already."))
    if missing := [code for code in against if code in BEFORE_OPENING]:
        raise NotYet(missing)
    if queries.has_open_case(partner):
        raise NotYet([BLOCKED])


def _listed(items: set[str]) -> str:
    """Names of items; a code that is none of the catalogue's is not shown back."""
    return _(", ").join(queries.item_names(items)) or _("this item")


def _about(passage: Passage, partner: Partner, code: str) -> None:
    passage.saw([partner.pk], kind="partner")
    passage.about(code)


def _tell_deciders(partner: Partner, roles: Iterable[str], who: gate.Identity) -> None:
    people = queries.holders_of(roles, besides=who.person)
    notify(to=people, kind=Kind.PARTNER_WAITS, reference=partner.number, url=page_of(partner))
