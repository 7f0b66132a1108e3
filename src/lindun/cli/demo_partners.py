"""Partners of the demo company: two open, one in preparation, one to be waived, one that owes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lindun.gate import Identity
    from lindun.partners.models import Partner

# name, what it does, eight characters of an invented organisation
FIRMS = (
    ("安泰维修", "水电维修", "90000101"),
    ("顺达电梯", "电梯维保", "90000102"),
    ("绿景园艺", "绿化养护", "90000103"),
    ("洁美保洁", "保洁服务", "90000104"),
    ("通达门禁", "门禁维保", "90000105"),
)
WORKER, OTHER_WORKER = "郑师傅", "吴师傅"


def enter() -> None:
    """Enter them through the same actions as the pages, by the manager and the officer."""
    from django.utils import timezone

    today = timezone.localdate()
    open_one, preparing, failing, owing, ending = (_firm(*firm) for firm in FIRMS)
    for partner in (open_one, failing):
        _bind(partner, today)
    _bind(ending, today, days=341)
    for partner, worker in ((open_one, WORKER), (ending, OTHER_WORKER)):
        _person(partner, today, worker)
        _assess(partner, today)
        _open(partner, today)
    _person(failing, today)
    _assess(failing, today, without="trained")
    _ask_for_waiver(failing, today)
    _person(preparing, today)
    _contract(preparing, "HT-2026-021", today, today + timedelta(days=365), without="liability")
    _contract(owing, "HT-2025-007", today - timedelta(days=385), today - timedelta(days=20))


def _by(account: str) -> Identity:
    from lindun.gate import Identity
    from lindun.organisation.models import Staff

    return Identity(staff=Staff.objects.get(user__username=account).pk, second_factor=True)


def _firm(name: str, service: str, body: str) -> Partner:
    from lindun.partners import actions

    manager = _by("lin")
    code = _credit_code(body)
    return actions.enter(manager, name=name, registration=code, service=service, owner=manager.person)


def _credit_code(body: str) -> str:
    """A well-formed code (GB 32100-2015) of a firm that does not exist."""
    from lindun.core.identifiers.checks import organisation_code_ok, uscc_ok

    organisation = next(body + last for last in "0123456789X" if organisation_code_ok(body + last))
    start = f"91330100{organisation}"
    return next(start + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc_ok(start + last))


def _bind(partner: Partner, today: date, *, days: int = 90) -> None:
    """A contract for two years and an agreement for one, both signed so many days ago."""
    from lindun.partners import actions

    signed = today - timedelta(days=days)
    _contract(partner, f"HT-{signed:%Y}-008", signed, signed + timedelta(days=730))
    actions.add_agreement(
        _by("lin"),
        partner=partner.pk,
        reference=f"BM-{signed:%Y}-008",
        signed_on=signed,
        begins=signed,
        ends=signed + timedelta(days=365),
    )


def _contract(partner: Partner, reference: str, begins: date, ends: date, *, without: str = "") -> None:
    from lindun.partners import actions
    from lindun.partners.models import Clause

    clauses = [clause for clause in Clause.values if clause != without]
    actions.add_contract(
        _by("lin"), partner=partner.pk, reference=reference, begins=begins, ends=ends, clauses=clauses
    )


def _person(partner: Partner, today: date, name: str = WORKER) -> None:
    from lindun.partners import actions

    actions.add_person(
        _by("lin"),
        partner=partner.pk,
        name=name,
        contact="0571-55550188",
        responsible=True,
        receives=True,
        informed_on=today,
    )


def _assess(partner: Partner, today: date, *, without: str = "") -> None:
    from lindun.partners import actions, questionnaire

    met = [code for code in questionnaire.CODES if code != without]
    actions.assess(_by("lin"), partner=partner.pk, on=today, met=met)


def _ask_for_waiver(partner: Partner, today: date) -> None:
    from lindun.partners import approving

    until = today + timedelta(days=60)
    why = "新班组两个月内完成保密培训，期间由我方带班"
    approving.ask_for_waiver(_by("lin"), partner=partner.pk, why=why, until=until)


def _open(partner: Partner, today: date) -> None:
    """The account and a consent for repairs, both by two people."""
    from lindun.partners import approving
    from lindun.partners.models import Consent, Opening

    manager, officer = _by("lin"), _by("su")
    opening = approving.ask_to_open(manager, partner=partner.pk)
    approving.decide(officer, of=Opening, asked=opening.pk, agree=True)
    consent = approving.ask_for_consent(
        manager,
        contract=partner.contracts.get().pk,
        purpose="repair",
        items=sorted(approving.catalogue_needs("repair")),
        begins=today,
        ends=today + timedelta(days=365),
    )
    approving.decide(officer, of=Consent, asked=consent.pk, agree=True)
