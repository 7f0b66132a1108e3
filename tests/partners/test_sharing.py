"""What goes to a partner goes by a consent: within its items and purpose, as long as all of it holds."""

from __future__ import annotations

import json
from uuid import uuid4

import psycopg
import pytest
from django.db import Error
from django.test import Client
from django.utils import timezone

from lindun import gate
from lindun.config import postgres
from lindun.config.home import Home
from lindun.exports import actions as exports
from lindun.exports import making
from lindun.exports.models import Export, State
from lindun.gate.vocabulary import Action
from lindun.partners import actions, approving, breaches
from lindun.partners.models import Breach, Consent, RemedyKind, Transfer
from lindun.partners.refusal import BadPartner, NotYet
from lindun.sharing import actions as links
from lindun.sharing.actions import Made, Outside
from lindun.sharing.models import Link
from tests import cast
from tests.exports import ordering
from tests.pages import entries, text
from tests.partners import partnering
from tests.scoped import everywhere
from tests.sharing import bearers

pytestmark = pytest.mark.usefixtures("database")


def send(to: Outside | None, *, purpose: str = "repair") -> Made:
    return links.make_link(
        cast.identity("counter"),
        task=bearers.task_of(purpose=purpose).pk,
        assignee=None,
        outside=to,
        views=2,
        hours=4,
    )


def handed(consent: Consent, *, items: tuple[str, ...] = ordering.ITEMS, by: str = "manager") -> Export:
    """A masked list for a partner, ordered and made."""
    ordered = exports.order_masked(
        cast.identity(by),
        place=ordering.home(),
        items=items,
        purpose="fee",
        form="xlsx",
        consent=consent.number,
    )
    ordering.accept(ordered, by)
    making.make(ordered.pk)
    return ordering.current(ordered)


def why(made: Made, browser: Client) -> str:
    answer = bearers.page(browser, made)
    assert answer.status_code == 403
    return text(answer)


@pytest.mark.req("PTN-02")
def test_an_agreement_that_ends_in_the_middle_stops_link_and_file_on_the_next_passage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    partner = partnering.prepared(without="agreement")
    partnering.agreement(partner, days=100)
    consent = partnering.consented(partnering.open_account(partner), purpose="fee")
    export = handed(consent)
    assert export.state == State.READY
    partnering.move_clock(monkeypatch, days=99)
    made = bearers.sent()
    browser = bearers.proved(made)
    assert bearers.open_value(browser, made).status_code == 200
    partnering.move_clock(monkeypatch, days=1)
    assert bearers.open_value(browser, made).status_code == 403
    closed_page = why(made, browser)
    assert "保密协议已到期" in closed_page
    assert "请联系您的公司" in closed_page
    assert "重新发一张" not in closed_page  # a new link could not be sent
    for hand_over in (exports.take, exports.see_password):
        with pytest.raises(NotYet) as stopped:
            hand_over(cast.identity("manager"), export=export.pk)
        assert stopped.value.reasons == ["partner.agreement_expired"]
    for deed in (lambda: handed(consent), bearers.sent):
        with pytest.raises(gate.Denied) as closed:
            deed()
        assert "partner.agreement_expired" in closed.value.decision.reasons
    last = entries(Action.EXPORT_TAKE)[-1]
    assert (last["outcome"], last["reasons"]) == ("denied", ["partner.agreement_expired"])
    partnering.agreement(partner)
    assert bearers.sent().link.pk
    assert exports.take(cast.identity("manager"), export=export.pk)[1]


def test_a_file_that_was_ordered_before_the_end_is_not_made_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    consent = partnering.consented(partnering.opened(), purpose="fee")
    ordered = exports.order_masked(
        cast.identity("manager"),
        place=ordering.home(),
        items=ordering.ITEMS,
        purpose="fee",
        form="xlsx",
        consent=consent.number,
    )
    approving.withdraw(cast.identity("manager"), consent=consent.pk)
    making.make(ordered.pk)
    assert (ordering.current(ordered).state, ordering.current(ordered).reason) == (
        State.FAILED,
        "partner.consent_over",
    )


