"""Cases about a partner: what follows from a decision, and what the partner's page says of them."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.conduct import queries, wording
from lindun.conduct.actions import BadCase
from lindun.conduct.models import Case
from lindun.conduct.rules import HANDLING, REPORTING
from lindun.organisation import queries as people
from lindun.partners import breaches
from lindun.partners import queries as partners
from lindun.partners.breaches import Remedies
from lindun.partners.models import Breach
from lindun.partners.refusal import BadPartner
from lindun.partners.registry import Line


def follow(passage: gate.Passage, case: Case, remedies: Remedies | None) -> Breach | None:
    """What a confirmed case about a partner brings about, in the decision's own transaction (PTN-07).

    The partner is blocked, its transfers are frozen, three remedies stand in its file; a leak that was
    confirmed before and is not settled yet goes with this case instead. Raises BadCase.
    """
    if case.partner_id is None:
        return None
    partners.locked(case.partner_id)
    if known := unsettled(case.partner_id):
        return known
    if remedies is None:
        raise BadCase(wording.NO_REMEDIES)
    try:
        return breaches.cut_off(
            passage,
            partner=case.partner_id,
            what=case.what,
            reported_by=case.reported_by_id,
            remedies=remedies,
        )
    except BadPartner as wrong:
        raise BadCase(str(wrong)) from wrong


def unsettled(partner: UUID) -> Breach | None:
    """A confirmed leak with a remedy left that no decision belongs to yet."""
    found = Breach.objects.filter(partner_id=partner, confirmed_at__isnull=False, closed_at=None)
    return found.filter(decision=None).first()


def lines(passage: gate.Passage, partner: UUID) -> list[Line]:
    """For the page of a partner: kinds, numbers, stages; a link where this reader may open the case."""
    return [
        Line(
            at=case.reported_at,
            text=f"{case.get_type_display()} · {case.get_intent_display()} · {case.number}",
            state=wording.outcome(case),
            tone=wording.tone(case),
            url=reverse("conduct:one", args=[case.pk]) if _opens(passage, case) else "",
        )
        for case in queries.about_partner(partner)
    ]


def recent(case: Case) -> int:
    """Confirmed cases about the same partner that are remembered, by whatever name it went."""
    return queries.earlier_cases(case, now=timezone.now())


def _opens(passage: gate.Passage, case: Case) -> bool:
    role = passage.actor.role
    hers = case.reported_by_id in people.accounts_of(passage.who.person)
    return role in HANDLING or (role in REPORTING and hers)
