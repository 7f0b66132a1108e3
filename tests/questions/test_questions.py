"""One tap to ask; the answer comes back, and stands at the same screen next time."""

from __future__ import annotations

import pytest
from django.db import Error
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind
from lindun.questions import actions
from lindun.questions.actions import BadQuestion
from lindun.questions.models import Question
from tests import cast
from tests.leaks.finder import found_in, of_cast
from tests.notifications.told import told
from tests.pages import entries, text
from tests.questions.asked import SCREEN, TEXT, asked
from tests.signin import as_

ASK = reverse("questions:ask")
LIST = reverse("questions:list")
PLACE = reverse("residents:list")
ANSWER = "可以看，先核对家属身份并写明任务号。"


@pytest.mark.req("USE-15")
def test_a_question_on_a_screen_is_answered_told_and_stands_there_next_time(database: str) -> None:
    counter, supervisor = as_("counter"), as_("supervisor")
    page = text(counter.get(PLACE))
    assert f'name="screen" value="{SCREEN}"' in page
    answer = counter.post(ASK, {"text": TEXT, "screen": SCREEN, "back": PLACE})
    assert answer["Location"] == PLACE
    assert [one.kind for one in told("supervisor")] == [Kind.QUESTION_WAITS]
    question = Question.objects.get()
    supervisor.post(reverse("questions:answer", args=[question.pk]), {"text": ANSWER})
    assert [(one.kind, one.reference) for one in told("counter")] == [
        (Kind.QUESTION_ANSWERED, question.number)
    ]
    for who in ("counter", "neighbour_desk"):
        assert ANSWER in text(as_(who).get(PLACE))
        assert ANSWER not in text(as_(who).get(reverse("requests:desk")))
    found = text(as_("stranger").post(LIST, {"q": "家属 任务号"}))
    assert ANSWER in found
    assert ANSWER not in text(as_("stranger").post(LIST, {"q": "家属 车牌"}))


def test_personal_data_in_question_and_answer_is_masked(database: str) -> None:
    words = f"{cast.OWNER.name}的电话{cast.OWNER.phones[0]}"
    answer = as_("counter").post(ASK, {"text": f"{words}能给吗", "screen": SCREEN, "back": "/"}, follow=True)
    assert "您的疑问里有个人信息，已打码后发出。" in text(answer)
    question = Question.objects.get()
    actions.answer(cast.identity("manager"), question=question.pk, text=f"不能给{words}")
    question.refresh_from_db()
    assert found_in(question.text + question.answer, of_cast()) == []
    assert "found.phone" in entries(Action.QUESTION_ASK)[-1]["reasons"]


def test_an_open_question_is_read_by_its_asker_and_whoever_answers(database: str) -> None:
    where = reverse("questions:one", args=[asked().pk])
    status = {
        who: as_(who).get(where).status_code for who in ("counter", "manager", "officer", "guard", "auditor")
    }
    assert status == {"counter": 200, "manager": 200, "officer": 200, "guard": 404, "auditor": 404}
    assert TEXT not in text(as_("guard").get(LIST))


def test_nobody_answers_herself(database: str) -> None:
    question = asked(who="supervisor")
    answer = as_("supervisor").post(reverse("questions:answer", args=[question.pk]), {"text": "可以"})
    assert answer.status_code == 403
    assert "people.proposed_it" in entries(Action.QUESTION_ANSWER)[-1]["reasons"]
    assert not Question.objects.get().is_answered
    assert [one.kind for one in told("manager")] == [Kind.QUESTION_WAITS]


def test_an_answer_is_given_once(database: str) -> None:
    question = asked()
    actions.answer(cast.identity("supervisor"), question=question.pk, text="可以")
    with pytest.raises(BadQuestion):
        actions.answer(cast.identity("manager"), question=question.pk, text="不可以")
    with (
        pytest.raises(Error, match="does not change"),
        gate.passage(cast.identity("manager"), Action.QUESTION_ANSWER),
    ):
        Question.objects.update(answer="不可以")
    assert Question.objects.get().answer == "可以"


def test_injected_sql_answers_nothing(database: str) -> None:
    asked()
    with pytest.raises(Error, match="passage"):
        Question.objects.update(text="x")


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1", ""])
def test_one_comes_back_to_a_page_of_the_house_only(database: str, back: str) -> None:
    for words in (TEXT, ""):
        answer = as_("counter").post(ASK, {"text": words, "screen": SCREEN, "back": back})
        assert answer["Location"] == "/"


@pytest.mark.parametrize("screen", ["", "欧阳梓萱", "a b", "x:y:z", "<b>"])
def test_a_question_is_about_a_screen(database: str, screen: str) -> None:
    with pytest.raises(BadQuestion):
        asked(screen=screen)


def test_where_no_leader_serves_the_general_manager_is_told(database: str) -> None:
    asked(who="stranger")
    assert [one.kind for one in told("general_manager")] == [Kind.QUESTION_WAITS]
    assert told("manager") == []


def test_a_screen_without_rules_says_none(database: str) -> None:
    page = text(as_("counter").get(PLACE))
    assert "拿不准？问一问" in page
    assert "条答复" not in page
