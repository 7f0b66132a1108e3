"""A partner's year, month by month with the schedule really run; and what its pages say on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.notifications.actions import mark_all_seen
from lindun.notifications.kinds import Kind
from lindun.partners import actions, jobs
from lindun.partners.models import Partner, Reminder
from lindun.partners.refusal import BadPartner
from tests import cast
from tests.notifications.told import told
from tests.pages import text
from tests.partners import partnering
from tests.schedule import Clock
from tests.sharing import bearers
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")


def reminded(name: str, kind: Kind) -> int:
    return sum(1 for notice in told(name) if notice.kind == kind)


@pytest.mark.req("PTN-02")
def test_thirty_days_before_an_agreement_ends_its_owner_is_reminded_and_on_the_day_sharing_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    partnering.opened()
    made = bearers.sent()
    jobs.remind(0)
    assert not Reminder.objects.exists()
    partnering.move_clock(monkeypatch, days=335)
    jobs.remind(0)
    jobs.remind(0)
    assert reminded("manager", Kind.PARTNER_AGREEMENT) == 1
    assert reminded("officer", Kind.PARTNER_AGREEMENT) == 0
    partnering.move_clock(monkeypatch, days=30)
    jobs.remind(0)
    assert reminded("manager", Kind.PARTNER_STOPPED) == reminded("officer", Kind.PARTNER_STOPPED) == 1
    assert bearers.arrive(bearers.Client(), made)
    with pytest.raises(gate.Denied) as closed:
        bearers.sent()
    assert "partner.agreement_expired" in closed.value.decision.reasons


def test_a_partners_year_month_by_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened, reminded, renewed, checked, ended, certified: each thing is told at its step and once."""
    partner = partnering.opened()
    clock, seen = Clock(monkeypatch), []
    for month in range(1, 13):
        clock.live(clock.day(30 * month), jobs.remind)
        seen.append(Reminder.objects.count())
    assert seen == [0] * 11 + [4]  # day 360: of agreement and check, thirty days and a week before
    assert set(Reminder.objects.values_list("days", flat=True)) == {30, 7}
    partnering.agreement(partner, begins=timezone.localdate() + timedelta(days=5))
    partnering.assessed(partner)
    clock.live(clock.day(366), jobs.remind)
    assert Reminder.objects.count() == 4
    assert bearers.sent().link.pk


