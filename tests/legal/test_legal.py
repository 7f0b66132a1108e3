"""Whoever asks for data at the counter is recorded and forwarded, and gets nothing there (situation 10)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import Error, connections
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.legal import actions
from lindun.legal.actions import BadEnquiry
from lindun.legal.askers import ASKERS, PAPERS
from lindun.legal.models import Enquiry, State
from lindun.notifications.kinds import Kind
from lindun.requests.models import AccessRequest
from tests import cast
from tests.leaks.finder import found_in, of_cast
from tests.legal.asked import POLICE, asked
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.requests.test_approvals import decide, submitted
from tests.signin import as_

ALL_PAPERS = ASKERS["police"].papers


def approved() -> AccessRequest:
    return decide("manager", submitted())


def page(found: Enquiry) -> str:
    return reverse("legal:one", args=[found.pk])


@pytest.mark.req("LEG-02")
def test_the_counter_can_record_and_forward_and_nothing_else(database: str) -> None:
    counter = as_("counter")
    choose = text(counter.get(reverse("legal:choose")))
    for kind in ASKERS.values():
        assert reverse("legal:new", args=[kind.code]) in choose
    where = reverse("legal:new", args=["police"])
    form = text(counter.get(where))
    assert "由公司法务专人答复" in form
    links = re.findall('(?:href|action)="([^"]+)"', re.search('class="page-head".*?</form>', form, re.S)[0])  # type: ignore[index]
    assert set(links) == {reverse("legal:choose"), where}
    said = {
        "office": POLICE.office,
        "file_number": POLICE.file_number,
        "wanted": POLICE.wanted,
        "papers": ["notice"],
    }
    answer = counter.post(where, said)
    found = Enquiry.objects.get()
    assert answer["Location"] == page(found)
    assert (found.state, found.papers) == (State.WAITING, ["notice"])
    for who in ("officer", "general_manager"):
        assert [(one.kind, one.reference) for one in told(who)] == [(Kind.ENQUIRY_WAITS, found.number)]
    shown = text(counter.get(page(found)))
    assert found.number in shown
    assert reverse("legal:answer", args=[found.pk]) not in shown
    for deed in ("answer", "refuse"):
        assert counter.post(reverse(f"legal:{deed}", args=[found.pk]), {"words": "可以"}).status_code == 403
    assert Enquiry.objects.get().is_waiting


def test_a_stranger_is_told_no_with_one_click(database: str) -> None:
    counter = as_("counter")
    where = reverse("legal:new", args=["agent"])
    assert "我们对谁都不提供" in text(counter.get(where))
    counter.post(where, {})
    found = Enquiry.objects.get()
    assert (found.state, found.papers, found.wanted) == (State.TOLD_NO, [], "")
    assert told("officer") == []
    with pytest.raises(BadEnquiry):
        actions.refuse(cast.identity("officer"), enquiry=found.pk, words="不行")


def test_nothing_goes_out_while_a_paper_is_missing(database: str) -> None:
    found = asked()
    request = approved()
    with pytest.raises(BadEnquiry) as wrong:
        actions.answer(
            cast.identity("officer"),
            enquiry=found.pk,
            words="已提供",
            papers=["scope"],
            request=request.number,
        )
    assert str(PAPERS["copy"]) in str(wrong.value)
    assert str(PAPERS["scope"]) not in str(wrong.value)
    found.refresh_from_db()
    assert (found.state, found.papers, found.released_under) == (State.WAITING, ["notice", "cards"], "")


def test_data_goes_out_by_an_approved_request_only(database: str) -> None:
    found = asked()
    request = approved()
    for number in ("SQ-0101-9999", found.number, submitted().number):
        with pytest.raises(BadEnquiry, match="已批准"):
            actions.answer(
                cast.identity("officer"), enquiry=found.pk, words="已提供", papers=ALL_PAPERS, request=number
            )
    officer = as_("officer")
    said = {"words": "已按文书提供，对方已签收", "papers": list(ALL_PAPERS), "request": request.number}
    assert officer.post(reverse("legal:answer", args=[found.pk]), said).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.released_under) == (State.ANSWERED, request.number)
    assert set(found.papers) == set(ALL_PAPERS)
    assert [(one.kind, one.reference) for one in told("counter")][-1] == (Kind.ENQUIRY_ANSWERED, found.number)
    assert request.number in text(as_("counter").get(page(found)))
    assert {"released", "answered"} <= set(entries(Action.ENQUIRY_DECIDE)[-1]["reasons"])


def test_a_refusal_on_a_page_that_fails_keeps_what_was_typed(database: str) -> None:
    found = asked()
    answer = as_("officer").post(
        reverse("legal:answer", args=[found.pk]), {"words": "文书不全", "request": "SQ-0101-9999"}
    )
    assert answer.status_code == 422
    assert "文书不全" in text(answer)
    assert "还缺" in text(answer)
    as_("officer").post(reverse("legal:refuse", args=[found.pk]), {"words": "文书不全"})
    assert Enquiry.objects.get().state == State.REFUSED


def test_personal_data_in_what_was_asked_is_masked(database: str) -> None:
    words = f"查{cast.OWNER.name}，电话{cast.OWNER.phones[0]}"
    found = asked(replace(POLICE, wanted=words, office=f"{cast.OWNER.phones[0]}大队"))
    actions.refuse(cast.identity("officer"), enquiry=found.pk, words=f"不能提供{words}")
    found.refresh_from_db()
    assert found_in(found.wanted + found.office + found.words, of_cast()) == []
    assert "found.phone" in entries(Action.ENQUIRY_RECORD)[-1]["reasons"]


def test_that_the_police_asked_does_not_go_round(database: str) -> None:
    where = page(asked())
    status = {
        who: as_(who).get(where).status_code
        for who in ("counter", "officer", "general_manager", "auditor", "guard", "manager", "hr")
    }
    assert status == {
        "counter": 200, "officer": 200, "general_manager": 200, "auditor": 200,
        "guard": 404, "manager": 404, "hr": 404,
    }  # fmt: skip
    for who in ("guard", "manager"):
        assert POLICE.office not in text(as_(who).get(reverse("legal:list")))


def test_nobody_answers_what_she_recorded_by_any_account(database: str) -> None:
    found = asked(who="officer")
    assert told("officer") == []
    with pytest.raises(gate.Denied) as denied:
        actions.refuse(cast.identity("officer"), enquiry=found.pk, words="不行")
    assert "people.proposed_it" in denied.value.decision.reasons
    second = second_account("officer", role="general_manager")
    with pytest.raises(gate.Denied):
        actions.refuse(second, enquiry=found.pk, words="不行")
    assert "另一个人" in text(as_("officer").get(page(found)))


@pytest.mark.parametrize(
    "wrong", [{"asker": "nobody"}, {"office": " "}, {"wanted": ""}], ids=["asker", "office", "wanted"]
)
def test_bad_input_records_nothing(database: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadEnquiry):
        asked(replace(POLICE, **wrong))
    assert Enquiry.objects.count() == 0


def test_an_unknown_asker_has_no_page(database: str) -> None:
    assert as_("counter").get(reverse("legal:new", args=["nobody"])).status_code == 404


def test_two_who_answer_at_once_leave_one_answer(database: str) -> None:
    found = asked()

    def refused(who: str) -> bool:
        try:
            actions.refuse(cast.identity(who), enquiry=found.pk, words=f"不能提供（{who}）")
            return True
        except BadEnquiry:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(refused, ("officer", "general_manager"))) == [False, True]
    assert len(entries(Action.ENQUIRY_DECIDE)) == 2


@pytest.mark.parametrize(
    "change", [{"wanted": "全部"}, {"asker": "court"}, {"papers": []}, {"recorded_by": None}], ids=str
)
def test_the_database_keeps_what_was_recorded(database: str, change: dict[str, Any]) -> None:
    asked()
    with pytest.raises(Error), gate.passage(cast.identity("officer"), Action.ENQUIRY_DECIDE, writes=True):
        Enquiry.objects.update(**change)
    with pytest.raises(Error, match="passage"):
        Enquiry.objects.update(state=State.REFUSED)
