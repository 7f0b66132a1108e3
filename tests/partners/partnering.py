"""A partner brought as far as a test wants it: entered, bound, assessed, opened by two, with a consent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from lindun.core.identifiers.checks import organisation_code_ok, uscc_ok
from lindun.partners import actions, approving, breaches, questionnaire
from lindun.partners.models import Breach, Clause, Consent, Opening, Partner, Person, RemedyKind, Waiver
from lindun.sharing.actions import Outside
from tests import cast
from tests.scoped import everywhere

FIRM, WORKER = "安泰维修", "师傅甲"
YEAR = timedelta(days=365)
_bodies = count(10000001)


def credit_code(body: str = "") -> str:
    """A well-formed unified social credit code of nobody."""
    eight = body or f"{next(_bodies)}"
    nine = next(eight + last for last in "0123456789X" if organisation_code_ok(eight + last))
    start = f"91330100{nine}"
    return next(start + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc_ok(start + last))


def entered(name: str = FIRM, *, registration: str = "", owner: str = "manager") -> Partner:
    code = registration or credit_code()
    return actions.enter(
        cast.identity("manager"), name=name, registration=code, service="水电维修", owner=cast.staff(owner)
    )


def somebody(partner: Partner, *, name: str = WORKER, **said: Any) -> Person:
    about = {
        "contact": "0591-87650100",
        "responsible": True,
        "receives": True,
        "informed_on": timezone.localdate(),
    } | said
    return actions.add_person(cast.identity("manager"), partner=partner.pk, name=name, **about)


def contract(partner: Partner, *, clauses: Iterable[str] = Clause.values, days: int = 730) -> UUID:
    begins = timezone.localdate()
    added = actions.add_contract(
        cast.identity("manager"),
        partner=partner.pk,
        reference="HT-2026-08",
        begins=begins,
        ends=begins + timedelta(days=days),
        clauses=clauses,
    )
    return added.pk


def agreement(partner: Partner, *, begins: date | None = None, days: int = 365) -> UUID:
    start = begins or timezone.localdate()
    signed = min(start, timezone.localdate())
    added = actions.add_agreement(
        cast.identity("manager"),
        partner=partner.pk,
        reference="BM-2026-08",
        signed_on=signed,
        begins=start,
        ends=start + timedelta(days=days),
    )
    return added.pk


def assessed(partner: Partner, *, without: str = "") -> UUID:
    met = [code for code in questionnaire.CODES if code != without]
    added = actions.assess(cast.identity("manager"), partner=partner.pk, on=timezone.localdate(), met=met)
    return added.pk


CLAUSES = list(Clause.values)
STEPS: dict[str, Callable[[Partner], object]] = {
    "person": somebody,
    "contract": contract,
    "agreement": agreement,
    "assessment": assessed,
}


def prepared(*, without: str = "", **said: Any) -> Partner:
    """A partner of whom everything is there that its account needs, but for one thing."""
    partner = entered(**said)
    for name, step in STEPS.items():
        if name != without:
            step(partner)
    return partner


def open_account(partner: Partner, *, by: str = "manager", second: str = "officer") -> Partner:
    opening = approving.ask_to_open(cast.identity(by), partner=partner.pk)
    return approving.decide(cast.identity(second), of=Opening, asked=opening.pk, agree=True)


def opened(**said: Any) -> Partner:
    return open_account(prepared(**said))


def asked_consent(
    partner: Partner,
    *,
    items: Iterable[str] = (),
    purpose: str = "repair",
    days: int | None = None,
    begins: int = 0,
) -> Consent:
    start = timezone.localdate() + timedelta(days=begins)
    (bound,) = partner.contracts.all()
    return approving.ask_for_consent(
        cast.identity("manager"),
        contract=bound.pk,
        purpose=purpose,
        items=items or approving.catalogue_needs(purpose),
        begins=start,
        ends=bound.ends if days is None else start + timedelta(days=days),
    )


def consented(partner: Partner, **said: Any) -> Consent:
    asked = asked_consent(partner, **said)
    approving.decide(cast.identity("officer"), of=Consent, asked=asked.pk, agree=True)
    return asked


def outside(partner: Partner | None = None, **said: Any) -> Outside:
    """Somebody who may get a work order: of this partner, else of the one that the tests share."""
    firm = partner or _shared() or opened()
    purpose = said.get("purpose", "repair")
    consent = firm.consents.filter(purpose_id=purpose, agreed=True, withdrawn_at=None).first()
    worker = firm.people.get(receives=True, removed_at=None)
    return Outside((consent or consented(firm, **said)).pk, worker.pk)


def _shared() -> Partner | None:
    return Partner.objects.filter(name=FIRM, openings__agreed=True).first()


def somewhere() -> Partner:
    """A partner on the list, however it stands."""
    return Partner.objects.first() or entered()


def waiting_opening() -> Opening:
    """An account that the manager asked for and nobody has decided."""
    waiting = Opening.objects.filter(agreed=None).first()
    return waiting or approving.ask_to_open(cast.identity("manager"), partner=prepared().pk)


def waived(partner: Partner, *, days: int = 90) -> Waiver:
    until = timezone.localdate() + timedelta(days=days)
    asked = approving.ask_for_waiver(
        cast.identity("manager"), partner=partner.pk, why="三个月内完成培训", until=until
    )
    approving.decide(cast.identity("general_manager"), of=Waiver, asked=asked.pk, agree=True)
    return asked


def leaked(partner: Partner) -> Breach:
    """A leak that was reported and confirmed."""
    breach = breaches.report(cast.identity("manager"), partner=partner.pk, what="工单截图被发到业主群")
    return confirmed(breach)


def confirmed(breach: Breach, *, by: str = "officer") -> Breach:
    due = timezone.localdate() + timedelta(days=30)
    breaches.confirm(
        cast.identity(by),
        breach=breach.pk,
        owners=dict.fromkeys(RemedyKind.values, cast.staff("manager")),
        dues=dict.fromkeys(RemedyKind.values, due),
    )
    return Breach.objects.get(pk=breach.pk)


def move_clock(monkeypatch: pytest.MonkeyPatch, **ahead: float) -> None:
    """The house's clock runs ahead of what it says now."""
    moment = timezone.now() + timedelta(**ahead)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def rows(model: Any, **which: Any) -> list[Any]:
    with everywhere():
        return list(model.objects.filter(**which))
