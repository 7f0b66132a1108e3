"""Cases as people bring them about: the counter clerk is said to have told a caller too much."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from lindun.conduct import actions, company, deciding
from lindun.conduct.actions import Report
from lindun.conduct.deciding import Verdict
from lindun.conduct.ladder import Rung
from lindun.conduct.models import Case, Decision
from lindun.partners.breaches import Remedies
from lindun.partners.models import Partner, RemedyKind
from tests import cast
from tests.scoped import everywhere

ANYTHING = "conduct.case.view"
NUMBERS = {name: f"{number:04d}" for number, name in enumerate(cast.PEOPLE, start=31)}


def said(**more: Any) -> Report:
    usual = {
        "type": "leak",
        "intent": "careless",
        "gravity": "light",
        "accused": NUMBERS["counter"],
        "what": "电话里多说了住户情况",
        "happened_on": timezone.localdate(),
    }
    return Report(**usual | more)


def reported(*, by: str = "supervisor", **more: Any) -> Case:
    return actions.report(cast.identity(by), said(**more))


def asked(*, by: str = "supervisor", **more: Any) -> Case:
    case = reported(by=by, **more)
    asks = "officer" if case.accused_id != cast.staff("officer") else "hr"
    return actions.ask(cast.identity(asks), case=case.pk)


def heard(*, by: str = "supervisor", words: str = "当时没有核对来电人", **more: Any) -> Case:
    case = asked(by=by, **more)
    if case.accused_id == cast.staff("counter"):
        actions.state(cast.identity("counter"), case=case.pk, words=words)
    else:
        actions.take_down(
            cast.identity("officer"), case=case.pk, kind="spoken", words=words, witness=NUMBERS["guard"]
        )
    return case


def decide(case: Case, *, by: str = "officer", **verdict: Any) -> Decision:
    usual: dict[str, Any] = {"confirmed": True, "rung": Rung.ORAL_WARNING, "why": "查实"}
    return deciding.decide(cast.identity(by), case=case.pk, verdict=Verdict(**usual | verdict))


def about(partner: Partner, **more: Any) -> Case:
    """A case about a partner, heard with a witness."""
    return heard(accused="", partner=partner.pk, type="partner", **more)


def remedies(owner: str = "manager", *, days: int = 30) -> Remedies:
    """The three remedies of a confirmed case about a partner."""
    due = timezone.localdate() + timedelta(days=days)
    return Remedies(
        dict.fromkeys(RemedyKind.values, cast.staff(owner)), dict.fromkeys(RemedyKind.values, due)
    )


def decided(*, decider: str = "officer", verdict: dict[str, Any] | None = None, **more: Any) -> Case:
    case = heard(**more)
    decide(case, by=decider, **verdict or {})
    return case


def appealed(**more: Any) -> Case:
    case = decided(**more)
    deciding.reply(cast.identity("counter"), case=case.pk, accept=False, words="没有说过房号")
    return case


def final(**more: Any) -> Case:
    case = decided(**more)
    deciding.reply(cast.identity("counter"), case=case.pk, accept=True)
    return case


def closed(**more: Any) -> Case:
    return deciding.close(cast.identity("officer"), case=final(**more).pk)


def heavy(rung: int = Rung.INTERNAL_NOTICE, **more: Any) -> Case:
    """Final, with a measure of the general manager's."""
    return final(decider="general_manager", verdict={"rung": rung, "why": "影响较大"}, **more)


def with_loss(loss: str = "5000", **more: Any) -> Case:
    """Final, with a compensation as high as the loss; the minimum wage is known."""
    enter_minimum_wage()
    verdict = {"rung": Rung.ORAL_WARNING, "loss": Decimal(loss), "compensation": Decimal(loss)}
    return final(verdict=verdict, **more)


def enter_minimum_wage(wage: str = "2500") -> None:
    company.change(cast.identity("hr"), shown=list(Rung), appeal_days=10, minimum_wage=Decimal(wage))


def deduct(case: Case, amount: str, *, pay: str = "6000", month: int = 11) -> None:
    year, number = divmod(month - 1, 12)
    deciding.deduct(
        cast.identity("hr"),
        case=case.pk,
        month=timezone.localdate().replace(year=2026 + year, month=number + 1, day=1),
        pay=Decimal(pay),
        amount=Decimal(amount),
    )


def as_it_is(case: UUID) -> Case:
    """The row and what belongs to it, whoever may see it."""
    with everywhere(action=ANYTHING):
        return Case.objects.select_related("decision", "reply", "bulletin").get(pk=case)


def clock(patch: pytest.MonkeyPatch, later: timedelta) -> None:
    """The house's clock runs ahead."""
    moved: datetime = timezone.now() + later
    patch.setattr(timezone, "now", lambda: moved)
