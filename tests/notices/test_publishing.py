"""From a pasted text to an approved one: who may, what is kept, and what never changes again."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import Error
from django.test import Client
from django.urls import reverse

from lindun import gate
from lindun.config import postgres
from lindun.config.home import Home
from lindun.gate.vocabulary import Action
from lindun.notices import actions
from lindun.notices.actions import BadNotice
from lindun.notices.models import Notice, State
from lindun.notifications.kinds import Kind
from tests import cast
from tests.leaks import walker
from tests.leaks.finder import found_in, of_cast
from tests.leaks.walker import Emitted
from tests.notices.arrears import ARREARS, CLEAN, NEW, code, place, submitted
from tests.notifications.told import told
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_


def typed(words: str, button: str, **more: str) -> dict[str, str]:
    return {"channel": "board", "place": code(), "text": words, button: "1", **more}


def box(response: Any) -> str:
    """What stands in the text box."""
    page = text(response)
    start = page.index(">", page.index("<textarea")) + 1
    return page[start : page.index("</textarea>")].strip()


def hidden(response: Any) -> str:
    page = text(response)
    at = page.index('name="found"')
    return page[page.index('value="', at) + 7 : page.index('"', page.index('value="', at) + 7)]


def kept() -> list[Notice]:
    with everywhere():
        return list(Notice.objects.all())


def decide(who: str, notice: Notice, decision: str, **more: str) -> Any:
    data = {"decision": decision, "seen": notice.digest, **more}
    return as_(who).post(reverse("notices:decide", args=[notice.pk]), data, follow=True)


@pytest.mark.req("USE-08")
def test_an_arrears_notice_is_stripped_and_waits_for_approval(database: str) -> None:
    counter = as_("counter")
    checked = counter.post(NEW, typed(ARREARS, "check"))
    assert "发现：地址、姓名、电话" in text(checked)
    assert kept() == []
    answer = counter.post(NEW, typed(box(checked), "submit", found=hidden(checked)), follow=True)
    (notice,) = kept()
    assert found_in(notice.text, of_cast()) == []
    assert notice.text.splitlines()[2] == "3栋 业主 尾号5678 欠费1280元"
    assert (notice.state, notice.found) == (State.WAITING, "ADDRESS NAME PHONE")
    assert "负责人批准之前不得发布" in text(answer)
    assert "data-prints" not in text(answer)
    assert [(one.kind, one.reference) for one in told("supervisor")] == [(Kind.TEXT_WAITS, notice.number)]
    page = text(decide("supervisor", notice, "approve"))
    assert "已批准" in page
    assert [one.seen_at is None for one in told("supervisor")] == [False]
    assert [one.seen_at is None for one in told("manager")] == [True]
    assert f"审批号 {notice.number}" in text(counter.get(reverse("notices:one", args=[notice.pk])))
    assert told("counter")[-1].kind == Kind.TEXT_APPROVED


def test_a_text_with_something_left_in_it_is_not_submitted(database: str) -> None:
    answer = as_("counter").post(NEW, typed(ARREARS, "submit"))
    assert answer.status_code == 422
    assert "没有提交：其中还有个人信息" in text(answer)
    assert found_in(box(answer), of_cast()) == []
    assert kept() == []


def test_the_deed_itself_refuses_what_the_page_would(database: str) -> None:
    with pytest.raises(BadNotice) as refusal:
        submitted(ARREARS)
    assert found_in(str(refusal.value), of_cast()) == []
    assert kept() == []


def test_what_was_typed_is_nowhere_afterwards(database: str, home: Home) -> None:
    emitted, counter = Emitted(), as_("counter")
    with walker.log_lines(emitted):
        checked = counter.post(NEW, typed(ARREARS, "check"))
        counter.post(NEW, typed(ARREARS, "submit"))
        walker.keep_answer(
            emitted, "submitted", counter.post(NEW, typed(box(checked), "submit"), follow=True)
        )
        walker.keep_answer(emitted, "list", counter.get(reverse("notices:list")))
    walker.rows(emitted, home, database)
    assert emitted.leaks(of_cast()) == {}


def test_the_kinds_found_cannot_be_made_up(database: str) -> None:
    as_("counter").post(NEW, typed(CLEAN, "submit", found='["NAME"]'))
    assert [notice.found for notice in kept()] == [""]


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_the_writer_does_not_decide_her_own(database: str, decision: str) -> None:
    notice = submitted(who="supervisor", building=None)
    answer = decide("supervisor", notice, decision, words="不行")
    assert answer.status_code == 403
    assert kept()[0].state == State.WAITING
    assert "people.proposed_it" in entries(Action.NOTICE_DECIDE)[-1]["reasons"]
    page = text(as_("supervisor").get(reverse("notices:one", args=[notice.pk])))
    assert "批准</button>" not in page
    assert 'class="reason' in page


def test_a_leader_is_not_told_of_her_own_text(database: str) -> None:
    submitted(who="supervisor")
    assert told("supervisor") == []
    assert [one.kind for one in told("manager")] == [Kind.TEXT_WAITS]


def test_where_no_leader_is_the_general_manager_is_told(database: str) -> None:
    from lindun.core.policy import Place
    from lindun.estates.models import Building
    from lindun.notices.actions import Draft

    elsewhere = Building.objects.get(community__code=cast.OTHER_COMMUNITY[0])
    there = Place(elsewhere.community_id, elsewhere.pk)
    actions.submit(cast.identity("stranger"), Draft(there, "lift", CLEAN))
    assert [one.kind for one in told("general_manager")] == [Kind.TEXT_WAITS]
    assert told("supervisor") == told("manager") == []


def test_refusing_needs_words_and_they_are_masked(database: str) -> None:
    notice = submitted()
    assert "请简单写明要改什么" in text(decide("manager", notice, "refuse", words=" "))
    decide("manager", notice, "refuse", words=f"别写{cast.OWNER.phones[0]}")
    (refused,) = kept()
    assert (refused.state, refused.words) == (State.REFUSED, "别写170****5678")
    assert "别写170****5678" in text(as_("counter").get(reverse("notices:one", args=[notice.pk])))
    assert told("counter")[-1].kind == Kind.TEXT_REFUSED


def test_what_was_decided_is_not_decided_again(database: str) -> None:
    notice = submitted()
    decide("supervisor", notice, "approve")
    assert "刚才已有人审批" in text(decide("manager", notice, "refuse", words="不行"))
    assert kept()[0].state == State.APPROVED


def test_another_text_than_was_seen_is_not_decided(database: str) -> None:
    notice = submitted()
    with pytest.raises(BadNotice):
        actions.decide(cast.identity("manager"), notice=notice.pk, seen="0" * 64, approve=True)
    assert kept()[0].state == State.WAITING


@pytest.mark.parametrize(
    "change", ["text = 'x'", "channel = 'group'", "writer_id = decided_by_id", "digest = repeat('0', 64)"]
)
def test_the_database_lets_no_submitted_text_change(database: str, home: Home, change: str) -> None:
    """Not even its owner, with the right deed open."""
    submitted()
    conninfo = postgres.superuser_conninfo(home, database)
    with psycopg.connect(conninfo, autocommit=True) as admin:
        admin.execute("ALTER TABLE notices_notice DISABLE TRIGGER passage_only")
        with pytest.raises(psycopg.Error, match="does not change"):
            admin.execute(f"UPDATE notices_notice SET {change}")  # type: ignore[arg-type]


def test_the_database_lets_no_decision_change(database: str, home: Home) -> None:
    notice = submitted()
    decide("supervisor", notice, "approve")
    conninfo = postgres.superuser_conninfo(home, database)
    with psycopg.connect(conninfo, autocommit=True) as admin:
        admin.execute("ALTER TABLE notices_notice DISABLE TRIGGER passage_only")
        with pytest.raises(psycopg.Error, match="decided text"):
            admin.execute("UPDATE notices_notice SET state = 'refused', words = 'x'")


def test_injected_sql_approves_nothing(database: str) -> None:
    submitted()
    with pytest.raises(Error, match="passage"), gate.passage(cast.identity("manager"), Action.DESK_VIEW):
        Notice.objects.update(state=State.APPROVED)


def test_the_digest_is_over_what_is_published(database: str) -> None:
    notice = submitted()
    said = {"number": notice.number, "channel": "board", "place": place(), "text": CLEAN}
    assert notice.digest == actions.digest(**said)
    assert notice.digest != actions.digest(**{**said, "text": CLEAN + " "})


def test_places_offered_are_those_within_reach(database: str) -> None:
    assert "云栖里 3栋" in (page := text(as_("counter").get(NEW)))
    assert "云栖里 5栋" not in page
    assert "澜石府" not in page
    assert "云栖里 5栋" in text(as_("supervisor").get(NEW))


def test_a_place_out_of_reach_is_refused_by_the_gate(database: str) -> None:
    with pytest.raises(gate.Denied) as denied:
        submitted(building="5")
    assert denied.value.decision.reasons == ("place.out_of_reach",)


def test_entries_name_text_channel_and_kinds_and_no_word_of_it(database: str) -> None:
    counter: Client = as_("counter")
    checked = counter.post(NEW, typed(ARREARS, "check"))
    counter.post(NEW, typed(box(checked), "submit", found=hidden(checked)))
    (entry,) = [entry for entry in entries(Action.NOTICE_WRITE) if entry["outcome"] == "done"]
    (notice,) = kept()
    assert entry["subjects"] == [f"notice:{notice.pk}"]
    assert entry["reasons"] == ["channel.board", "found.address", "found.name", "found.phone"]
    page = text(as_("auditor").get(reverse("oversight:entry", args=[entry["id"]])))
    assert "公告栏、地址、姓名、电话" in page


def test_an_empty_or_endless_text_says_so(database: str) -> None:
    counter = as_("counter")
    assert counter.post(NEW, typed("", "submit")).status_code == 422
    assert counter.post(NEW, typed("停水" * 1001, "submit")).status_code == 422
    assert kept() == []
