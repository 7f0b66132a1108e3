"""Before anything may be shared: what is missing refuses, two people open, a renamed firm stays itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.partners import actions, approving
from lindun.partners.models import Agreement, Assessment, Clause, Consent, Contract, Opening, Partner, Waiver
from lindun.partners.refusal import BadPartner, NotYet
from lindun.sharing.models import Link
from tests import cast
from tests.organisation.second_accounts import second_account
from tests.pages import entries
from tests.partners import partnering
from tests.scoped import everywhere
from tests.sharing import bearers
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")


def refused(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(NotYet) as closed:
        deed()
    return closed.value.reasons


@pytest.mark.req("PTN-01")
def test_a_contract_without_one_part_of_the_clause_opens_nothing() -> None:
    partner = partnering.prepared(without="contract")
    contract = partnering.contract(partner, clauses=())
    shown = as_("manager").get(reverse("partners:one", args=[partner.pk])).content.decode()
    assert f'button--small" href="{reverse("partners:deed", args=["clauses", contract])}"' in shown
    for clause in Clause.values:
        others = set(Clause.values) - {clause}
        actions.confirm_clauses(cast.identity("manager"), contract=contract, clauses=others)
        assert refused(lambda: partnering.open_account(partner)) == ["partner.clauses_missing"]
    asked = entries(Action.PARTNER_ASK)
    assert {(entry["outcome"], *entry["reasons"]) for entry in asked} == {
        ("denied", "partner.clauses_missing")
    }
    assert not Opening.objects.exists()


@pytest.mark.req("PTN-01")
def test_a_part_of_the_clause_that_turns_out_to_be_missing_stops_what_was_open() -> None:
    partner = partnering.opened()
    made = bearers.sent()
    browser = bearers.proved(made)
    assert bearers.page(browser, made).status_code == 200
    (contract,) = partner.contracts.all()
    actions.confirm_clauses(cast.identity("manager"), contract=contract.pk, clauses=["scope"])
    assert "合同中的保密条款" in bearers.page(browser, made).content.decode()
    with pytest.raises(gate.Denied) as closed:
        bearers.sent()
    assert "partner.clauses_missing" in closed.value.decision.reasons


@pytest.mark.req("PTN-03")
def test_an_account_of_a_partner_that_named_nobody_is_not_opened() -> None:
    partner = partnering.prepared(without="person")
    partnering.somebody(partner, responsible=False)
    assert refused(lambda: partnering.open_account(partner)) == ["partner.person_missing"]
    partnering.somebody(partner, name="赵工", receives=False)
    partnering.open_account(partner)
    assert Opening.objects.get().agreed


def test_what_was_there_when_it_was_asked_must_be_there_when_it_is_decided() -> None:
    partner = partnering.prepared()
    opening = approving.ask_to_open(cast.identity("manager"), partner=partner.pk)
    (person,) = partner.people.all()
    actions.remove_person(cast.identity("manager"), person=person.pk)
    agree = {"of": Opening, "asked": opening.pk, "agree": True}
    assert refused(lambda: approving.decide(cast.identity("officer"), **agree)) == ["partner.person_missing"]
    assert Opening.objects.get().agreed is None


def test_nothing_else_may_be_missing_either() -> None:
    for without in ("contract", "agreement", "assessment"):
        ask = partial(partnering.open_account, partnering.prepared(without=without))
        assert refused(ask) == [f"partner.{without}_missing"]


def test_who_asked_does_not_open_by_any_account_of_hers() -> None:
    partner = partnering.prepared()
    opening = approving.ask_to_open(cast.identity("officer"), partner=partner.pk)
    for who in (cast.identity("officer"), second_account("officer", role="general_manager", clearance=4)):
        with pytest.raises(gate.Denied) as closed:
            approving.decide(who, of=Opening, asked=opening.pk, agree=True)
        assert "people.proposed_it" in closed.value.decision.reasons
    approving.decide(cast.identity("general_manager"), of=Opening, asked=opening.pk, agree=True)
    with pytest.raises(BadPartner):
        approving.decide(cast.identity("general_manager"), of=Opening, asked=opening.pk, agree=False)
    with pytest.raises(BadPartner):
        approving.ask_to_open(cast.identity("manager"), partner=partner.pk)


@pytest.mark.req("PTN-06")
def test_who_fails_a_mandatory_item_needs_a_waiver_of_the_general_manager_with_a_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    partner = partnering.prepared(without="assessment")
    partnering.assessed(partner, without="trained")
    assert refused(lambda: partnering.open_account(partner)) == ["partner.assessment_failed"]
    until = timezone.localdate() + timedelta(days=30)
    asked = approving.ask_for_waiver(
        cast.identity("manager"), partner=partner.pk, why="一个月内补训", until=until
    )
    with pytest.raises(gate.Denied):
        approving.decide(cast.identity("officer"), of=Waiver, asked=asked.pk, agree=True)
    assert refused(lambda: partnering.open_account(partner)) == ["partner.assessment_failed"]
    approving.decide(cast.identity("general_manager"), of=Waiver, asked=asked.pk, agree=True)
    partnering.open_account(partner)
    bearers.sent()
    partnering.move_clock(monkeypatch, days=30)
    with pytest.raises(gate.Denied) as closed:
        bearers.sent()
    assert "partner.assessment_failed" in closed.value.decision.reasons


def test_a_waiver_lasts_no_longer_than_to_the_next_check() -> None:
    partner = partnering.prepared(without="assessment")
    partnering.assessed(partner, without="trained")
    until = timezone.localdate() + timedelta(days=367)
    with pytest.raises(BadPartner):
        approving.ask_for_waiver(cast.identity("manager"), partner=partner.pk, why="补训", until=until)


def test_an_item_that_is_not_mandatory_needs_no_waiver() -> None:
    partner = partnering.prepared(without="assessment")
    partnering.assessed(partner, without="certified")
    partnering.open_account(partner)
    with pytest.raises(BadPartner):
        partnering.waived(partner)


@pytest.mark.req("PTN-06")
def test_a_year_without_a_check_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    partner = partnering.prepared(without="agreement")
    partnering.agreement(partner, days=700)
    partnering.open_account(partner)
    bearers.sent()
    partnering.move_clock(monkeypatch, days=366)
    with pytest.raises(gate.Denied) as closed:
        bearers.sent()
    assert "partner.check_overdue" in closed.value.decision.reasons
    partnering.assessed(partner)
    bearers.sent()


def test_a_code_that_is_none_is_not_taken() -> None:
    for code in (" ", "91330100", "913301001000000019", "91330100MA2XXXXXX0", "9133010010000001OI"):
        with pytest.raises(BadPartner):
            partnering.entered(registration=code)
    assert not Partner.objects.exists()


def test_a_firm_that_was_blocked_is_not_entered_again_under_another_name_or_address() -> None:
    code = partnering.credit_code()
    partner = partnering.opened(registration=code)
    partnering.leaked(partner)
    moved = _elsewhere(code)
    for again in (code, code.lower(), f" {code[:4]} {code[4:]} ", moved):
        with pytest.raises(BadPartner, match="HZ-"):
            partnering.entered("全新物业服务", registration=again)
    renamed = actions.change(
        cast.identity("manager"), partner=partner.pk, name="全新物业服务", owner=cast.staff("manager")
    )
    assert renamed.former == [partnering.FIRM]
    assert refused(lambda: approving.ask_to_open(cast.identity("manager"), partner=partner.pk)) == [
        "partner.blocked"
    ]


def _elsewhere(code: str) -> str:
    """The same organisation, registered in another district."""
    from lindun.core.identifiers.checks import uscc_ok

    start = f"91440300{code[8:17]}"
    return next(start + last for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if uscc_ok(start + last))


def test_agreements_of_one_partner_do_not_overlap_but_follow_each_other() -> None:
    partner = partnering.entered()
    partnering.agreement(partner, days=100)
    for start, days in ((0, 100), (99, 50), (-20, 21), (-10, 300)):
        begins = timezone.localdate() + timedelta(days=start)
        with pytest.raises(BadPartner):
            partnering.agreement(partner, begins=begins, days=days)
    partnering.agreement(partner, begins=timezone.localdate() + timedelta(days=100))
    assert Agreement.objects.count() == 2


def test_people_are_told_the_rules_before_they_receive_and_can_be_reached() -> None:
    partner, later = partnering.entered(), timezone.localdate() + timedelta(days=2)
    wrong: list[dict[str, Any]] = [{"informed_on": None}, {"informed_on": later}, {"contact": " "}]
    for said in wrong:
        with pytest.raises(BadPartner):
            partnering.somebody(partner, **said)


CHANGES: list[tuple[str, Any, dict[str, Any]]] = [
    (Action.PARTNER_VIEW, Partner, {"name": "别的"}),
    (Action.PARTNER_KEEP, Partner, {"registration": "91330100MA00000001"}),
    (Action.PARTNER_KEEP, Contract, {"ends": "2099-01-01"}),
    (Action.PARTNER_KEEP, Opening, {"agreed": False}),
    (Action.PARTNER_DECIDE, Opening, {"agreed": False}),
    (Action.PARTNER_DECIDE, Consent, {"items": ["id_number"]}),
    (Action.PARTNER_CUT, Consent, {"ends": "2099-01-01"}),
    (Action.PARTNER_KEEP, Agreement, {"ends": "2099-01-01"}),
    (Action.PARTNER_KEEP, Assessment, {"failed": []}),
]


def test_the_database_keeps_what_was_written() -> None:
    partner = partnering.prepared(without="assessment")
    partnering.assessed(partner, without="reports")
    partnering.waived(partner)
    partnering.consented(partnering.open_account(partner))
    for deed, model, change in CHANGES:
        with pytest.raises(Error), everywhere(action=deed):
            model.objects.update(**change)


def test_no_account_opens_itself_by_sql_in_the_passage_of_who_asks() -> None:
    partner = partnering.prepared()
    opening = approving.ask_to_open(cast.identity("manager"), partner=partner.pk)
    yes = {"agreed": True, "decided_at": timezone.now()}
    with pytest.raises(Error), everywhere(action=Action.PARTNER_DECIDE):
        Opening.objects.filter(pk=opening.pk).update(**yes, decided_by_id=cast.staff("manager"))
    with pytest.raises(Error), everywhere(action=Action.PARTNER_VIEW):
        Opening.objects.filter(pk=opening.pk).update(**yes, decided_by_id=cast.staff("officer"))
    assert not Link.objects.exists()