@pytest.mark.req("PTN-05")
def test_fifteen_days_after_the_end_a_missing_certificate_is_overdue_and_the_payment_held(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    partner = partnering.opened()
    (contract,) = partner.contracts.all()
    manager, address = cast.identity("manager"), reverse("partners:list")
    with pytest.raises(BadPartner):
        actions.certify(manager, contract=contract.pk, reference="XH-1", on=timezone.localdate())
    actions.end_contract(manager, contract=contract.pk, on=timezone.localdate())
    partnering.move_clock(monkeypatch, days=14)
    assert "暂缓支付" not in text(as_("cashier").get(address))
    partnering.move_clock(monkeypatch, days=1)
    jobs.remind(0)
    assert reminded("manager", Kind.PARTNER_CERTIFICATE) == reminded("officer", Kind.PARTNER_CERTIFICATE) == 1
    listed = text(as_("cashier").get(address))
    assert "逾期" in listed
    assert "尾款：暂缓支付" in listed
    for days, times in ((6, 1), (1, 2), (0, 2), (7, 3)):
        mark_all_seen(cast.identity("manager"))  # what she has not seen she is not told again
        partnering.move_clock(monkeypatch, days=days)
        jobs.remind(0)
        assert reminded("manager", Kind.PARTNER_CERTIFICATE) == times  # every week until it is there
    actions.certify(manager, contract=contract.pk, reference="XH-1", on=timezone.localdate())
    mark_all_seen(cast.identity("manager"))
    partnering.move_clock(monkeypatch, days=7)
    jobs.remind(0)
    assert reminded("manager", Kind.PARTNER_CERTIFICATE) == 3
    assert "暂缓支付" not in text(as_("cashier").get(address))
    with pytest.raises(BadPartner):
        actions.certify(manager, contract=contract.pk, reference="XH-2", on=timezone.localdate())


def test_the_pages_take_a_partner_from_entry_to_its_first_consent() -> None:
    manager, officer = as_("manager"), as_("officer")
    today = timezone.localdate()
    code, year = partnering.credit_code(), today + timedelta(days=365)
    said = {"name": "顺达电梯", "service": "电梯维保", "owner": str(cast.staff("manager"))}
    wrong = manager.post(reverse("partners:new"), said | {"registration": code[:-1]})
    assert wrong.status_code == 422
    assert "统一社会信用代码校验不通过" in text(wrong)
    manager.post(reverse("partners:new"), said | {"registration": code})
    partner = Partner.objects.get()
    page = reverse("partners:one", args=[partner.pk])
    assert "合作方未指定保密联系人" in text(manager.get(page))
    forms: dict[str, dict[str, object]] = {
        "person": {
            "name": "师傅甲",
            "responsible": "on",
            "contact": "0571-55550100",
            "informed_on": today,
            "receives": "on",
        },
        "contract": {"reference": "HT-1", "begins": today, "ends": year, "clauses": partnering.CLAUSES},
        "agreement": {"reference": "BM-1", "signed_on": today, "begins": today, "ends": year},
        "assessment": {
            "on": today,
            "met": ["pledged", "trained", "named_access", "no_passing_on", "reports", "destroys"],
        },
    }
    refused = manager.post(reverse("partners:ask", args=[partner.pk]), follow=True)
    assert "与合作方没有有效合同" in text(refused)
    for deed, fields in forms.items():
        address = reverse("partners:deed", args=[deed, partner.pk])
        assert manager.get(address).status_code == 200
        assert manager.post(address, fields, follow=True).status_code == 200
    assert "等待第二人审批" in text(manager.post(reverse("partners:ask", args=[partner.pk]), follow=True))
    opening = partner.openings.get()
    yes = {"decision": "agree"}
    opened = officer.post(reverse("partners:decide", args=["opening", opening.pk]), yes, follow=True)
    assert "可以共享" in text(opened)
    asks = {"purpose": "repair", "items": ["phone"], "begins": today, "ends": year}
    manager.post(reverse("partners:deed", args=["consent", partner.contracts.get().pk]), asks)
    consent = partner.consents.get()
    signed = officer.post(reverse("partners:decide", args=["consent", consent.pk]), yes, follow=True)
    assert consent.number in text(signed)
    assert "已生效" in text(signed)
    assert manager.get(reverse("partners:deed", args=["nothing", partner.pk])).status_code == 404
    assert officer.post(reverse("partners:decide", args=["nothing", consent.pk]), yes).status_code == 404


def test_elsewhere_on_the_way_a_leak_is_confirmed_and_its_remedies_settled_on_pages() -> None:
    partner = partnering.opened()
    bearers.sent()
    manager, officer = as_("manager"), as_("officer")
    manager.post(reverse("partners:deed", args=["breach", partner.pk]), {"what": "截图外传"})
    breach = partner.breaches.get()
    confirm = reverse("partners:deed", args=["confirm", breach.pk])
    assert manager.get(confirm).status_code == 403
    form = officer.get(confirm).context["form"]
    said = {name: str(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}
    page = text(officer.post(confirm, said, follow=True))
    for word in ("已阻断", "扣款", "终止合作", "索赔全部损失", "SHA-256"):
        assert word in page
    for remedy in breach.remedies.all():
        officer.post(reverse("partners:deed", args=["remedy", remedy.pk]), {"result": "已办"})
    assert "已结案" in text(officer.get(reverse("partners:one", args=[partner.pk])))