@pytest.mark.req("PTN-04")
def test_without_a_consent_nothing_is_sent() -> None:
    partner = partnering.opened()
    worker = partner.people.get()
    with pytest.raises(gate.Denied) as closed:
        send(Outside(uuid4(), worker.pk))
    assert "partner.consent_unknown" in closed.value.decision.reasons
    waiting = partnering.asked_consent(partner)
    with pytest.raises(gate.Denied) as closed:
        send(Outside(waiting.pk, worker.pk))
    assert "partner.consent_not_signed" in closed.value.decision.reasons
    with pytest.raises(exports.BadExport):
        handed(Consent(number="TY-0000-0000"))
    assert not Link.objects.exists()
    assert partnering.rows(Export) == partnering.rows(Transfer) == []


@pytest.mark.req("PTN-04")
def test_a_partner_sees_the_items_of_the_consent_and_no_others_masked_or_not() -> None:
    partner = partnering.opened()
    consent = partnering.consented(partner, items=["phone"])
    made = send(Outside(consent.pk, partner.people.get().pk))
    browser = bearers.proved(made)
    page = text(bearers.page(browser, made))
    assert "170****5678" in page
    assert "欧阳" not in page
    assert bearers.open_value(browser, made, "phone").status_code == 200
    assert bearers.open_value(browser, made, "name").status_code == 403
    assert "partner.beyond_consent" in entries(Action.ITEM_REVEAL)[-1]["reasons"]
    (transfer,) = partnering.rows(Transfer)
    assert (transfer.consent_id, transfer.what, transfer.kind) == (consent.pk, made.link.pk, "link")
    (sent,) = entries(Action.LINK_MAKE)
    assert f"consent:{consent.pk}" in sent["subjects"]


@pytest.mark.req("PTN-04")
def test_a_list_for_a_partner_holds_the_items_of_the_consent_for_its_purpose() -> None:
    consent = partnering.consented(partnering.opened(), purpose="fee", items=["name"])
    with pytest.raises(gate.Denied) as closed:
        handed(consent)
    assert "partner.beyond_consent" in closed.value.decision.reasons
    export = handed(consent, items=("name",))
    assert export.state == State.READY
    assert export.consent_id == consent.pk
    named = [entry for entry in entries(Action.EXPORT_MASK) if entry["outcome"] == "allowed"]
    assert all(f"consent:{consent.pk}" in entry["subjects"] for entry in named)


def test_a_file_in_clear_names_its_consent_in_what_is_approved() -> None:
    from lindun.requests import applying

    consent = partnering.consented(partnering.opened(), purpose="fee")
    wish = applying.Wish(
        place=ordering.home(),
        items=ordering.ITEMS,
        purpose="fee",
        why="委托催缴",
        minutes=60,
        views=10,
        use="export",
        consent=consent.number,
    )
    asked = ordering.agree(applying.submit(cast.identity("manager"), wish))
    assert json.loads(asked.statement)["consent"] == consent.number
    export = ordering.clear(asked)
    assert (export.state, export.consent_id) == (State.READY, consent.pk)
    approving.withdraw(cast.identity("officer"), consent=consent.pk)
    with pytest.raises(NotYet):
        exports.take(cast.identity("manager"), export=export.pk)


def test_a_consent_is_no_good_for_another_partner_or_purpose_or_once_it_is_taken_back() -> None:
    one, other = partnering.opened(), partnering.opened(name="顺达电梯")
    consent = partnering.consented(one)
    mine, theirs = one.people.get().pk, other.people.get().pk
    with pytest.raises(NotYet) as closed:
        send(Outside(consent.pk, theirs))
    assert closed.value.reasons == ["partner.recipient_gone"]
    with pytest.raises(NotYet) as closed:
        send(Outside(consent.pk, mine), purpose="complaint")
    assert closed.value.reasons == ["partner.beyond_consent"]
    made = send(Outside(consent.pk, mine))
    browser = bearers.proved(made)
    approving.withdraw(cast.identity("manager"), consent=consent.pk)
    assert "书面同意已" in why(made, browser)
    with pytest.raises(gate.Denied) as refused:
        send(Outside(consent.pk, mine))
    assert "partner.consent_over" in refused.value.decision.reasons
    with pytest.raises(BadPartner):
        approving.decide(cast.identity("officer"), of=Consent, asked=consent.pk, agree=True)


def test_who_is_taken_off_the_list_opens_nothing_more() -> None:
    partner = partnering.opened()
    worker = partnering.somebody(partner, name="师傅乙", responsible=False)
    made = send(Outside(partnering.consented(partner).pk, worker.pk))
    browser = bearers.proved(made)
    actions.remove_person(cast.identity("manager"), person=worker.pk)
    assert "这位人员" in why(made, browser)


