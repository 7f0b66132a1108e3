"""A paper is drawn at random, kept in the house, and handed in once: nothing else is gained by it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import Error, connections
from django.urls import reverse

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.standing import codes
from lindun.training import curriculum, library, quizzes
from lindun.training.library import BASICS, HANDLING
from lindun.training.models import Answer, Quiz, RuleRecord
from lindun.training.quizzes import BadQuiz
from tests import cast
from tests.organisation.second_accounts import second_account
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_
from tests.training.learning import choices, fields, long_ago, sit, studied

pytestmark = pytest.mark.usefixtures("database")


def drawn(name: str = "counter") -> Quiz:
    studied(name)
    return quizzes.draw(cast.identity(name))


def address(quiz: Quiz) -> str:
    return reverse("training:quiz", args=[quiz.pk])


def refused(name: str = "counter") -> tuple[str, ...]:
    try:
        with gate.passage(cast.identity(name), Action.RESIDENT_LIST):
            return ()
    except gate.Denied as denied:
        return denied.decision.reasons


def test_a_paper_asks_about_each_rule_once_and_about_ones_own_work() -> None:
    quiz = drawn()
    asked = [library.items()[question["item"]] for question in quiz.paper]
    assert len(asked) == len({item.code for item in asked}) == 16 + curriculum.EXTRA
    assert set(Counter(item.rule for item in asked)) == set(library.rules())
    assert {item.course for item in asked} <= {BASICS, HANDLING}
    assert sum(item.course == HANDLING for item in asked) >= curriculum.EXTRA


def test_questions_and_the_order_of_their_choices_differ_from_paper_to_paper() -> None:
    first, second = (quizzes._of_a_post("counter") for _again in range(2))
    assert [item.code for item in first] != [item.code for item in second]
    item = library.items()["public_talk-01"]
    assert len({tuple(quizzes._printed(item)["order"]) for _again in range(60)}) > 10
    for _again in range(20):
        printed = quizzes._printed(item)
        assert {printed["order"][place] for place in printed["right"]} == set(item.right)


def test_nothing_in_the_page_of_a_paper_says_what_is_right() -> None:
    quiz = drawn()
    page = text(as_("counter").get(address(quiz)))
    for question in quiz.paper:
        item = library.items()[question["item"]]
        assert item.why.zh not in page
        assert question["item"] not in page  # the code would lead to the bank
    assert "answer--right" not in page
    assert '"right"' not in page


def test_a_paper_counts_once_however_often_it_is_sent() -> None:
    quiz = drawn()
    browser = as_("counter")
    made = fields(choices(quiz, most_wrong=12))
    assert browser.post(address(quiz), made).status_code == 302
    again = browser.post(address(quiz), fields(choices(quiz)))
    assert again.status_code == 409
    assert "已经交过" in text(again)
    quiz.refresh_from_db()
    assert (quiz.right, quiz.passed) == (8, False)
    assert Answer.objects.filter(quiz=quiz).count() == 20


def replayed(quiz: Quiz, change: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (fields(choices(quiz)) | change).items() if value is not None}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"q0": None}, "请答完所有题目"),
        ({"q0": ["-1"]}, "请答完所有题目"),
        ({"q0": ["一"]}, "请答完所有题目"),
        ({"q20": [0]}, "请答完所有题目"),
        ({"q0": [0, 1, 2, 3, 4]}, "对不上"),
        ({"q0": [9]}, "对不上"),
    ],
)
def test_an_edited_paper_is_refused_and_stays_open(change: dict[str, Any], words: str) -> None:
    quiz = drawn()
    answer = as_("counter").post(address(quiz), replayed(quiz, change))
    assert answer.status_code == 422
    assert words in text(answer)
    quiz.refresh_from_db()
    assert quiz.submitted_at is None
    assert not Answer.objects.exists()
    assert sit("counter").passed  # the very same paper


def test_ticking_everything_is_not_right() -> None:
    quiz = drawn()
    everything = {place: list(range(len(asked["order"]))) for place, asked in enumerate(quiz.paper)}
    assert quizzes.hand_in(cast.identity("counter"), quiz=quiz.pk, choices=everything).right == 0


def test_the_paper_of_somebody_else_does_not_exist() -> None:
    quiz = drawn()
    for name in ("guard", "officer"):
        assert as_(name).get(address(quiz)).status_code == 404
        assert as_(name).post(address(quiz), fields(choices(quiz))).status_code == 404
    assert entries(Action.QUIZ_SUBMIT)[-1]["outcome"] == "denied"
    quiz.refresh_from_db()
    assert quiz.submitted_at is None


def test_only_a_passed_paper_opens_work_and_it_opens_the_very_next_passage() -> None:
    cast.unmet("counter", codes.QUIZ)
    studied("counter")
    assert not sit("counter", most_wrong=5).passed
    assert refused() == ("standing.quiz_missing",)
    assert sit("counter", most_wrong=4).passed
    assert refused() == ()


def test_no_paper_before_the_courses_and_three_a_day_whatever_the_account() -> None:
    with pytest.raises(BadQuiz):
        quizzes.draw(cast.identity("counter"))
    studied("counter")
    for _try in range(curriculum.TRIES_A_DAY):
        sit("counter", most_wrong=20)
    other = second_account("counter", role="cashier")
    cast_too = gate.Identity(staff=other.staff)
    for who in (cast.identity("counter"), cast_too):
        with pytest.raises(BadQuiz):
            quizzes.draw(who)
    long_ago("UPDATE training_quiz SET drawn_at = drawn_at - interval '1 day'")
    assert sit("counter").passed


def test_an_open_paper_is_given_again_and_a_late_one_is_worth_nothing() -> None:
    quiz = drawn()
    assert quizzes.draw(cast.identity("counter")) == quiz
    long_ago("UPDATE training_quiz SET closes_at = drawn_at")
    with pytest.raises(BadQuiz):
        quizzes.hand_in(cast.identity("counter"), quiz=quiz.pk, choices=choices(quiz))
    assert quizzes.draw(cast.identity("counter")) != quiz


def test_two_clicks_at_once_draw_one_paper_and_hand_it_in_once() -> None:
    studied("counter")
    who = cast.identity("counter")

    def together(deed: Any) -> list[Any]:
        def one(_number: int) -> Any:
            try:
                return deed()
            except BadQuiz as late:
                return late
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(one, range(4)))

    papers = together(lambda: quizzes.draw(who))
    assert len({paper.pk for paper in papers}) == 1
    answers = together(lambda: quizzes.hand_in(who, quiz=papers[0].pk, choices=choices(papers[0])))
    assert sum(isinstance(answer, Quiz) for answer in answers) == 1
    assert Answer.objects.count() == 20


def test_what_was_missed_is_explained_afterwards() -> None:
    quiz = drawn()
    page = text(as_("counter").post(address(quiz), fields(choices(quiz, most_wrong=1)), follow=True))
    missed = library.items()[quiz.paper[0]["item"]]
    assert missed.why.zh in page.replace("&#x27;", "'").replace("&quot;", '"')
    assert page.index("question--missed") < page.index("question--good")


def test_a_single_question_gives_the_date_of_its_rule_and_opens_nothing() -> None:
    cast.unmet("counter", codes.QUIZ)
    who = cast.identity("counter")
    quiz = quizzes.draw_one(who, rule="saving")
    quizzes.hand_in(who, quiz=quiz.pk, choices=choices(quiz))
    assert [each.rule for each in RuleRecord.objects.exclude(passed_at=None)] == ["saving"]
    assert refused() == ("standing.quiz_missing",)
    assert as_("counter").post(reverse("training:draw_one", args=["nonsense"])).status_code == 404


@pytest.mark.parametrize(
    ("deed", "change"),
    [
        (Action.RESIDENT_LIST, {"passed": True}),
        (Action.QUIZ_DRAW, {"paper": []}),
        (Action.QUIZ_SUBMIT, {"right": 20, "passed": True}),
    ],
)
def test_sql_on_a_page_changes_no_paper(deed: str, change: dict[str, object]) -> None:
    studied("counter")
    sit("counter", most_wrong=9)
    with pytest.raises(Error), everywhere(deed):
        Quiz.objects.update(**change)
    with pytest.raises(Error), everywhere(deed):
        Answer.objects.update(right=True)
