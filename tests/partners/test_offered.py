"""What forms offer about partners: who is left out is named with the reason; what no purpose needs is not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun.partners import actions, approving
from lindun.partners.codes import BLOCKED, OF_PARTNER
from lindun.partners.models import Consent, Partner
from lindun.partners.refusal import BadPartner
from tests import cast
from tests.pages import text
from tests.partners import partnering
from tests.sharing import bearers
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
FORM = "以下合作方暂时不能发送"


def sending(who: str = "counter") -> str:
    return text(as_(who).get(reverse("sharing:send", args=[bearers.task_of(who).pk])))


def consent_form(browser: Client, partner: Partner) -> str:
    return reverse("partners:deed", args=["consent", partner.contracts.get().pk])


def test_a_firm_whose_agreement_ended_is_named_with_the_reason_and_who_opens_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    partner = partnering.opened()
    consent = partnering.consented(partner)
    assert FORM not in sending()
    partnering.move_clock(monkeypatch, days=365)
    page = sending()
    for words in (FORM, partnering.FIRM, consent.number, "保密协议已到期", "负责"):
        assert words in page, words
    assert f"{consent.pk}+" not in page  # it cannot be chosen
    assert reverse("partners:one", args=[partner.pk]) not in page  # the counter keeps no partners
    assert reverse("partners:one", args=[partner.pk]) in sending("supervisor")


def test_a_list_for_a_firm_says_so_too() -> None:
    partner = partnering.opened()
    partnering.consented(partner, purpose="fee")
    address = reverse("exports:order", args=["fee"])
    assert FORM not in text(as_("manager").get(address))
    partnering.leaked(partner)
    page = text(as_("manager").get(address))
    assert FORM in page
    assert str(OF_PARTNER[BLOCKED]) in page


def test_a_firm_of_which_nobody_receives_is_named_for_links_alone() -> None:
    partner = partnering.opened()
    partnering.consented(partner)
    actions.remove_person(cast.identity("manager"), person=partner.people.get().pk)
    partnering.somebody(partner, receives=False)
    assert "没有登记可接收工单的人员" in sending()


def test_a_consent_offers_what_its_purpose_needs_and_refuses_the_rest_in_words() -> None:
    partner, manager = partnering.opened(), as_("manager")
    address = consent_form(manager, partner)
    first = text(manager.get(address))
    assert 'name="items"' not in first  # first what for
    page = text(manager.get(address, {"purpose": "repair"}))
    needed = approving.catalogue_needs("repair")
    assert all(f'value="{code}"' in page for code in needed)
    assert 'value="id_number"' not in page
    today = timezone.localdate()
    said = {
        "purpose": "repair",
        "items": ["phone", "id_number"],
        "begins": today,
        "ends": today.replace(year=today.year + 1),
    }
    refused = manager.post(address, said)
    assert refused.status_code == 422
    assert "请只选择该用途需要的信息项" in text(refused)
    with pytest.raises(BadPartner, match="证件号"):
        partnering.asked_consent(partner, items=["phone", "id_number"])
    assert manager.post(address, {"items": ["phone"]}).status_code == 422  # and no purpose at all
    assert not Consent.objects.exists()
