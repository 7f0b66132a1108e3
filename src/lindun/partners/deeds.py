"""What can be done on a form about a partner: its words, its form, and the one action behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lindun import gate
from lindun.catalogue import queries as catalogue
from lindun.gate.vocabulary import Action
from lindun.partners import actions, approving, breaches, forms, queries
from lindun.partners.facts import today
from lindun.partners.models import Partner

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

YEAR = timedelta(days=365)
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Deed:
    """One form. `find` gives the partner of what the address names; `act` gets who, that id and the form.

    `more`: from what was sent so far, what the form is made with besides.
    """

    title: StrPromise
    text: StrPromise
    form: type[django_forms.Form]
    find: Callable[[UUID], Partner]
    act: Callable[[gate.Identity, UUID, Any], object]
    action: Action = Action.PARTNER_KEEP
    begin: Callable[[Partner, UUID], Said] = lambda _partner, _about: {}
    more: Callable[[Said], Said] = lambda _said: {}


def _of_contract(pk: UUID) -> Partner:
    return queries.contract(pk).partner


def _of_person(pk: UUID) -> Partner:
    return queries.person(pk).partner


def _of_consent(pk: UUID) -> Partner:
    return queries.consent(pk).partner


def _of_breach(pk: UUID) -> Partner:
    return queries.breach(pk).partner


def _of_remedy(pk: UUID) -> Partner:
    return queries.remedy(pk).breach.partner


def _people(_said: Said) -> Said:
    return {"people": queries.people_in_charge()}


def _needed(said: Said) -> Said:
    """Of the catalogue what the purpose that was chosen needs, and nothing else."""
    purpose = str(said.get("purpose", ""))
    needs = approving.catalogue_needs(purpose)
    items = [item for item in catalogue.items() if item.pk in needs]
    return {"purposes": catalogue.purposes(), "purpose": purpose, "items": items}


def _a_year(_partner: Partner, _about: UUID) -> Said:
    return {"signed_on": today(), "begins": today(), "ends": today() + YEAR}


def _next_year(partner: Partner, _about: UUID) -> Said:
    """A new agreement begins where the last one ends."""
    last = partner.agreements.first()
    begins: date = max(last.ends, today()) if last else today()
    return {"signed_on": today(), "begins": begins, "ends": begins + YEAR}


def _of_contract_time(_partner: Partner, about: UUID) -> Said:
    contract = queries.contract(about)
    return {"begins": max(contract.begins, today()), "ends": queries.end_of(contract)}


def _confirm(who: gate.Identity, about: UUID, form: forms.ConfirmForm) -> object:
    said = form.remedies()
    return breaches.confirm(who, breach=about, owners=said.owners, dues=said.dues)


def _with(action: Callable[..., object], name: str) -> Callable[[gate.Identity, UUID, Any], object]:
    """An action whose parameters are the fields of the form, and the id under this name."""

    def act(who: gate.Identity, about: UUID, form: django_forms.Form) -> object:
        return action(who, **{name: about}, **form.cleaned_data)

    return act


DEEDS: dict[str, Deed] = {
    "change": Deed(
        _("Name and person in charge"),
        _("A firm that is renamed keeps its number, its history and a block."),
        forms.ChangeForm,
        queries.partner,
        _with(actions.change, "partner"),
        begin=lambda partner, _about: {"name": partner.name, "owner": partner.owner_id},
        more=_people,
    ),
    "contract": Deed(
        _("Enter a contract"),
        _("Tick only what you have read in the contract."),
        forms.ContractForm,
        queries.partner,
        _with(actions.add_contract, "partner"),
        begin=_a_year,
    ),
    "clauses": Deed(
        _("Confidentiality clause"),
        _("Tick only what you have read in the contract."),
        forms.ClausesForm,
        _of_contract,
        _with(actions.confirm_clauses, "contract"),
        begin=lambda _partner, about: {"clauses": queries.contract(about).clauses},
    ),
    "end": Deed(
        _("End the contract early"),
        _("What is shared under it stops on that day; the certificate is due fifteen days later."),
        forms.EndForm,
        _of_contract,
        _with(actions.end_contract, "contract"),
        begin=lambda _partner, _about: {"on": today()},
    ),
    "certificate": Deed(
        _("Certificate of return and destruction"),
        _("The partner confirms that material and carriers are back and backups are destroyed."),
        forms.CertificateForm,
        _of_contract,
        _with(actions.certify, "contract"),
        begin=lambda _partner, _about: {"on": today()},
    ),
    "agreement": Deed(
        _("Enter an agreement"),
        _("The signed confidentiality agreement. On the day it ends, links and files stop."),
        forms.AgreementForm,
        queries.partner,
        _with(actions.add_agreement, "partner"),
        begin=_next_year,
    ),
    "person": Deed(
        _("Enter somebody of the partner"),
        _("Whoever gets to see anything stands on this list and was told the rules before."),
        forms.PersonForm,
        queries.partner,
        _with(actions.add_person, "partner"),
    ),
    "remove": Deed(
        _("Take off the list"),
        _("Links that this person holds open nothing from now on."),
        forms.SureForm,
        _of_person,
        _with(actions.remove_person, "person"),
    ),
    "assessment": Deed(
        _("Assess the partner"),
        _("Before entry and every year. A mandatory item not met needs the general manager's waiver."),
        forms.AssessmentForm,
        queries.partner,
        _with(actions.assess, "partner"),
        begin=lambda _partner, _about: {"on": today()},
    ),
    "waiver": Deed(
        _("Ask for a waiver"),
        _("The general manager decides; it ends on the day you name."),
        forms.WaiverForm,
        queries.partner,
        _with(approving.ask_for_waiver, "partner"),
        Action.PARTNER_ASK,
        begin=lambda _partner, _about: {"until": today() + timedelta(days=90)},
    ),
    "consent": Deed(
        _("Ask for a written consent"),
        _("What the partner may get, for what, until when. A second person signs it for the company."),
        forms.ConsentForm,
        _of_contract,
        _with(approving.ask_for_consent, "contract"),
        Action.PARTNER_ASK,
        begin=_of_contract_time,
        more=_needed,
    ),
    "withdraw": Deed(
        _("Take the consent back"),
        _("What was sent by it opens nothing from now on; files that were not taken yet stay here."),
        forms.SureForm,
        _of_consent,
        _with(approving.withdraw, "consent"),
        Action.PARTNER_CUT,
    ),
    "breach": Deed(
        _("Report a leak"),
        _("A suspicion is enough. The officer or the general manager confirms it; then access is cut."),
        forms.BreachForm,
        queries.partner,
        _with(breaches.report, "partner"),
        Action.BREACH_REPORT,
    ),
    "confirm": Deed(
        _("Confirm the leak"),
        _("Access is cut at once, the transfers are kept as evidence, each remedy has an owner and a day."),
        forms.ConfirmForm,
        _of_breach,
        _confirm,
        Action.BREACH_CONFIRM,
        begin=lambda partner, _about: forms.ConfirmForm.begin(partner),
        more=_people,
    ),
    "remedy": Deed(
        _("Settle a remedy"),
        _("What came of it: the sum that was deducted, the notice that was sent, the claim that was paid."),
        forms.RemedyForm,
        _of_remedy,
        _with(breaches.settle_remedy, "remedy"),
        Action.BREACH_CONFIRM,
    ),
}
