"""What is written down about a partner: itself, its contracts, agreements, people and assessments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from lindun import gate
from lindun.core.identifiers.checks import organisation_code_ok, uscc_ok
from lindun.gate.passages import Passage
from lindun.gate.vocabulary import Action
from lindun.partners import facts, numbers, queries, questionnaire
from lindun.partners.codes import BLOCKED
from lindun.partners.facts import today
from lindun.partners.models import Agreement, Assessment, Clause, Contract, Partner, Person
from lindun.partners.refusal import BadPartner


def enter(who: gate.Identity, *, name: str, registration: str, service: str, owner: UUID) -> Partner:
    """Put a firm on the list; nothing is open for it yet.

    A firm that is on the list, under whatever name, is not entered again. Raises gate.Denied, BadPartner.
    """
    code = _registration(registration)
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        _check_name(_said(name))
        known = queries.of_firm(code)
        if known is not None:
            raise BadPartner(
                _("This firm is on the list already, as %(name)s (%(number)s).")
                % {"name": known.name, "number": known.number}
            )

        def create(number: str) -> Partner:
            return Partner.objects.create(
                number=number,
                name=_said(name),
                registration=code,
                service=_said(service),
                owner=queries.in_post(owner),
                entered_by_id=who.person,
                entered_at=timezone.now(),
            )

        try:
            partner = numbers.numbered(numbers.PARTNER, create)
        except IntegrityError:
            raise BadPartner(_("This firm has just been entered by somebody else.")) from None
        _wrote(passage, partner, "partner.entered")
    return partner


def change(who: gate.Identity, *, partner: UUID, name: str, owner: UUID) -> Partner:
    """Another name or another person in charge. Blocks, and the names it had, stay with the firm."""
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found = queries.locked(partner)
        new = _said(name)
        if new != found.name:
            _check_name(new, besides=found)
            found.former = [*found.former, found.name]
            found.name = new
            passage.about("partner.renamed")
        found.owner = queries.in_post(owner)
        found.save(update_fields=["name", "former", "owner"])
        _wrote(passage, found, "partner.changed")
    return found


def add_contract(
    who: gate.Identity, *, partner: UUID, reference: str, begins: date, ends: date, clauses: Iterable[str]
) -> Contract:
    """Enter a contract with the parts of its confidentiality clause that were found in it."""
    _check_time(begins, ends)
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found = queries.locked(partner)
        if found.contracts.filter(reference=_said(reference)).exists():
            raise BadPartner(_("A contract of this number is entered already."))
        contract = Contract.objects.create(
            partner=found,
            reference=_said(reference),
            begins=begins,
            ends=ends,
            clauses=_clauses(clauses),
            entered_by_id=who.person,
            entered_at=timezone.now(),
        )
        _wrote(passage, found, "contract.entered")
    return contract


def confirm_clauses(who: gate.Identity, *, contract: UUID, clauses: Iterable[str]) -> Partner:
    """Say anew which parts of the clause the contract has; a part that was ticked in error may go."""
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found, row = queries.locked_contract(contract)
        row.clauses = _clauses(clauses)
        row.save(update_fields=["clauses"])
        _wrote(passage, found, "contract.clauses")
        passage.saw(clauses=len(row.clauses))
    return found


def end_contract(who: gate.Identity, *, contract: UUID, on: date) -> Partner:
    """End a contract before its time. What was shared under it stops on that day."""
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found, row = queries.locked_contract(contract)
        if row.ended_on is not None or row.ends <= today():
            raise BadPartner(_("This contract has ended already."))
        if not row.begins <= on <= row.ends or on < today():
            raise BadPartner(_("It ends today or later, and not after its own end."))
        row.ended_on = on
        row.save(update_fields=["ended_on"])
        _wrote(passage, found, "contract.ended")
    return found


def certify(who: gate.Identity, *, contract: UUID, reference: str, on: date) -> Partner:
    """Enter the partner's certificate: material and carriers are back, backups are destroyed (PTN-05)."""
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found, row = queries.locked_contract(contract)
        if row.certificate:
            raise BadPartner(_("A certificate is entered already."))
        if queries.end_of(row) > today():
            raise BadPartner(_("The contract is still running; the certificate belongs to its end."))
        if not queries.end_of(row) <= on <= today():
            raise BadPartner(
                _("The certificate is dated after the end of the contract, and not in the future.")
            )
        row.certificate, row.certified_on, row.certified_by_id = _said(reference), on, who.person
        row.save(update_fields=["certificate", "certified_on", "certified_by"])
        _wrote(passage, found, "contract.certified")
    return found


