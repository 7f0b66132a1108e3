"""A newcomer learns before she works: page by page, rule by rule, and again a year later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import Error
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.standing import codes
from lindun.standing.models import Fulfilment
from lindun.training import actions, curriculum, library, queries
from lindun.training.actions import BadStep
from lindun.training.facts import facts_of
from lindun.training.library import BASICS, FIELD, HANDLING
from lindun.training.models import Quiz, RuleRecord, Study
from tests import cast
from tests.pages import entries, text
from tests.scoped import everywhere
from tests.signin import as_
from tests.training.learning import choices, fields, long_ago, sit, study

pytestmark = pytest.mark.usefixtures("database")
WORK = ("requests:task_new", "residents:list", "questions:list", "exits:list", "exits:new", "notices:list")


@pytest.mark.req("PPL-02")
def test_a_newcomer_opens_the_training_area_and_nothing_else_until_she_has_passed() -> None:
    cast.unmet("counter", codes.COURSE, codes.QUIZ)
    counter = as_("counter")
    assert {counter.get(reverse(page)).status_code for page in WORK} == {403}
    refused = text(counter.get(reverse("residents:list")))
    assert f'href="{reverse("training:course")}"' in refused
    for address in pages_of(HANDLING):
        assert counter.get(reverse("training:draw")).status_code == 405
        assert counter.get(address).status_code in {200, 302}
    read_all(counter, BASICS)
    read_all(counter, HANDLING)
    assert counter.get(reverse("residents:list")).status_code == 403  # the quiz is still to come
    assert passes(counter)
    assert {counter.get(reverse(page)).status_code for page in WORK} == {200}


def pages_of(course: str) -> Iterator[str]:
    total = len(queries.course(queries.edition(), course).pages)
    return (reverse("training:page", args=[course, number + 1]) for number in range(total))


def read_all(browser: Client, course: str) -> None:
    for address in pages_of(course):
        assert browser.get(address).status_code == 200
        browser.post(address)
    ticks = {"rule": list(library.rules())} if course == BASICS else {}
    assert browser.post(reverse("training:finish", args=[course]), ticks).status_code == 302


def passes(browser: Client) -> bool:
    page = browser.post(reverse("training:draw"), follow=True)
    quiz = Quiz.objects.latest("drawn_at")
    assert page.request["PATH_INFO"] == reverse("training:quiz", args=[quiz.pk])
    result = browser.post(page.request["PATH_INFO"], fields(choices(quiz)), follow=True)
    return "score--passed" in text(result)


@pytest.mark.req("PPL-08")
def test_the_file_says_when_the_card_was_read_the_question_passed_and_the_rule_acknowledged() -> None:
    counter = cast.staff("counter")
    assert line_of(counter, "public_talk").latest is None
    study("counter")
    line = line_of(counter, "public_talk")
    assert line.read_at is not None
    assert line.acknowledged_at is not None
    assert line.passed_at is None
    sit("counter")
    line = line_of(counter, "public_talk")
    assert line.is_whole
    today = f"{timezone.localdate():%Y-%m-%d}"
    page = text(as_("hr").get(reverse("training:person", args=[counter])))
    row = page[page.index("电梯大堂不谈住户") :].partition("</tr>")[0]
    assert row.count(f">{today}<") == 3
    told = [str(fact.text) for fact in facts_of(counter)]
    assert any("电梯大堂不谈住户" in words and words.count(today) == 3 for words in told)


def line_of(person: object, rule: str) -> queries.RuleLine:
    return next(line for line in queries.record_of(person).rules if line.rule.code == rule)  # type: ignore[arg-type]


def test_pages_are_read_in_order_and_a_page_read_twice_counts_once() -> None:
    counter = cast.identity("counter")
    with pytest.raises(BadStep):
        actions.read_page(counter, course=BASICS, page=2)
    assert actions.read_page(counter, course=BASICS, page=1).reached == 1
    assert actions.read_page(counter, course=BASICS, page=1).reached == 1
    with pytest.raises(BadStep):
        actions.finish(counter, course=BASICS, acknowledged=list(library.rules()))
    browser = as_("counter")
    ahead = browser.get(reverse("training:page", args=[BASICS, 20]))
    assert ahead["Location"] == reverse("training:page", args=[BASICS, 2])
    with pytest.raises(gate.NotHere):
        actions.read_page(counter, course=BASICS, page=99)


def test_one_rule_without_a_tick_keeps_the_course_open() -> None:
    counter = cast.identity("counter")
    for page in range(1, len(queries.course(queries.edition(), BASICS).pages) + 1):
        actions.read_page(counter, course=BASICS, page=page)
    for ticked in (list(library.rules())[1:], [*list(library.rules())[1:], "all"]):
        answer = as_("counter").post(reverse("training:finish", args=[BASICS]), {"rule": ticked})
        assert answer.status_code == 422
        assert "请逐条勾选确认" in text(answer)
    assert not Study.objects.exclude(finished_at=None).exists()
    assert not RuleRecord.objects.exclude(acknowledged_at=None).exists()


@pytest.mark.parametrize("course", [FIELD, "cooking"])
def test_a_course_of_another_post_does_not_exist(course: str) -> None:
    browser = as_("counter")
    assert browser.get(reverse("training:page", args=[course, 1])).status_code == 404
    assert browser.post(reverse("training:finish", args=[course])).status_code == 404
    assert entries(Action.COURSE_FINISH)[-1]["outcome"] == "denied"


def test_the_course_counts_for_a_year_and_its_next_round_may_begin_two_months_before() -> None:
    cast.unmet("counter", codes.COURSE)
    study("counter")
    met = Fulfilment.objects.get(staff_id=cast.staff("counter"), code=codes.COURSE)
    assert met.until is not None
    assert abs(met.until - timezone.now() - curriculum.YEAR) < timedelta(minutes=5)
    counter = cast.staff("counter")
    assert [leg.is_done for leg in queries.way(counter, "counter")] == [True, True]
    long_ago("UPDATE training_study SET finished_at = finished_at - interval '304 days'")
    assert [leg.is_done for leg in queries.way(counter, "counter")] == [True, True]
    long_ago("UPDATE training_study SET finished_at = finished_at - interval '2 days'")
    assert [leg.is_done for leg in queries.way(counter, "counter")] == [False, False]
    study("counter")
    assert Study.objects.filter(staff_id=counter).count() == 4
    assert Fulfilment.objects.get(pk=met.pk).until > met.until


def test_what_is_met_at_one_post_is_not_met_at_another_kind_of_work() -> None:
    cast.unmet("counter", codes.COURSE, codes.QUIZ)
    study("counter")
    sit("counter")
    assert set(Fulfilment.objects.filter(staff_id=cast.staff("counter")).values_list("code", "role")) >= {
        (codes.COURSE, "counter"),
        (codes.QUIZ, "counter"),
    }
    assert FIELD in curriculum.courses_of("guard")
    assert not queries.leg(cast.staff("counter"), "guard", FIELD).is_done


@pytest.mark.parametrize(
    ("deed", "change"),
    [
        ("", {"reached": 99}),
        (Action.RESIDENT_LIST, {"finished_at": None}),
        (Action.COURSE_STUDY, {"finished_at": None}),
    ],
)
def test_a_finished_course_cannot_be_rewritten(deed: str, change: dict[str, object]) -> None:
    study("counter")
    with pytest.raises(Error), everywhere(deed):
        Study.objects.update(**change)


def test_the_cards_can_be_leafed_through_by_everybody() -> None:
    browser = as_("guard")
    for rule in library.rules():
        page = text(browser.get(reverse("training:card", args=[rule])))
        assert library.rules()[rule].title.zh in page
    assert browser.get(reverse("training:card", args=["nonsense"])).status_code == 404


def test_a_page_is_there_in_english() -> None:
    browser = as_("counter")
    browser.cookies["lindun_language"] = "en"
    page = text(browser.get(reverse("training:page", args=[BASICS, 1])))
    assert "They trusted us with their doors" in page
    assert "他们把家门交给了我们" not in page
