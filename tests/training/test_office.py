"""Plan, reminders, results and contests: what is seen of the training, and who is told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lindun import gate
from lindun.gate.vocabulary import Action
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Department, Staff
from lindun.standing import codes
from lindun.standing import queries as standing
from lindun.standing.actions import ask_for, fulfil
from lindun.training import (
    editions,
    jobs,
    library,
    overview,
    plans,
    progress,
    queries,
    quizzes,
    results,
    tending,
)
from lindun.training.library import BASICS
from lindun.training.models import Answer, Edition, Quiz
from lindun.training.plans import BadPlan
from lindun.training.results import ItemLine
from tests import cast
from tests.notifications.told import told
from tests.organisation.second_accounts import second_account
from tests.pages import text
from tests.scoped import everywhere
from tests.signin import as_
from tests.training.learning import choices, sit, studied, study

pytestmark = pytest.mark.usefixtures("database")
TEAMS = {"客户服务部": ("counter", "supervisor"), "工程部": ("repair",)}


def teams() -> None:
    with everywhere(Action.STAFF_CHANGE):
        for name, people in TEAMS.items():
            department = Department.objects.create(name=name)
            Staff.objects.filter(user__username__in=people).update(department=department)


def on_a_day(monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    """The morning's look happens then."""
    moved: datetime = timezone.now() + later

    class Moved:
        localtime = staticmethod(timezone.localtime)

        @staticmethod
        def now() -> datetime:
            return moved

        @staticmethod
        def localdate() -> Any:
            return timezone.localtime(moved).date()

    monkeypatch.setattr(tending, "timezone", Moved)
    jobs.remind_of_training(timestamp=0)
    monkeypatch.undo()


def kinds(name: str) -> list[tuple[str, str]]:
    return [(note.kind, note.reference) for note in told(name) if note.kind.startswith("training.")]


@pytest.mark.req("PPL-05")
def test_who_misses_a_planned_course_is_told_with_her_supervisor_and_teams_show_their_rates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    teams()
    today = timezone.localdate()
    line = plans.plan(cast.identity("hr"), course=BASICS, begins=today, due=today)
    study("counter")
    on_a_day(monkeypatch, timedelta())
    assert kinds("repair") == []  # the day is not over
    for _morning in range(2):
        on_a_day(monkeypatch, timedelta(days=1))
    assert kinds("repair") == [(Kind.TRAINING_MISSED, line.number)]
    assert kinds("counter") == []
    for leader in ("supervisor", "manager"):
        assert (Kind.TRAINING_TEAM, line.number) in kinds(leader)
    assert (Kind.TRAINING_TEAM, line.number) not in kinds("stranger") + kinds("guard")
    page = text(as_("hr").get(reverse("training:plan")))
    rates = {name: page[page.index(f"<dt>{name}") :].partition("</dd>")[0] for name in TEAMS}
    assert "1 / 2" in rates["客户服务部"]
    assert "50 %" in rates["客户服务部"]
    assert "0 / 1" in rates["工程部"]


def test_the_end_of_a_year_is_told_at_30_7_and_1_days_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    until = timezone.now() + timedelta(days=40)
    cast.unmet("counter", codes.COURSE)
    with everywhere(Action.COURSE_FINISH):
        fulfil(cast.staff("counter"), codes.COURSE, until=until, role="counter")
    for day in (0, 9, 10, 11, 32, 33, 34, 39, 40, 41):
        on_a_day(monkeypatch, timedelta(days=day))
    day = f"{timezone.localtime(until):%Y%m%d}"
    assert kinds("counter") == [(Kind.TRAINING_ENDING, f"PX-{day}-{step}") for step in (30, 7, 1)]
    assert kinds("guard") == []


def test_a_morning_that_was_missed_is_made_good_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    until = timezone.now() + timedelta(days=5)
    cast.unmet("guard", codes.QUIZ)
    with everywhere(Action.QUIZ_SUBMIT):
        fulfil(cast.staff("guard"), codes.QUIZ, until=until, role="guard")
    on_a_day(monkeypatch, timedelta())
    assert [reference for _kind, reference in kinds("guard")] == [f"KS-{timezone.localtime(until):%Y%m%d}-7"]


class First:
    """Chance that always takes the first, so that everybody gets the same paper."""

    choice = staticmethod(lambda items: items[0])
    sample = staticmethod(lambda items, count: items[:count])
    shuffle = staticmethod(lambda items: None)


def everybody_sits(*people: str, missing: str, by: int) -> None:
    for number, name in enumerate(people):
        quiz = quizzes.draw(cast.identity(name))
        made = choices(quiz, wrong=[missing] if number < by else [])
        quizzes.hand_in(cast.identity(name), quiz=quiz.pk, choices=made)


