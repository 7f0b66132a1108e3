"""No sequence of legal calls opens data without the approvals its level asks for.

Random sequences of applying, answering, waiting, losing posts, withdrawing and opening are carried out in the
database, and beside it by a small model that was written apart: it knows the company's rule in its plainest
form and nothing of statements, digests, tables or the policy.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lindun import gate
from lindun.organisation import actions as organisation
from lindun.organisation.models import Staff
from lindun.requests import applying, deciding
from lindun.requests.applying import BadRequest
from lindun.requests.deciding import Answer
from lindun.requests.models import AccessRequest
from lindun.requests.statement import digest
from tests import cast
from tests.organisation.second_accounts import second_account
from tests.requests.test_approvals import MOVEMENT, submitted

APPLICANT = "supervisor"
PEOPLE = ("supervisor", "manager", "general_manager", "officer", "counter")
AGAIN = {"applicant_again": ("supervisor", "general_manager"), "leader_again": ("general_manager", "officer")}
"""Second accounts: of whom, in which post."""
START = datetime(2026, 11, 21, 9, tzinfo=datetime.now().astimezone().tzinfo)
WINDOW = (START.replace(hour=1), START.replace(hour=3))


@dataclass
class Model:
    """The rule as a person would say it. Minutes are counted from the start."""

    item: str
    views: int
    minutes: int
    now: int = 0
    out_of_post: set[str] = field(default_factory=set)
    agreed: list[tuple[str, int, bool]] = field(default_factory=list)
    over: bool = False
    granted: int | None = None
    used: int = 0

    def decides(self, person: str) -> bool:
        who = {
            "phone": {"manager", "general_manager"},
            "id_number": {"general_manager"},
            "movement": {"manager", "general_manager", "officer", "leader_again"},
        }
        return person in who[self.item] and person not in self.out_of_post

    def enough(self) -> bool:
        valid = [one for one in self.agreed if self.decides(one[0])]
        if self.item != "movement":
            return bool(valid)
        present = [one for one in valid if one[2]]
        return any(
            a == "general_manager" and b not in {"general_manager", "leader_again"} and abs(at_a - at_b) <= 5
            for a, at_a, _ in present
            for b, at_b, _ in present
        )

    def answer(self, person: str, *, agreed: bool, proved: bool) -> None:
        if self.over or self.granted is not None or not self.decides(person) or self.now >= 24 * 60:
            return
        if not agreed:
            self.over = True
        elif self.item != "movement" or proved:
            self.agreed.append((person, self.now, proved))
            if self.enough():
                self.granted = self.now

    def opens(self) -> bool:
        if self.over or self.granted is None or APPLICANT in self.out_of_post:
            return False
        return self.now < self.granted + self.minutes and self.used < self.views and self.enough()


people = st.sampled_from(PEOPLE)
steps = st.one_of(
    st.tuples(
        st.just("answer"),
        st.sampled_from(PEOPLE[1:4]),
        st.sampled_from([True, True, True, False]),
        st.booleans(),
    ),
    st.tuples(st.just("answer"), people, st.booleans(), st.booleans()),
    st.tuples(st.just("answer"), st.sampled_from(sorted(AGAIN)), st.just(True), st.just(True)),
    st.tuples(st.just("wait"), st.sampled_from([1, 4, 6, 25, 24 * 60])),
    st.tuples(st.just("dismiss"), st.sampled_from(PEOPLE[1:])),
    st.tuples(st.just("withdraw")),
    st.tuples(st.just("open"), people | st.just("applicant_again")),
    st.tuples(st.just("open"), st.just(APPLICANT)),
)


class Clock:
    """The time of all parts that read one; it only goes on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        from django.utils import timezone

        from lindun.gate import reveals

        self.minutes = 0
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:
                return clock.now()

        patch.setattr(timezone, "now", self.now)
        patch.setattr(reveals, "datetime", Moved)

    def now(self) -> datetime:
        return START + timedelta(minutes=self.minutes)


def identity(person: str) -> gate.Identity:
    """Of the cast, or a second account, opened when it is first met."""
    if person not in AGAIN:
        return cast.identity(person)
    first, role = AGAIN[person]
    known = Staff.objects.filter(same_person_as=cast.staff(first)).first()
    if known:
        return gate.Identity(staff=known.pk, second_factor=True)
    return second_account(first, role=role, clearance=4)


def opens(request: AccessRequest, person: str, item: str) -> bool:
    try:
        gate.reveal(
            identity(person),
            subject=cast.resident(cast.OWNER),
            items=[item],
            purpose="fee",
            grant=request.number,
        )
    except gate.Denied:
        return False
    return True


def decide(request: AccessRequest, person: str, *, agreed: bool, proved: bool) -> None:
    answer = Answer(agreed=agreed, seen=digest(request.statement).hex(), with_credentials=proved)
    try:
        deciding.decide(identity(person), request=request.pk, answer=answer)
    except (gate.Denied, gate.NotHere, BadRequest):
        return


def dismiss(person: str) -> None:
    post = organisation.current_post(Staff.objects.get(pk=cast.staff(person)))
    suspended = replace(post, status="suspended")
    organisation.change_post(cast.identity("hr"), staff=cast.staff(person), post=suspended)


def reinstate() -> None:
    """Everybody back in post for the next sequence, past the second person whom this takes in the house."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE organisation_staff SET status = 'active' WHERE status = 'suspended'")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    item=st.sampled_from(["phone", "id_number", "movement"]),
    plan=st.lists(steps, min_size=3, max_size=14),
)
@example(
    "movement",
    [("answer", "general_manager", True, True), ("answer", "officer", True, True), ("open", APPLICANT)],
)
@example(
    "movement",
    [
        ("answer", "general_manager", True, True),
        ("answer", "leader_again", True, True),
        ("open", APPLICANT),
    ],
)
@example("phone", [("answer", "applicant_again", True, True), ("open", "applicant_again")])
@example("phone", [("answer", "manager", True, False), ("dismiss", "manager"), ("open", APPLICANT)])
def test_only_what_the_rule_lets_open_opens(database: str, item: str, plan: list[tuple[object, ...]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock(patch)
        views = 1 if item == "movement" else 2
        model = Model(item, views=views, minutes=30)
        more = {"window": WINDOW} if (item,) == MOVEMENT else {}
        request = submitted((item,), by=APPLICANT, views=views, **more)
        try:
            for step in plan:
                _carry_out(step, request, model, clock)
        finally:
            reinstate()


def _carry_out(step: tuple[object, ...], request: AccessRequest, model: Model, clock: Clock) -> None:
    match step:
        case ("answer", str(person), bool(agreed), bool(proved)):
            decide(request, person, agreed=agreed, proved=proved)
            model.answer(person, agreed=agreed, proved=proved)
        case ("wait", int(minutes)):
            clock.minutes = model.now = model.now + minutes
        case ("dismiss", str(person)):
            dismiss(person)
            model.out_of_post.add(person)
        case ("withdraw",):
            applying.withdraw(cast.identity(APPLICANT), request=request.pk)
            model.over = True
        case ("open", str(person)):
            expected = person == APPLICANT and model.opens()
            assert opens(request, person, model.item) == expected
            model.used += expected
