"""From a report to the file of the person, as the requirements say it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import Error
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.conduct import actions, company, deciding, publishing, queries
from lindun.conduct.actions import BadCase
from lindun.conduct.deciding import BadDeduction
from lindun.conduct.ladder import Gravity, Intent, Rung, propose
from lindun.conduct.models import Case, Decision, Hearing
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind
from lindun.personnel.registry import records
from tests import cast
from tests.conduct import cases
from tests.conduct.cases import NUMBERS, deduct
from tests.leaks.finder import found_in, of_cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_

NEW = reverse("conduct:new")
POST = "客服"


def form(**more: str) -> dict[str, str]:
    usual = {
        "accused": NUMBERS["counter"],
        "type": "leak",
        "intent": "careless",
        "gravity": "light",
        "happened_on": f"{timezone.localdate():%Y-%m-%d}",
        "what": "电话里多说了住户情况",
    }
    return usual | more


def page(name: str, case: UUID, who: str) -> str:
    return text(as_(who).get(reverse(f"conduct:{name}", args=[case])))


@pytest.mark.req("VIO-01")
def test_a_case_without_type_or_intent_is_not_saved(database: str) -> None:
    browser = as_("supervisor")
    for missing in ("type", "intent"):
        answer = browser.post(NEW, form(**{missing: ""}))
        assert answer.status_code == 422
        with pytest.raises(BadCase):
            cases.reported(**{missing: ""})
        with pytest.raises(Error), everywhere(action=Action.CASE_REPORT):
            Case.objects.create(
                **{"type": "leak", "intent": "wilful", "gravity": "light", missing: ""},
                number="WG-0000-0001",
                accused_id=cast.staff("guard"),
                what="…",
                happened_on=timezone.localdate(),
                reported_by_id=cast.staff("supervisor"),
                reported_at=timezone.now(),
            )
    with everywhere(action=cases.ANYTHING):
        assert not Case.objects.exists()
    assert browser.post(NEW, form()).status_code == 302


@pytest.mark.req("VIO-02")
def test_a_first_light_case_opens_with_a_warning_and_a_heavier_rung_needs_a_reason(database: str) -> None:
    case = cases.heard()
    address = reverse("conduct:decide", args=[case.pk])
    browser = as_("general_manager")
    shown = text(browser.get(address))
    assert '<p class="proposal">口头警告</p>' in shown
    for box in ("correct_at_once", "remove_effects"):
        assert f'name="{box}" id="id_{box}" checked' in shown.replace('class="" ', "")
    heavier = {"confirmed": "yes", "rung": str(Rung.DEMOTION), "correct_at_once": "on"}
    refused = browser.post(address, heavier)
    assert refused.status_code == 422
    assert "须写明理由" in text(refused)
    assert browser.post(address, heavier | {"why": "三次提醒后仍然发生"}).status_code == 302
    assert cases.as_it_is(case.pk).decision.rung == Rung.DEMOTION


@pytest.mark.parametrize(
    ("gravity", "intent", "earlier", "shown", "rung"),
    [
        (Gravity.LIGHT, Intent.CARELESS, 0, list(Rung), Rung.ORAL_WARNING),
        (Gravity.LIGHT, Intent.CARELESS, 2, list(Rung), Rung.INTERNAL_NOTICE),
        (Gravity.SERIOUS, Intent.WILFUL, 0, list(Rung), Rung.REMOVAL),
        (Gravity.SERIOUS, Intent.WILFUL, 9, list(Rung), Rung.TERMINATION),
        (Gravity.GENERAL, Intent.WILFUL, 0, [Rung.INSTRUCTION, Rung.TERMINATION], Rung.INSTRUCTION),
        (Gravity.LIGHT, Intent.CARELESS, 0, [Rung.TERMINATION], Rung.TERMINATION),
    ],
)
def test_the_table_proposes(
    gravity: Gravity, intent: Intent, earlier: int, shown: list[Rung], rung: Rung
) -> None:
    assert propose(gravity, intent, earlier=earlier, shown=shown).rung == rung


def test_history_raises_the_rung_for_two_years_and_lifted_cases_do_not(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.final()
    appealed = cases.decided(verdict={"rung": Rung.WRITTEN_WARNING})
    deciding.reply(cast.identity("counter"), case=appealed.pk, accept=False, words="当时不在岗")
    deciding.answer(cast.identity("hr"), case=appealed.pk, outcome="lifted", words="查实不在岗")
    third = cases.heard()
    shown = page("decide", third.pk, "officer")
    assert '<p class="proposal">书面警告</p>' in shown
    assert "近两年有 1 次前案" in shown
    cases.clock(monkeypatch, timedelta(days=731))
    assert '<p class="proposal">口头警告</p>' in page("decide", third.pk, "officer")


def test_an_event_opens_a_case_with_its_entry_as_the_first_evidence(database: str) -> None:
    as_("guard")
    as_("guard")  # signed in twice: an event
    browser = as_("officer")
    link = re.search(
        r'href="(/conduct/new/\?entry=[0-9a-f-]+)"', text(browser.get(reverse("oversight:events")))
    )
    assert link
    event = link[1].partition("=")[2]
    assert f'value="{event}"' in text(browser.get(link[1]))
    browser.post(NEW, form(accused=NUMBERS["guard"], type="access", entry=event))
    with everywhere(action=cases.ANYTHING):
        (one,) = Case.objects.get().evidence.all()
    assert (one.kind, str(one.entry)) == ("entry", event)


@pytest.mark.req("VIO-04")
def test_a_notice_says_role_act_and_measure_and_names_only_when_personnel_agrees(database: str) -> None:
    case = cases.heavy(what=f"把{cast.OWNER.phones[0]}告诉了中介")
    draft = page("one", case.pk, "general_manager")
    assert f"岗位：{POST}。行为：泄露信息（疏忽）。处理：内部通报。" in draft
    plain = cases.heavy()
    publishing.publish(cast.identity("officer"), case=plain.pk)
    assert "员工31" not in cases.as_it_is(plain.pk).bulletin.text
    for who in ("officer", "general_manager"):
        with pytest.raises(gate.Denied):
            publishing.approve_naming(cast.identity(who), case=case.pk)
    publishing.approve_naming(cast.identity("hr"), case=case.pk)
    published = publishing.publish(cast.identity("officer"), case=case.pk)
    assert f"岗位：{POST} 员工31。" in published.text
    board = text(as_("guard").get(reverse("conduct:notices")))
    assert published.text in board
    assert "中介" not in board
    assert found_in(board.encode(), of_cast()) == []


def test_a_light_or_open_case_has_no_notice(database: str) -> None:
    for case in (cases.final(), cases.decided(decider="general_manager", verdict={"rung": 5, "why": "…"})):
        with pytest.raises(BadCase):
            publishing.publish(cast.identity("officer"), case=case.pk)


def test_the_form_is_shown_to_whom_it_is_of_use(database: str) -> None:
    """A supervisor who reads the case decides nothing; the officer is told whose the proposed measure is."""
    case = cases.heard(gravity="serious")
    address = reverse("conduct:decide", args=[case.pk])
    readers = {name: text(as_(name).get(address)) for name in ("supervisor", "officer", "general_manager")}
    assert {name: "发出决定" in page for name, page in readers.items()} == {
        "supervisor": False,
        "officer": True,
        "general_manager": True,
    }
    assert {name for name, page in readers.items() if "请交总经理" in page} == {"officer"}
    assert "发出决定" not in text(as_("officer").get(reverse("conduct:decide", args=[cases.asked().pk])))


@pytest.mark.req("VIO-06")
def test_a_decision_is_issued_after_a_statement_or_a_recorded_refusal_only(database: str) -> None:
    case = cases.asked()
    address = reverse("conduct:decide", args=[case.pk])
    answer = {"confirmed": "yes", "rung": str(Rung.ORAL_WARNING)}
    unheard = as_("officer").post(address, answer)
    assert unheard.status_code == 422
    assert "还没有听取陈述" in text(unheard)
    with pytest.raises(Error), everywhere(action=Action.CASE_DECIDE):
        decision_row(case, by="officer")
    refusal = {"case": case.pk, "kind": "refused", "words": ""}
    with pytest.raises(BadCase):
        actions.take_down(cast.identity("hr"), **refusal, witness="")
    actions.take_down(cast.identity("hr"), **refusal, witness=NUMBERS["guard"])
    assert as_("officer").post(address, answer).status_code == 302
    assert Kind.CASE_DECIDED in {one.kind for one in told("counter")}
    with everywhere(action="personnel.file.view"):
        (chapter,) = [one for one in records.about([cast.staff("counter")]) if one.kind.code == "violations"]
    assert [case.number in str(fact.text) for fact in chapter.facts] == [True]


def decision_row(case: Case, *, by: str, rung: int = 2, why: str = "") -> Decision:
    return Decision.objects.create(
        case_id=case.pk,
        confirmed=True,
        rung=rung,
        proposed=2,
        why=why,
        decided_by_id=cast.staff(by),
        at=timezone.now(),
        appeal_until=timezone.now() + timedelta(days=10),
    )


def test_neither_reporter_nor_accused_decides_by_any_account(database: str) -> None:
    case = cases.heard(by="officer")
    again = second_account("officer", role="general_manager", clearance=4)
    for who in (cast.identity("officer"), again):
        with pytest.raises(gate.Denied) as refused:
            deciding.decide(who, case=case.pk, verdict=deciding.Verdict(confirmed=True, rung=2))
        assert "people.proposed_it" in refused.value.decision.reasons
        with pytest.raises(Error), everywhere(action=Action.CASE_DECIDE):
            decision_row(case, by="officer")
    hers = cases.heard(accused=NUMBERS["hr"])
    for step in (cases.decide, deciding.close):
        with pytest.raises(gate.NotHere):
            step(hers, by="hr") if step is cases.decide else step(cast.identity("hr"), case=hers.pk)
    with pytest.raises(Error), everywhere(action=Action.CASE_DECIDE):
        decision_row(hers, by="hr")


def test_heavier_measures_are_the_general_managers(database: str) -> None:
    case = cases.heard()
    with pytest.raises(gate.Denied) as refused:
        cases.decide(case, by="officer", rung=Rung.INTERNAL_NOTICE, why="影响较大")
    assert refused.value.decision.reasons == ("conduct.heavier_measure",)
    with pytest.raises(Error), everywhere(action=Action.CASE_DECIDE):
        decision_row(case, by="officer", rung=4, why="影响较大")
    cases.decide(case, by="general_manager", rung=Rung.INTERNAL_NOTICE, why="影响较大")


def test_an_appeal_is_answered_by_somebody_else_in_time_and_never_heavier(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = cases.decided(verdict={"rung": Rung.WRITTEN_WARNING}, by="hr")
    appeal(case)
    for who in ("officer", "hr"):  # decided it, reported it
        with pytest.raises(gate.Denied):
            deciding.answer(cast.identity(who), case=case.pk, outcome="kept", words="维持")
    gm = cast.identity("general_manager")
    with pytest.raises(BadCase):
        deciding.answer(gm, case=case.pk, outcome="lightened", words="从轻", rung=Rung.DEMOTION)
    deciding.answer(gm, case=case.pk, outcome="lightened", words="从轻", rung=Rung.ORAL_WARNING)
    assert cases.as_it_is(case.pk).rung == Rung.ORAL_WARNING
    assert Kind.CASE_ANSWERED in {one.kind for one in told("counter")}
    late = cases.decided()
    cases.clock(monkeypatch, timedelta(days=11))
    with pytest.raises(BadCase):
        appeal(late)
    deciding.close(cast.identity("officer"), case=late.pk)


def appeal(case: Case) -> None:
    deciding.reply(cast.identity("counter"), case=case.pk, accept=False, words="没有说过房号")


def test_the_person_sees_her_own_case_when_she_is_asked_and_not_who_reported_it(database: str) -> None:
    case = cases.reported()
    own = reverse("conduct:own", args=[case.pk])
    assert as_("counter").get(own).status_code == 404
    actions.ask(cast.identity("officer"), case=case.pk)
    assert Kind.CASE_HEARING in {one.kind for one in told("counter")}
    shown = text(as_("counter").get(own))
    assert "电话里多说了住户情况" in shown
    assert "员工33" not in shown  # the supervisor
    assert as_("guard").get(own).status_code == 404
    assert as_("counter").get(reverse("conduct:one", args=[case.pk])).status_code == 403
    other = second_account("counter", role="officer", clearance=3)
    with pytest.raises(gate.NotHere):
        actions.look_up(other, case.pk)
    actions.state(other, case=case.pk, words=f"我的号码{cast.OWNER.phones[0]}")
    with everywhere(action=cases.ANYTHING):
        assert found_in(Hearing.objects.get().words.encode(), of_cast()) == []


def test_others_see_the_cases_they_reported_and_no_more(database: str) -> None:
    case = cases.reported(by="officer")
    for who in ("supervisor", "manager"):
        assert as_(who).get(reverse("conduct:one", args=[case.pk])).status_code == 404
        assert case.number not in text(as_(who).get(reverse("conduct:list")))
    mine = cases.reported(by="manager")
    assert mine.number in text(as_("manager").get(reverse("conduct:list")))
    assert mine.number not in text(as_("supervisor").get(reverse("conduct:list")))


def test_an_interim_suspension_closes_everything_at_the_very_next_passage(database: str) -> None:
    case = cases.reported()
    clerk, browser = cast.identity("counter"), as_("counter")
    assert browser.get(reverse("residents:list")).status_code == 200
    with pytest.raises(gate.Denied):
        actions.suspend(cast.identity("officer"), case=case.pk)
    actions.suspend(cast.identity("hr"), case=case.pk)
    with pytest.raises(gate.Denied) as refused, gate.passage(clerk, Action.RESIDENT_LIST):
        pass
    assert "actor.not_in_post" in refused.value.decision.reasons
    assert browser.get(reverse("residents:list")).status_code == 302
    assert cases.as_it_is(case.pk).suspended_by_id == cast.staff("hr")


def test_a_hidden_rung_is_neither_proposed_nor_taken(database: str) -> None:
    without = [rung for rung in Rung if rung != Rung.ORAL_WARNING]
    company.change(cast.identity("hr"), shown=without, appeal_days=10, minimum_wage=None)
    case = cases.heard()
    assert '<p class="proposal">批评教育</p>' in page("decide", case.pk, "officer")
    with pytest.raises(BadCase):
        cases.decide(case, rung=Rung.ORAL_WARNING, why="习惯")
    with pytest.raises(BadDeduction) as refused:
        cases.decide(case, rung=Rung.INSTRUCTION, loss=Decimal(100), compensation=Decimal(100))
        deduct(case, "50")
    assert [rule.value for rule in refused.value.broken] == ["no_floor"]


def test_what_is_written_is_never_rewritten_and_no_other_page_writes_it(database: str) -> None:
    case = cases.closed()
    for action in (Action.CASE_CLOSE, Action.CASE_DECIDE):
        with pytest.raises(Error), everywhere(action=action):
            Case.objects.filter(pk=case.pk).update(record="{}")
        with pytest.raises(Error), everywhere(action=action):
            Decision.objects.filter(pk=case.pk).update(rung=1)
    waiting = cases.heard()
    with pytest.raises(Error), everywhere(action=Action.RESIDENT_LIST):
        decision_row(waiting, by="officer")
    with everywhere(action=Action.RESIDENT_LIST):
        assert not Case.objects.exists()  # no other passage sees a case


def test_a_replayed_form_decides_nothing_twice(database: str) -> None:
    case = cases.decided()
    with pytest.raises(BadCase):
        cases.decide(case, by="hr")
    with pytest.raises(BadCase):
        actions.state(cast.identity("counter"), case=case.pk, words="补充")
    deciding.reply(cast.identity("counter"), case=case.pk, accept=True)
    with pytest.raises(BadCase):
        appeal(case)
    assert len(entries(Action.CASE_DECIDE)) == 2  # the second failed, and stands there too


def test_what_is_told_and_recorded_names_nobody(database: str) -> None:
    case = cases.reported(what=f"把{cast.OWNER.name}的电话{cast.OWNER.phones[0]}给了中介")
    assert found_in(case.what.encode(), of_cast()) == []
    assert {one.kind for one in told("hr")} >= {Kind.CASE_WAITS}
    assert Kind.CASE_WAITS not in {one.kind for one in told("counter")}
    (entry,) = entries(Action.CASE_REPORT)
    assert entry["subjects"] == [f"case:{case.pk}"]
    assert entry["reasons"] == ["violation.leak", "intent.careless"]


def test_record_of_waits_for_the_decision(database: str) -> None:
    cases.heard()
    with everywhere(action="personnel.file.view"):
        assert queries.record_of(cast.staff("counter")) == []


def test_a_statement_that_lacks_its_witness_is_refused_in_words_and_not_lost(database: str) -> None:
    case = cases.asked()
    said = {"kind": "spoken", "words": "钥匙交接时忘记登记，当天已找回。", "witness": "没有这个人"}
    answer = as_("officer").post(reverse("conduct:take_down", args=[case.pk]), said)
    assert answer.status_code == 422
    assert said["words"] in text(answer)
    assert "见证人" in text(answer)
    with everywhere():
        assert not case.hearings.exists()
