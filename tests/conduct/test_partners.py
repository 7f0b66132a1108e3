"""A case about a partner: in its file, by whatever name; what is confirmed blocks it with three remedies."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.conduct import actions, deciding, firms
from lindun.conduct.actions import BadCase
from lindun.conduct.models import Case, Decision
from lindun.gate.vocabulary import Action
from lindun.partners import actions as partners
from lindun.partners import approving, breaches
from lindun.partners.models import Breach, Partner, RemedyKind
from lindun.partners.refusal import NotYet
from tests import cast
from tests.conduct import cases
from tests.pages import entries, text
from tests.partners import partnering
from tests.scoped import everywhere
from tests.sharing import bearers
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
NEW_NAME = "全新物业服务"


def page(partner: Partner, who: str) -> str:
    return text(as_(who).get(reverse("partners:one", args=[partner.pk])))


def confirmed(case: Case, *, by: str = "officer", **verdict: Any) -> Decision:
    said = {"rung": None, "remedies": cases.remedies()} | verdict
    return cases.decide(case, by=by, **said)


def renamed(partner: Partner) -> Partner:
    manager = cast.identity("manager")
    return partners.change(manager, partner=partner.pk, name=NEW_NAME, owner=manager.person)


@pytest.mark.req("PTN-07")
def test_a_confirmed_case_cuts_access_keeps_the_evidence_and_lists_three_remedies() -> None:
    partner = partnering.opened()
    made = bearers.sent()
    browser = bearers.proved(made)
    case = cases.about(partner)
    assert bearers.page(browser, made).status_code == 200  # a case that is not decided cuts nobody off
    with pytest.raises(BadCase):
        confirmed(case, remedies=None)
    assert not Breach.objects.exists()
    decision = confirmed(case)
    assert "已阻断" in text(bearers.page(browser, made))
    with pytest.raises(gate.Denied) as closed:
        bearers.sent()
    assert "partner.blocked" in closed.value.decision.reasons
    assert decision.breach is not None
    assert {one.kind for one in decision.breach.remedies.all()} == set(RemedyKind.values)
    assert str(made.link.pk) in decision.breach.evidence
    (entry,) = [entry for entry in entries(Action.CASE_DECIDE) if entry["outcome"] == "done"]
    assert f"evidence.{breaches.mark(decision.breach.evidence)}" in entry["reasons"]
    assert f"partner:{partner.pk}" in entry["subjects"]


def test_it_stands_in_the_partners_file_and_opens_for_whoever_may_read_it() -> None:
    partner = partnering.opened()
    case = cases.about(partner, what="工单截图外传")
    address = reverse("conduct:one", args=[case.pk])
    for who, opens in (("officer", True), ("supervisor", True), ("manager", False), ("auditor", False)):
        shown = page(partner, who)
        assert case.number in shown, who
        assert (address in shown) is opens, who
        assert "工单截图外传" not in shown
    confirmed(case)
    assert "属实" in page(partner, "cashier")
    other = partnering.entered("顺达电梯")
    assert case.number not in page(other, "officer")


def test_a_renamed_partner_keeps_its_history_and_its_block() -> None:
    """Bad input of the issue: a partner renamed to dodge a block."""
    partner = partnering.opened()
    first = cases.about(partner)
    confirmed(first)
    renamed(partner)
    assert first.number in page(partner, "officer")
    shown = text(as_("officer").get(reverse("conduct:one", args=[first.pk])))
    assert f"立案时名称：{partnering.FIRM}" in shown
    form = text(as_("officer").get(reverse("conduct:new")))
    assert f"{NEW_NAME} / {partnering.FIRM}" in form
    second = cases.about(partner)
    assert "近两年涉及该合作方的前案 1 件" in text(
        as_("officer").get(reverse("conduct:decide", args=[second.pk]))
    )
    with pytest.raises(NotYet) as closed:
        approving.ask_to_open(cast.identity("manager"), partner=partner.pk)
    assert closed.value.reasons == ["partner.blocked"]
    record = deciding.close(cast.identity("hr"), case=first.pk).record
    for said in (f'"partner":"{NEW_NAME}"', f'"then":"{partnering.FIRM}"', partner.registration):
        assert said in record


def test_a_partner_is_named_from_the_list_and_by_nothing_else() -> None:
    said = {"accused": "", "type": "partner", "intent": "wilful", "gravity": "serious", "what": "外传"}
    day = {"happened_on": f"{timezone.localdate():%Y-%m-%d}"}
    for forged in ("安泰维修", str(uuid4())):
        answer = as_("officer").post(reverse("conduct:new"), said | day | {"partner": forged})
        assert answer.status_code == 422
    with pytest.raises(gate.NotHere):
        cases.reported(accused="", partner=uuid4())
    with pytest.raises(BadCase):
        cases.reported(partner=partnering.entered().pk)  # and a person besides
    with pytest.raises(Error), everywhere(action=Action.CASE_REPORT):
        _row(partner_name="安泰维修")
    with everywhere(action=cases.ANYTHING):
        assert not Case.objects.exists()


def _row(**said: Any) -> Case:
    usual = {"type": "leak", "intent": "wilful", "gravity": "light", "what": "…", "number": "WG-0000-0001"}
    by = {"reported_by_id": cast.staff("supervisor"), "reported_at": timezone.now()}
    return Case.objects.create(**usual, **by, happened_on=timezone.localdate(), **said)


def test_personnel_blocks_no_partner_and_no_page_writes_the_block_by_itself() -> None:
    case = cases.about(partnering.opened())
    with pytest.raises(gate.Denied) as refused:
        confirmed(case, by="hr")
    assert refused.value.decision.reasons == ("conduct.heavier_measure",)
    other = partnering.leaked(partnering.opened(name="顺达电梯"))
    for breach, by in ((None, "officer"), (other.pk, "officer"), (other.pk, "hr")):
        with pytest.raises(Error), everywhere(action=Action.CASE_DECIDE):
            _decision(case, breach=breach, by=by)
    cases.decide(case, by="hr", confirmed=False, rung=None, why="不属实")
    assert Breach.objects.count() == 1


def _decision(case: Case, *, breach: UUID | None, by: str) -> None:
    Decision.objects.create(
        case_id=case.pk,
        confirmed=True,
        breach_id=breach,
        decided_by_id=cast.staff(by),
        at=timezone.now(),
        appeal_until=timezone.now(),
    )


def test_a_leak_that_was_confirmed_before_goes_with_the_case() -> None:
    partner = partnering.opened()
    known = partnering.leaked(partner)
    case = cases.about(partner)
    browser, address = as_("officer"), reverse("conduct:decide", args=[case.pk])
    assert "owner_deduct" not in text(browser.get(address))
    assert browser.post(address, {"confirmed": "yes"}).status_code == 302
    assert cases.as_it_is(case.pk).decision.breach_id == known.pk
    assert Breach.objects.count() == 1
    with everywhere(action=cases.ANYTHING):
        assert firms.unsettled(partner.pk) is None  # the next case is one of its own


def test_the_decision_form_asks_who_sees_to_each_remedy() -> None:
    case = cases.about(partnering.opened())
    browser, address = as_("general_manager"), reverse("conduct:decide", args=[case.pk])
    remedies = browser.get(address).context["remedies"]
    said = {name: str(remedies.get_initial_for_field(field, name)) for name, field in remedies.fields.items()}
    wrong = browser.post(address, {"confirmed": "yes"} | said | {"due_end": ""})
    assert wrong.status_code == 422
    past = browser.post(address, {"confirmed": "yes"} | said | {"due_end": "2020-01-01"})
    assert "期限" in text(past)
    assert browser.post(address, {"confirmed": "yes"} | said).status_code == 302
    assert "已阻断，三项处理列在合作方页面" in text(browser.get(reverse("conduct:one", args=[case.pk])))


def test_who_reported_it_decides_nothing_about_a_partner_either() -> None:
    case = cases.about(partnering.opened(), by="general_manager")
    with pytest.raises(gate.Denied) as refused:
        confirmed(case, by="general_manager")
    assert "people.proposed_it" in refused.value.decision.reasons
    actions.add_words(cast.identity("officer"), case=case.pk, words="截图来源已核对")
    confirmed(case, by="officer")
