"""Partners in words: how one stands, and what is missing before anything may be shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lindun.partners import breaches, deadlines, facts, queries, questionnaire
from lindun.partners.codes import BEFORE_OPENING, BLOCKED, CLOSING, NOT_OPENED, OF_PARTNER
from lindun.partners.models import Assessment, Clause, Contract, Partner


@dataclass(frozen=True)
class Standing:
    """How a partner stands: a word, its tone ("on", "warn", "trouble" or ""), and the sentence behind it."""

    word: str
    tone: str
    why: str = ""


@dataclass(frozen=True)
class Step:
    """One thing to be done before anything may be shared; `deed` is its form, for what `about` names."""

    title: str
    why: str
    deed: str
    about: UUID

    @property
    def done(self) -> bool:
        return not self.why


STEPS = (
    ("person", ("partner.person_missing",)),
    ("contract", ("partner.contract_missing", "partner.clauses_missing")),
    ("agreement", ("partner.agreement_missing", "partner.agreement_expired")),
    ("assessment", ("partner.assessment_missing", "partner.assessment_failed", "partner.check_overdue")),
    ("", (NOT_OPENED, BLOCKED)),
)


def listed(partners: Sequence[Partner]) -> list[dict[str, Any]]:
    """The rows of the list."""
    missing = facts.missing([partner.pk for partner in partners])
    return [
        {
            "partner": partner,
            "standing": standing(partner, missing[partner.pk]),
            "overdue": overdue(partner),
            "ends": queries.agreement_end(partner),
        }
        for partner in partners
    ]


def standing(partner: Partner, missing: Sequence[str]) -> Standing:
    """In one word: blocked, ended, in preparation, closed or open."""
    first = next((code for code in missing if code in BEFORE_OPENING), missing[0] if missing else "")
    why = str(CLOSING[first]) if first else ""
    contracts = list(partner.contracts.all())
    if BLOCKED in missing:
        return Standing(_("Blocked"), "trouble", str(CLOSING[BLOCKED]))
    if contracts and all(queries.end_of(row) <= facts.today() for row in contracts):
        return Standing(_("Ended"), "", str(CLOSING["partner.contract_missing"]))
    if NOT_OPENED in missing:
        return Standing(_("In preparation"), "", why)
    return Standing(_("Sharing stopped"), "warn", why) if missing else Standing(_("Open for sharing"), "on")


def overdue(partner: Partner) -> list[Contract]:
    """Contracts whose certificate is overdue: the final payment is held."""
    return [row for row in partner.contracts.all() if deadlines.is_overdue(row, facts.today())]


def one(partner: Partner) -> dict[str, Any]:
    """Everything on the page of one partner."""
    missing = facts.missing([partner.pk])[partner.pk]
    consents = list(partner.consents.select_related("purpose", "asked_by", "decided_by"))
    closed = facts.closed([consent.pk for consent in consents])
    assessment = partner.assessments.first()
    return {
        "partner": partner,
        "standing": standing(partner, missing),
        "steps": steps(partner, missing, any(set(codes) <= set(OF_PARTNER) for codes in closed.values())),
        "ready": not set(missing) - {NOT_OPENED, BLOCKED} and not queries.has_open_case(partner),
        "opened": NOT_OPENED not in missing and BLOCKED not in missing,
        "opening": partner.openings.filter(agreed=None).select_related("asked_by").first(),
        "overdue": overdue(partner),
        "contracts": [_contract(row) for row in partner.contracts.all()],
        "agreements": [_dated(row) for row in partner.agreements.all()],
        "people": list(partner.people.filter(removed_at=None)),
        "assessment": _assessment(assessment) if assessment else None,
        "consents": [
            {
                "consent": row,
                "items": queries.item_names(row.items),
                "why": str(CLOSING[closed[row.pk][0]]) if closed[row.pk] else "",
            }
            for row in consents
        ],
        "transfers": list(queries.transfers(partner)[:20]),
        "breaches": [
            {
                "breach": row,
                "digest": breaches.digest(row.evidence) if row.evidence else "",
                "remedies": list(row.remedies.select_related("owner")),
            }
            for row in partner.breaches.select_related("reported_by", "confirmed_by")
        ],
    }


def steps(partner: Partner, missing: Sequence[str], consented: bool) -> list[Step]:
    """The checklist, in the order in which it is worked off."""
    titles = {
        "person": _("Confidentiality person named"),
        "contract": _("Contract in force, clause confirmed"),
        "agreement": _("Confidentiality agreement in force"),
        "assessment": _("Assessed, not below our own standard"),
        "": _("Account opened by two people"),
    }
    found = []
    for deed, codes in STEPS:
        code = next((code for code in codes if code in missing), "")
        why = str(CLOSING[code]) if code else ""
        found.append(Step(titles[deed], why, *_form_for(partner, deed, code)))
    last = "" if consented else _("Nothing is shared without a written consent.")
    return [*found, Step(_("Written consent in force"), last, "", partner.pk)]


def _form_for(partner: Partner, deed: str, code: str) -> tuple[str, UUID]:
    """Where a step is taken: clauses that lack are confirmed at the contract there is."""
    running = [row for row in partner.contracts.all() if queries.end_of(row) > facts.today()]
    lacking = [row.pk for row in running if set(Clause.values) - set(row.clauses)]
    if code == "partner.clauses_missing" and lacking:
        return "clauses", lacking[0]
    return deed, partner.pk


def _contract(row: Contract) -> dict[str, Any]:
    today: date = facts.today()
    return {
        "row": row,
        "end": queries.end_of(row),
        "running": queries.end_of(row) > today,
        "lacking": [Clause(code).label for code in Clause.values if code not in row.clauses],
        "overdue": deadlines.is_overdue(row, today),
    }


def _dated(row: Any) -> dict[str, Any]:
    today = facts.today()
    return {"row": row, "tone": "on" if row.begins <= today < row.ends else "", "over": row.ends <= today}


def _assessment(row: Assessment) -> dict[str, Any]:
    words = {item.code: item.words for item in questionnaire.ITEMS}
    return {
        "row": row,
        "due": deadlines.check_due(row),
        "failed": [words[code] for code in row.failed],
        "waivers": list(row.waivers.select_related("asked_by", "decided_by")),
    }
