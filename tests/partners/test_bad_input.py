"""Forms sent twice, names borrowed from a blocked firm, SQL in another deed: nothing is gained or lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun.gate.vocabulary import Action
from lindun.partners import actions, approving, breaches
from lindun.partners.models import Breach, Consent, Opening, Waiver
from lindun.partners.refusal import BadPartner
from tests import cast
from tests.organisation.second_accounts import second_account
from tests.pages import text
from tests.partners import partnering
from tests.scoped import everywhere
from tests.signin import as_
from tests.together import both

pytestmark = pytest.mark.usefixtures("database")


def yes(by: str = "officer") -> dict[str, Any]:
    return {"agreed": True, "decided_by_id": cast.staff(by), "decided_at": timezone.now()}


def test_a_firm_that_two_enter_at_once_is_entered_once() -> None:
    code = partnering.credit_code()
    deeds = [lambda: partnering.entered(registration=code)] * 2
    assert sorted(both(*deeds)) == ["BadPartner", "done"]


def test_a_form_that_is_sent_twice_enters_nothing_twice() -> None:
    partner = partnering.opened()
    again = {
        "合同已经登记过": lambda: partnering.contract(partner),
        "已有同名人员": lambda: partnering.somebody(partner, responsible=False),
        "在等第二人审批": lambda: partnering.asked_consent(partner),
        "正等待确认": lambda: breaches.report(
            cast.identity("manager"), partner=partner.pk, what="工单截图外传"
        ),
    }
    partnering.asked_consent(partner)
    again["正等待确认"]()
    for words, deed in again.items():
        with pytest.raises(BadPartner, match=words):
            deed()
    counts = [
        each.count() for each in (partner.contracts, partner.people, partner.consents, partner.breaches)
    ]
    assert counts == [1, 1, 1, 1]


def test_whoever_is_taken_off_the_list_does_not_stay_there_a_second_time() -> None:
    """The form sent twice by two clients at once: one stays, and taking it off takes the person off."""
    partner = partnering.entered()
    deeds = [lambda: partnering.somebody(partner, name="师傅乙", responsible=False)] * 2
    assert sorted(both(*deeds)) == ["BadPartner", "done"]
    actions.remove_person(cast.identity("manager"), person=partner.people.get().pk)
    assert partnering.somebody(partner, name="师傅乙", responsible=False).removed_at is None


def test_a_blocked_firm_lends_its_names_to_nobody() -> None:
    partner = partnering.opened(name="顺安家电")
    actions.change(cast.identity("manager"), partner=partner.pk, name="顺安服务", owner=cast.staff("manager"))
    partnering.leaked(partner)
    other = partnering.entered("另一家")
    for name in ("顺安家电", "顺安服务"):
        said = {
            "name": name,
            "registration": partnering.credit_code(),
            "service": "维修",
            "owner": str(cast.staff("manager")),
        }
        answer = as_("manager").post(reverse("partners:new"), said)
        assert answer.status_code == 422
        assert partner.number in text(answer)
        with pytest.raises(BadPartner):
            actions.change(cast.identity("manager"), partner=other.pk, name=name, owner=other.owner_id)


def test_two_firms_on_the_list_do_not_take_each_others_name() -> None:
    first, second = partnering.entered("甲服务"), partnering.entered("乙服务")
    with pytest.raises(BadPartner, match=first.number):
        actions.change(cast.identity("manager"), partner=second.pk, name="甲服务", owner=second.owner_id)


def test_nothing_begins_agreed_and_nothing_is_agreed_to_in_the_passage_of_who_asks() -> None:
    partner = partnering.prepared()
    opening = approving.ask_to_open(cast.identity("manager"), partner=partner.pk)
    other = partnering.prepared()
    asked = {"asked_by_id": cast.staff("manager"), "asked_at": timezone.now()}
    with pytest.raises(Error), everywhere(action=Action.PARTNER_ASK):
        Opening.objects.create(partner=other, **asked, **yes())
    with pytest.raises(Error), everywhere(action=Action.PARTNER_ASK):
        Opening.objects.filter(pk=opening.pk).update(**yes())
    consent = partnering.asked_consent(partner)
    for deed in (Action.PARTNER_ASK, Action.PARTNER_CUT):
        with pytest.raises(Error), everywhere(action=deed):
            Consent.objects.filter(pk=consent.pk).update(**yes())
    latest = partnering.assessed(partner, without="reports")
    until = timezone.localdate() + timedelta(days=30)
    with pytest.raises(Error), everywhere(action=Action.WAIVER_DECIDE):
        Waiver.objects.create(assessment_id=latest, why="无", until=until, **asked, **yes("general_manager"))


def test_no_second_account_of_who_asked_agrees_even_by_sql_in_the_deciding_passage() -> None:
    opening = approving.ask_to_open(cast.identity("manager"), partner=partnering.prepared().pk)
    other = second_account("manager", role="officer")
    with pytest.raises(Error), everywhere(action=Action.PARTNER_DECIDE):
        Opening.objects.filter(pk=opening.pk).update(**yes() | {"decided_by_id": other.person})


def test_a_report_closes_no_case() -> None:
    breach = partnering.leaked(partnering.opened())
    with pytest.raises(Error), everywhere(action=Action.BREACH_REPORT):
        Breach.objects.filter(pk=breach.pk).update(closed_at=timezone.now())