def add_agreement(
    who: gate.Identity, *, partner: UUID, reference: str, signed_on: date, begins: date, ends: date
) -> Agreement:
    """Enter a signed confidentiality agreement. Two of one partner never run at the same time."""
    _check_time(begins, ends)
    if signed_on > min(begins, today()):
        raise BadPartner(_("It was signed before it begins, and not in the future."))
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found = queries.locked(partner)
        if other := queries.agreement_within(found, begins, ends):
            raise BadPartner(
                _("It overlaps with agreement %(reference)s: begin on the day that one ends.")
                % {"reference": other.reference}
            )
        agreement = Agreement.objects.create(
            partner=found,
            reference=_said(reference),
            signed_on=signed_on,
            begins=begins,
            ends=ends,
            entered_by_id=who.person,
            entered_at=timezone.now(),
        )
        _wrote(passage, found, "agreement.entered")
    return agreement


def add_person(
    who: gate.Identity,
    *,
    partner: UUID,
    name: str,
    contact: str,
    responsible: bool,
    receives: bool,
    informed_on: date | None,
) -> Person:
    """Enter somebody of the partner's staff. Who receives links was told the rules; one is responsible."""
    if receives and (informed_on is None or informed_on > today()):
        raise BadPartner(_("Say when this person was told the rules; before that nothing is sent."))
    if responsible and not contact.strip():
        raise BadPartner(_("Say how the confidentiality person can be reached."))
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found = queries.locked(partner)
        if responsible and found.people.filter(responsible=True, removed_at=None).exists():
            raise BadPartner(
                _("There is a confidentiality person already: take that one off the list first.")
            )
        if found.people.filter(name=_said(name), removed_at=None).exists():
            raise BadPartner(_("Somebody of this name is on the list already; tell two apart by the name."))
        person = Person.objects.create(
            partner=found,
            name=_said(name),
            contact=contact.strip(),
            responsible=responsible,
            receives=receives,
            informed_on=informed_on,
            entered_by_id=who.person,
            entered_at=timezone.now(),
        )
        _wrote(passage, found, "partner.person_added")
    return person


def remove_person(who: gate.Identity, *, person: UUID) -> Partner:
    """Take somebody off the partner's list; links that he or she bears open nothing from now on."""
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found, row = queries.locked_person(person)
        if row.removed_at is None:
            row.removed_at = timezone.now()
            row.save(update_fields=["removed_at"])
        _wrote(passage, found, "partner.person_removed")
    return found


def assess(who: gate.Identity, *, partner: UUID, on: date, met: Iterable[str]) -> Assessment:
    """Enter the answers of an assessment, before entry or of the year. Raises gate.Denied, BadPartner."""
    answers = frozenset(met)
    if not answers <= set(questionnaire.CODES):
        raise BadPartner(_("Choose from the list."))
    with gate.passage(who, Action.PARTNER_KEEP, writes=True) as passage:
        found = queries.locked(partner)
        latest = found.assessments.first()
        if on > today() or (latest and on < latest.on):
            raise BadPartner(_("It is dated after the last assessment, and not in the future."))
        failed = questionnaire.failed(answers)
        assessment = Assessment.objects.create(
            partner=found,
            on=on,
            met=sorted(answers),
            failed=failed,
            entered_by_id=who.person,
            entered_at=timezone.now(),
        )
        _wrote(passage, found, "assessment.failed" if failed else "assessment.passed")
    return assessment


def _wrote(passage: Passage, partner: Partner, *codes: str) -> None:
    passage.saw([partner.pk], kind="partner")
    passage.about(*codes)


def _check_name(name: str, *, besides: Partner | None = None) -> None:
    """A name that a blocked firm bears or bore is nobody else's: a block is not dodged by a new licence.

    besides: the firm that takes the name, which nobody else on the list may bear.
    """
    for known in queries.of_name(name):
        if known != besides and known.name == name and besides is not None:
            raise BadPartner(_("%(number)s on the list has this name.") % {"number": known.number})
        if known != besides and BLOCKED in facts.missing([known.pk])[known.pk]:
            raise BadPartner(
                _("%(number)s bears or bore this name and is blocked. Enter another by its full name.")
                % {"number": known.number}
            )


def _registration(typed: str) -> str:
    code = "".join(typed.upper().split())
    if not uscc_ok(code) or not organisation_code_ok(code[8:17]):
        raise BadPartner(_("This is no unified social credit code: a character is wrong or missing."))
    return code


def _said(typed: str) -> str:
    words = " ".join(typed.split())
    if not words:
        raise BadPartner(_("Fill in every field."))
    return words


def _clauses(ticked: Iterable[str]) -> list[str]:
    chosen = set(ticked)
    if not chosen <= set(Clause.values):
        raise BadPartner(_("Choose from the list."))
    return [clause for clause in Clause.values if clause in chosen]


def _check_time(begins: date, ends: date) -> None:
    if ends <= begins:
        raise BadPartner(_("It ends after it begins."))
