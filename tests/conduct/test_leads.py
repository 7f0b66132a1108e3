"""Reports about things become a case once, or are dismissed with a reason; nobody handles her own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.assets import actions as assets
from lindun.assets.models import Incident
from lindun.conduct import actions, deciding
from lindun.conduct.actions import BadCase
from lindun.conduct.ladder import Rung
from lindun.conduct.models import Case, Decision
from lindun.gate.vocabulary import Action
from tests import cast
from tests.assets import issuing
from tests.conduct import cases
from tests.conduct.cases import NUMBERS
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_

pytestmark = pytest.mark.usefixtures("database")
LEADS, NEW = reverse("conduct:leads"), reverse("conduct:new")


def lost(*, by: str = "counter") -> Incident:
    """A key of the counter clerk's that is gone."""
    return assets.report_lost(cast.identity(by), issue=issuing.issued().pk, words="昨晚回家路上遗失")


def taken_up(incident: UUID, *, by: str = "officer", **more: object) -> Case:
    return cases.reported(by=by, type="custody", what="钥匙遗失", incident=incident, **more)


def test_a_lost_key_waits_among_the_leads_and_becomes_a_case_with_what_is_known() -> None:
    lead = lost()
    browser = as_("officer")
    assert lead.number in text(browser.get(LEADS))
    form = text(browser.get(NEW, {"incident": str(lead.pk)}))
    for known in (f'value="{NUMBERS["counter"]}"', "昨晚回家路上遗失", str(lead.pk)):
        assert known in form
    said = {"intent": "careless", "gravity": "light", "happened_on": f"{timezone.localdate():%Y-%m-%d}"}
    about = {"accused": NUMBERS["counter"], "type": "custody", "what": "钥匙遗失", "incident": str(lead.pk)}
    assert browser.post(NEW, said | about).status_code == 302
    with everywhere(action=cases.ANYTHING):
        case = Case.objects.get()
    assert case.incident_id == lead.pk
    answered = Incident.objects.get(pk=lead.pk)
    assert case.number in answered.outcome
    assert lead.number not in text(browser.get(LEADS))
    assert lead.number in text(browser.get(reverse("conduct:one", args=[case.pk])))
    again = browser.post(NEW, said | about)
    assert "刚刚已被处理" in text(again)
    (entry,) = [entry for entry in entries(Action.CASE_REPORT) if entry["outcome"] == "done"]
    assert {f"incident:{lead.pk}", f"case:{case.pk}"} <= set(entry["subjects"])


def test_a_lead_is_dismissed_with_a_reason_by_those_who_close_reports() -> None:
    lead = lost()
    address = reverse("conduct:dismiss", args=[lead.pk])
    assert address not in text(as_("hr").get(LEADS))
    assert as_("hr").post(address, {"words": "找到了"}).status_code == 403
    officer = as_("officer")
    officer.post(address, {"words": " "})
    assert Incident.objects.get(pk=lead.pk).is_open
    assert "已决定不予立案" in text(officer.post(address, {"words": "次日在值班室找到"}, follow=True))
    assert Incident.objects.get(pk=lead.pk).outcome == "次日在值班室找到"
    with pytest.raises(BadCase):
        taken_up(lead.pk)


def test_of_two_who_take_it_up_at_once_one_does() -> None:
    lead = lost().pk
    with ThreadPoolExecutor(2) as both:
        done = sorted(both.map(lambda who: _opened(lead, who), ("officer", "hr")))
    assert done == [False, True]
    with everywhere(action=cases.ANYTHING):
        assert Case.objects.count() == 1


def _opened(lead: UUID, who: str) -> bool:
    try:
        taken_up(lead, by=who)
    except BadCase:
        return False
    finally:
        connection.close()
    return True


def test_nobody_takes_up_what_is_about_herself_or_what_she_may_not_see() -> None:
    hers = assets.report_barred(cast.identity("guard"), by=NUMBERS["officer"], words="私人U盘")
    again = second_account("officer", role="general_manager", clearance=4)
    assert hers.number not in text(as_("officer").get(LEADS))
    for who in (cast.identity("officer"), again):
        with pytest.raises(gate.NotHere):
            actions.report(who, cases.said(incident=hers.pk))
    with pytest.raises(gate.Denied):
        taken_up(hers.pk, by="manager")
    with pytest.raises(gate.NotHere):
        taken_up(uuid4())
    assert Incident.objects.get(pk=hers.pk).is_open
    assert as_("officer").get(NEW, {"incident": "x"}).status_code == 404


def test_whoever_reported_the_thing_decides_no_case_of_it() -> None:
    lead = assets.report_barred(cast.identity("hr"), by=NUMBERS["counter"], words="私人U盘")
    case = taken_up(lead.pk)
    actions.ask(cast.identity("officer"), case=case.pk)
    actions.state(cast.identity("counter"), case=case.pk, words="只用过一次")
    for who in ("hr", "officer"):
        with pytest.raises(gate.Denied) as refused:
            cases.decide(case, by=who)
        assert "people.proposed_it" in refused.value.decision.reasons
    with pytest.raises(Error), everywhere(action=Action.CASE_DECIDE):
        _decision(case, by="hr")
    cases.decide(case, by="general_manager", rung=Rung.ORAL_WARNING)
    deciding.reply(cast.identity("counter"), case=case.pk, accept=False, words="没有拷贝")
    with pytest.raises(gate.Denied):
        deciding.answer(cast.identity("hr"), case=case.pk, outcome="kept", words="维持")


def _decision(case: Case, *, by: str) -> None:
    Decision.objects.create(
        case_id=case.pk,
        confirmed=True,
        rung=2,
        proposed=2,
        decided_by_id=cast.staff(by),
        at=timezone.now(),
        appeal_until=timezone.now(),
    )