def test_a_consent_asks_for_what_its_purpose_needs_within_its_contract() -> None:
    partner = partnering.opened()
    for said in ({"items": ["id_number"]}, {"days": 9999}, {"begins": -3}, {"items": ["phone"], "days": 0}):
        with pytest.raises(BadPartner):
            partnering.asked_consent(partner, **said)
    assert not Consent.objects.exists()


def test_a_link_of_before_partners_were_kept_opens_nothing(server: Home, database: str) -> None:
    made = bearers.sent()
    browser = bearers.proved(made)
    conninfo = psycopg.conninfo.make_conninfo(postgres.superuser_conninfo(server), dbname=database)
    with psycopg.connect(conninfo, autocommit=True) as admin:
        admin.execute("ALTER TABLE sharing_link DROP CONSTRAINT sharing_outsiders_are_named_by_a_consent")
        admin.execute("ALTER TABLE sharing_link DISABLE TRIGGER USER")
        admin.execute("UPDATE sharing_link SET consent_id = NULL, recipient_id = NULL")
    assert "没有书面同意" in why(made, browser)


@pytest.mark.req("PTN-07")
def test_a_confirmed_leak_cuts_access_keeps_the_evidence_and_lists_three_remedies() -> None:
    partner = partnering.opened()
    made = bearers.sent()
    browser = bearers.proved(made)
    breach = breaches.report(
        cast.identity("manager"), partner=partner.pk, what=f"群里出现{cast.OWNER.phones[0]}"
    )
    assert cast.OWNER.phones[0] not in breach.what
    assert bearers.page(browser, made).status_code == 200  # a suspicion alone cuts nobody off
    with pytest.raises(gate.Denied):
        partnering.confirmed(breach, by="manager")
    with pytest.raises(BadPartner):
        breaches.confirm(cast.identity("officer"), breach=breach.pk, owners={}, dues={})
    case = partnering.confirmed(breach)
    assert "已阻断" in why(made, browser)
    with pytest.raises(gate.Denied) as closed:
        bearers.sent()
    assert "partner.blocked" in closed.value.decision.reasons
    assert [item["what"] for item in json.loads(case.evidence)["transfers"]] == [str(made.link.pk)]
    (entry,) = entries(Action.BREACH_CONFIRM)[-1:]
    assert f"evidence.{breaches.mark(case.evidence)}" in entry["reasons"]
    remedies = list(case.remedies.all())
    assert {each.kind for each in remedies} == set(RemedyKind.values)
    assert all(each.owner_id and each.due for each in remedies)


def test_a_block_ends_with_the_third_remedy_and_a_new_opening_by_two() -> None:
    partner = partnering.opened()
    case = partnering.leaked(partner)
    officer = cast.identity("officer")
    for number, remedy in enumerate(case.remedies.all(), start=1):
        with pytest.raises(NotYet):
            approving.ask_to_open(cast.identity("manager"), partner=partner.pk)
        breaches.settle_remedy(officer, remedy=remedy.pk, result="已扣款")
        assert (Breach.objects.get().closed_at is not None) == (number == 3)
        with pytest.raises(BadPartner):
            breaches.settle_remedy(officer, remedy=remedy.pk, result="再来一次")
    with pytest.raises(gate.Denied) as closed:
        bearers.sent()
    assert "partner.blocked" in closed.value.decision.reasons
    partnering.open_account(partner)
    assert bearers.sent().link.pk


def test_a_case_is_not_rewritten() -> None:
    partnering.leaked(partnering.opened())
    for change in ({"evidence": "{}"}, {"confirmed_at": None}, {"closed_at": timezone.now(), "what": "别的"}):
        with pytest.raises(Error), everywhere(action=Action.BREACH_CONFIRM):
            Breach.objects.update(**change)


def test_the_time_of_a_consent_is_kept_to_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    partner = partnering.opened()
    consent = partnering.consented(partner, days=10)
    to = Outside(consent.pk, partner.people.get().pk)
    partnering.move_clock(monkeypatch, days=9)
    send(to)
    partnering.move_clock(monkeypatch, days=1)
    with pytest.raises(gate.Denied) as closed:
        send(to)
    assert "partner.consent_over" in closed.value.decision.reasons