@pytest.mark.req("PPL-06")
def test_a_question_missed_by_many_proposes_its_topic_for_the_next_course(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = ("counter", "cashier", "neighbour_desk", "hr")
    for name in people:
        studied(name)
    monkeypatch.setattr(quizzes, "CHANCE", First)
    everybody_sits(*people, missing="lock_up-01", by=2)
    page = text(as_("officer").get(reverse("training:results")))
    proposed = page[page.index("topics") :].partition("</ul>")[0]
    assert "离座锁屏" in proposed
    assert "50%" in proposed
    assert proposed.count("<strong>") == 1
    assert 'value="lock_up" checked' in page
    said = {"focus": ["lock_up"], "words": "补锁屏", "when": "in_turn"}
    assert as_("officer").post(reverse("training:results"), said).status_code == 302
    opening = queries.course(queries.edition(), BASICS).pages[1]
    assert (opening.kind, opening.rule) == ("focus", "lock_up")
    assert library.items()["lock_up-01"].why.zh in opening.text.zh
    everybody_sits("counter", "cashier", missing="lock_up-01", by=0)
    (effect,) = results.effects(queries.edition())
    assert (effect.before, effect.after) == (50, 0)
    assert [line.papers for line in results.by_edition()] == [2, 4]
    assert "50 % → 0 %" in " ".join(text(as_("auditor").get(reverse("training:results"))).split())


@pytest.mark.parametrize(("answers", "wrong", "proposed"), [(10, 3, False), (10, 4, True), (2, 2, False)])
def test_the_bound_is_thirty_per_cent_of_enough_answers(answers: int, wrong: int, proposed: bool) -> None:
    assert ItemLine(library.items()["saving-01"], answers, wrong).is_missed is proposed


def test_an_edition_for_everybody_now_narrows_to_masked_pages_until_it_is_taken() -> None:
    editions.publish(cast.identity("officer"), focus=[], words="新一期", at_once=True)
    with gate.passage(cast.identity("counter"), Action.RESIDENT_LIST):
        pass
    assert {"standing.course_lapsed", "standing.quiz_lapsed"} <= set(reasons_of("counter"))
    study("counter")
    sit("counter")
    assert "standing.course_lapsed" not in reasons_of("counter")
    assert "standing.quiz_lapsed" not in reasons_of("counter")


def reasons_of(name: str) -> tuple[str, ...]:
    try:
        with gate.passage(cast.identity(name), Action.REQUEST_SUBMIT):
            return ()
    except gate.Denied as denied:
        return denied.decision.reasons


def test_whoever_learns_an_edition_goes_on_in_it_after_the_next_is_out() -> None:
    from lindun.training.actions import read_page

    counter = cast.identity("counter")
    read_page(counter, course=BASICS, page=1)
    editions.publish(cast.identity("officer"), focus=["saving"], words="换题", at_once=False)
    leg = queries.leg(cast.staff("counter"), "counter", BASICS)
    assert (leg.study.edition_id, leg.reached) == (1, 1)  # type: ignore[union-attr]
    assert queries.leg(cast.staff("guard"), "guard", BASICS).course.pages[1].kind == "focus"
    editions.publish(cast.identity("officer"), focus=[], words="立即", at_once=True)
    assert read_page(counter, course=BASICS, page=1).study.edition_id == 3  # type: ignore[union-attr]


@pytest.mark.parametrize("who", ["hr", "manager", "counter"])
def test_nobody_but_the_officer_publishes(who: str) -> None:
    with pytest.raises(gate.Denied):
        editions.publish(cast.identity(who), focus=[], words="x", at_once=False)
    assert Edition.objects.count() == 1


def test_the_overview_says_who_is_trained_in_a_few_statements_and_leaders_see_their_own() -> None:
    teams()
    cast.unmet("counter", codes.QUIZ)
    page = text(as_("hr").get(reverse("training:overview"), {"open": "1"}))
    people = page[page.rindex("<tbody>") :]
    assert str(cast.staff("counter")) in people
    assert str(cast.staff("guard")) not in people
    with (
        gate.passage(cast.identity("hr"), Action.TRAINING_VIEW) as passage,
        CaptureQueriesContext(connection) as asked,
    ):
        rates = {
            team.name: (team.people, team.whole)
            for team in overview.teams(passage, overview.versions_asked())
        }
        everybody = overview.people(passage, overview.versions_asked(), team=None, open_only=False, most=50)
        statements = len(asked)
    assert statements <= 6
    assert rates["客户服务部"] == (2, 1)
    assert len(everybody) == len(cast.PEOPLE) - 1  # not the leaver
    with gate.passage(cast.identity("supervisor"), Action.TRAINING_VIEW) as passage:
        mine = {
            person.id
            for person in overview.people(
                passage, overview.versions_asked(), team=None, open_only=False, most=50
            )
        }
    assert cast.staff("counter") in mine
    assert cast.staff("stranger") not in mine
    record = reverse("training:person", args=[cast.staff("stranger")])
    assert as_("supervisor").get(record).status_code == 404
    assert as_("officer").get(record).status_code == 200


def test_a_contest_ranks_teams_by_all_their_people() -> None:
    teams()
    now = timezone.now()
    hr = cast.identity("hr")
    contest = plans.open_contest(hr, title="保密周", opens=now, closes=now + timedelta(hours=1))
    for name, wrong in (("counter", 0), ("repair", 5)):
        quiz = quizzes.take_part(cast.identity(name), contest=contest.pk)
        assert quizzes.take_part(cast.identity(name), contest=contest.pk) == quiz
        quizzes.hand_in(cast.identity(name), quiz=quiz.pk, choices=choices(quiz, most_wrong=wrong))
    ranks = {rank.team: (rank.place, rank.points, rank.taking_part, rank.people) for rank in ranking(contest)}
    assert ranks["客户服务部"] == (1, 10, 1, 2)  # the supervisor brought none
    assert ranks["工程部"] == (1, 5, 1, 1)
    assert ranks[""][1] == 0
    page = text(as_("guard").get(reverse("training:contest", args=[contest.pk])))
    assert page.index("客户服务部") < page.index("未分部门")
    assert Quiz.objects.filter(contest=contest).count() == 2
    assert Answer.objects.count() == 20


def ranking(contest: Any) -> list[progress.Rank]:
    with gate.passage(cast.identity("guard"), Action.CONTEST_VIEW):
        return progress.ranking(contest)


@pytest.mark.parametrize(("begins", "due"), [(1, 0), (-5, -1), (0, 400)])
def test_a_plan_that_makes_no_sense_is_not_made(begins: int, due: int) -> None:
    today = timezone.localdate()
    with pytest.raises(BadPlan):
        plans.plan(
            cast.identity("hr"),
            course=BASICS,
            begins=today + timedelta(days=begins),
            due=today + timedelta(days=due),
        )


def test_the_overview_says_of_everybody_what_the_gate_goes_by() -> None:
    """Older versions, other posts, ends that have passed, second accounts: as the checklist has them."""
    yesterday, next_year = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=365)
    second = second_account("cashier", role="guard").staff
    assert second is not None
    for name in ("guard", "repair", "cashier", "counter"):
        cast.unmet(name, codes.COURSE, codes.QUIZ)
    with everywhere(Action.COURSE_FINISH):
        fulfil(cast.staff("guard"), codes.COURSE, version=99, until=yesterday)
        fulfil(cast.staff("repair"), codes.COURSE, version=99, until=next_year, role="guard")
        fulfil(cast.staff("counter"), codes.COURSE, version=99, until=next_year, role="counter")
        fulfil(second, codes.COURSE, version=99, until=next_year, role="guard")
    with everywhere(Action.COURSE_PUBLISH):
        ask_for(codes.COURSE, version=99)
    with gate.passage(cast.identity("hr"), Action.TRAINING_VIEW) as passage:
        shown = {
            line.id: line
            for line in overview.people(
                passage, overview.versions_asked(), team=None, open_only=False, most=99
            )
        }
        waiting = {
            line.id
            for line in overview.people(
                passage, overview.versions_asked(), team=None, open_only=True, most=99
            )
        }
        (team,) = overview.teams(passage, overview.versions_asked())  # nobody has a department
    people = list(Staff.objects.filter(pk__in=shown))
    for code, count in ((codes.COURSE, team.course), (codes.QUIZ, team.quiz)):
        said = {pk for pk, line in shown.items() if getattr(line, code).good}
        assert said == {person.pk for person in people if _has_met(person, code)}
        assert len(said) == count
    assert {second, cast.staff("counter")} <= {pk for pk, line in shown.items() if line.course.good}
    assert cast.staff("cashier") in waiting
    assert waiting == {pk for pk, line in shown.items() if not (line.course.good and line.quiz.good)}


def _has_met(person: Staff, code: str) -> bool:
    lines = standing.checklist(person.same_person_as_id or person.pk, role=person.role)
    return next(line.is_met for line in lines if line.code == code)
