"""No sequence of legal calls issues a decision unheard or by an interested person.

Random sequences of asking, stating, refusing, deciding, appealing and answering by all kinds of people, with
second accounts among them, are carried out in the database. Beside it runs a small model in plain words: who
has a part in it, who was heard. It knows nothing of stages, gates and triggers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lindun import gate
from lindun.conduct import actions, deciding
from lindun.conduct.actions import BadCase
from lindun.conduct.deciding import Verdict
from lindun.conduct.models import Case
from lindun.organisation.models import Staff
from tests import cast
from tests.conduct import cases
from tests.conduct.cases import NUMBERS
from tests.organisation.second_accounts import second_account

AGAIN = {
    "officer_again": ("officer", "general_manager"),
    "accused_again": ("counter", "general_manager"),
    "hr_again": ("hr", "officer"),
}
"""Second accounts: of whom, in which post."""
POSTS = {name: role for name, (role, *_rest) in cast.PEOPLE.items()} | {
    name: role for name, (_first, role) in AGAIN.items()
}
PEOPLE = ("counter", "supervisor", "officer", "hr", "general_manager", "auditor", *AGAIN)
HANDLING = {"officer", "hr", "general_manager"}


def person(name: str) -> str:
    return AGAIN[name][0] if name in AGAIN else name


@dataclass
class Model:
    """The rule as a person would say it."""

    reporter: str
    asked: bool = False
    heard: bool = False
    decided_by: str = ""
    appealed: bool = False
    answered_by: str = ""
    parts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.parts = {"counter", person(self.reporter)}

    def handles(self, who: str) -> bool:
        return POSTS[who] in HANDLING and person(who) != "counter"

    def asks(self, who: str) -> bool:
        return self.handles(who) and not self.decided_by

    def states(self, who: str) -> bool:
        return person(who) == "counter" and self.asked and not self.decided_by

    def takes_down(self, who: str, witness: str) -> bool:
        apart = person(witness) not in {"counter", person(who)}
        return self.handles(who) and self.asked and not self.decided_by and apart

    def decides(self, who: str, rung: int) -> bool:
        high_enough = rung < 4 or POSTS[who] == "general_manager"
        return self.handles(who) and person(who) not in self.parts and self.heard and high_enough

    def appeals(self, who: str) -> bool:
        return person(who) == "counter" and bool(self.decided_by) and not self.appealed

    def answers(self, who: str) -> bool:
        fresh = person(who) not in self.parts | {person(self.decided_by)}
        return self.handles(who) and fresh and self.appealed and not self.answered_by


who = st.sampled_from(PEOPLE)
steps = st.one_of(
    st.tuples(st.just("ask"), who | st.just("officer")),
    st.tuples(st.just("state"), st.sampled_from(["counter", "accused_again", "guard", "officer"])),
    st.tuples(st.just("refuse"), who, st.sampled_from(["guard", "counter", "officer", "hr"])),
    st.tuples(st.just("decide"), who, st.sampled_from([2, 3, 4, 9])),
    st.tuples(st.just("appeal"), st.sampled_from(["counter", "accused_again", "guard"])),
    st.tuples(st.just("answer"), who),
)
HEARD = [("ask", "hr"), ("state", "counter")]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reporter=st.sampled_from(["supervisor", "officer", "hr"]),
    heard=st.booleans(),
    plan=st.lists(steps, min_size=3, max_size=9),
)
@example(reporter="officer", heard=True, plan=[("decide", "officer_again", 2), ("decide", "hr", 4)])
@example(reporter="supervisor", heard=True, plan=[("decide", "accused_again", 2), ("answer", "hr")])
@example(
    reporter="supervisor",
    heard=True,
    plan=[("decide", "hr", 2), ("appeal", "counter"), ("answer", "hr_again"), ("answer", "officer")],
)
@example(
    reporter="supervisor", heard=False, plan=[("ask", "hr"), ("refuse", "hr", "hr"), ("decide", "hr", 2)]
)
def test_only_what_the_rule_lets_be_decided_is_decided(
    database: str, reporter: str, heard: bool, plan: list[tuple[object, ...]]
) -> None:
    model, case = Model(reporter), cases.reported(by=reporter)
    for step in [*(HEARD if heard else []), *plan]:
        _carry_out(step, case, model)
    found = cases.as_it_is(case.pk)
    decision, reply = getattr(found, "decision", None), getattr(found, "reply", None)
    assert (decision.decided_by_id if decision else None) == _account(model.decided_by)
    assert (reply.answered_by_id if reply else None) == _account(model.answered_by)


def _account(name: str) -> object:
    return identity(name).staff if name else None


def identity(name: str) -> gate.Identity:
    if name not in AGAIN:
        return cast.identity(name)
    first, role = AGAIN[name]
    known = Staff.objects.filter(same_person_as=cast.staff(first), role=role).first()
    if known:
        return gate.Identity(staff=known.pk, second_factor=True)
    return second_account(first, role=role, clearance=4)


def _carry_out(step: tuple[object, ...], about: Case, model: Model) -> None:
    match step:
        case ("ask", str(who)):
            went = _went(actions.ask, identity(who), case=about.pk)
            assert went == model.asks(who)
            model.asked |= went
        case ("state", str(who)):
            went = _went(actions.state, identity(who), case=about.pk, words="没有说过")
            assert went == model.states(who)
            model.heard |= went
        case ("refuse", str(who), str(witness)):
            said = {"kind": "refused", "words": "", "witness": NUMBERS[witness]}
            went = _went(actions.take_down, identity(who), case=about.pk, **said)
            assert went == model.takes_down(who, witness)
            model.heard |= went
        case ("decide", str(who), int(rung)):
            verdict = Verdict(confirmed=True, rung=rung, why="查实")
            went = _went(deciding.decide, identity(who), case=about.pk, verdict=verdict)
            assert went == (model.decides(who, rung) and not model.decided_by)
            model.decided_by = who if went else model.decided_by
        case ("appeal", str(who)):
            went = _went(deciding.reply, identity(who), case=about.pk, accept=False, words="不符")
            assert went == model.appeals(who)
            model.appealed |= went
        case ("answer", str(who)):
            went = _went(deciding.answer, identity(who), case=about.pk, outcome="kept", words="维持")
            assert went == model.answers(who)
            model.answered_by = who if went else model.answered_by


def _went(call: object, *said: object, **more: object) -> bool:
    try:
        call(*said, **more)  # type: ignore[operator]
    except (gate.Denied, gate.NotHere, BadCase):
        return False
    return True
