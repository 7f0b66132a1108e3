"""Daily life of the demo company: things given out and lost, somebody leaving, a contest, questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lindun.core.policy import Place
    from lindun.gate import Identity
    from lindun.training.models import Contest

By = Callable[[str], "Identity"]
THINGS = (  # sort, what, to whom, whether a second person has approved
    ("computer", "3栋前台台式机", "chen", True),
    ("computer", "收费处笔记本电脑", "zhou", True),
    ("phone", "秩序部巡逻手持机", "tan", True),
    ("key", "档案室钥匙", "he", True),
    ("medium", "加密移动硬盘 1TB", "su", True),
    ("papers", "装修档案 2019—2022 卷", "lin", False),
    ("seal", "项目部收发章", "", False),
)
LEAVES_IN, MOVES_IN = 12, 5  # days
ANSWERS = {"chen": 9, "ma": 7, "he": 8, "tan": 6}  # how many of ten each gets right in the contest
QUESTION = ("chen", "residents:household", "家属来问业主的电话，核对过身份证可以告诉吗？")
ANSWER = ("he", "不可以。请来人自己联系业主，或由我们代为转告。")


def enter() -> None:
    """Enter it through the same actions as the pages."""
    from django.utils import timezone

    from lindun.gate import Identity
    from lindun.organisation.models import Staff

    found = dict(Staff.objects.values_list("user__username", "pk"))

    def by(account: str) -> Identity:
        return Identity(staff=found[account], second_factor=True)

    today = timezone.localdate()
    _give_out(by)
    _report(by)
    _connect(by)
    _move(by, today)
    _teach(by, today)
    _carry_out(by, _first_building())
    _ask(by)


def _give_out(by: By) -> None:
    from lindun.assets import actions

    for sort, what, holder, approved in THINGS:
        asset = actions.register(by("fang"), sort=sort, what=what)
        if holder:
            issue = actions.issue(by("fang"), asset=asset.pk, holder=by(holder).person)
            if approved:
                actions.decide(by("zheng"), issue=issue.pk, approve=True)


def _report(by: By) -> None:
    """A handheld is lost on a round; somebody found a private disk in a company computer."""
    from lindun.assets import actions
    from lindun.assets.models import Issue

    handheld = Issue.objects.get(holder=by("tan").person)
    actions.report_lost(by("tan"), issue=handheld.pk, words="夜班巡逻后发现不在身上，已沿路线找过。")
    actions.report_barred(by("he"), by="0073", words="管家电脑上插着私人 U 盘，已当场拔下。")


def _connect(by: By) -> None:
    """One work-order system delivers; another waits for a second person."""
    from lindun.estates.models import Community
    from lindun.orders import actions

    places = list(Community.objects.order_by("pk").values_list("pk", flat=True))
    repairs = actions.propose(by("su"), name="报修小程序", communities=places, days=180)
    actions.decide(by("zheng"), system=repairs.pk, approve=True)
    actions.propose(by("su"), name="停车管理系统", communities=places[:1], days=90)


def _move(by: By, today: date) -> None:
    from lindun.leaving import exits, transfers
    from lindun.organisation.actions import Post
    from lindun.organisation.models import Assignment

    leaves = today + timedelta(days=LEAVES_IN)
    exits.record(by("fang"), exits.Wish(person=by("zhou").person, cause="resigned", from_day=leaves))
    place = Assignment.objects.filter(staff=by("gu").person).values_list("community_id", "building_id")
    post = Post("housekeeper", 2, "active", frozenset(place))
    moves = today + timedelta(days=MOVES_IN)
    transfers.record(by("fang"), transfers.Wish(staff=by("gu").person, post=post, from_day=moves))


def _teach(by: By, today: date) -> None:
    """A line in the plan of the year, and a contest in which some have answered."""
    from django.utils import timezone

    from lindun.training import plans

    plans.plan(by("su"), course="handling", begins=today, due=today + timedelta(days=30))
    now = timezone.now()
    contest = plans.open_contest(
        by("su"), title="守则知识竞赛", opens=now - timedelta(days=2), closes=now + timedelta(days=9)
    )
    for account, right in ANSWERS.items():
        _answer(by(account), contest, right)


def _answer(who: Identity, contest: Contest, right: int) -> None:
    from lindun.training import quizzes

    paper = quizzes.take_part(who, contest=contest.pk)
    choices = {
        place: question["right"] if place % 10 < right else _wrong(question)
        for place, question in enumerate(paper.paper)
    }
    quizzes.hand_in(who, quiz=paper.pk, choices=choices)


def _wrong(question: dict[str, list[int]]) -> list[int]:
    return [place for place in range(len(question["order"])) if place not in question["right"]][:1]


def _carry_out(by: By, place: Place) -> None:
    """One permit is good today, one waits."""
    from django.utils import timezone

    from lindun.exits import actions
    from lindun.exits.actions import Wish

    begins = timezone.now()
    until = begins + timedelta(hours=8)
    out = actions.ask(by("ma"), Wish(place, "paper", "今日派工单 6 张", "上门维修带工单", begins, until))
    actions.decide(by("he"), permit=out.pk, approve=True)
    actions.ask(by("chen"), Wish(place, "paper", "交房资料一份", "送城建档案馆", begins, until))


def _first_building() -> Place:
    from lindun.core.policy import Place
    from lindun.estates.models import Building

    found = Building.objects.filter(name="3").order_by("community_id")[0]
    return Place(found.community_id, found.pk)


def _ask(by: By) -> None:
    from lindun.questions import actions

    account, screen, text = QUESTION
    question, _cleaned = actions.ask(by(account), screen=screen, text=text)
    account, text = ANSWER
    actions.answer(by(account), question=question.pk, text=text)
    actions.ask(by("zhou"), screen="requests:task_new", text="业主报身份证号办退费，可以记在任务说明里吗？")
