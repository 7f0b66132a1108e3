"""Our policy against an independent engine, and list against detail."""

from __future__ import annotations

import dataclasses
from itertools import product

from lindun.core.policy import Decision, Place
from lindun.gate.registry import rules
from tests.policy import oracle, questions

CASES = 12_000


def test_an_independent_engine_gives_the_same_answers() -> None:
    asked = questions.generate(CASES, seed=20261121)
    ours = [rules.decide(access).allowed for access in asked]
    theirs = oracle.answers(asked)
    different = [access for access, a, b in zip(asked, ours, theirs, strict=True) if a != b]
    assert not different, f"{len(different)} of {CASES}: {different[0]}"
    assert 500 < sum(ours) < CASES - 500, (
        "questions must be allowed and refused often enough to mean something"
    )


def test_every_condition_decides_some_question() -> None:
    """A condition that no generated question fails would not be compared at all."""
    asked = questions.generate(3 * CASES, seed=7)  # a partner's papers are asked about in few of them
    met = {code for access in asked for code in rules.decide(access).reasons}
    assert {condition.code for condition in rules.conditions} <= met


def test_no_way_of_use_opens_more_than_its_order_allows() -> None:
    """Of everything routine that is allowed, no item is used in a way beyond the one its purpose gives it."""
    order = ("masked", "call", "reveal", "print")
    used: set[tuple[str, str]] = set()
    for asked in questions.generate(4_000, seed=11):
        for action, use in product(("residents.item.reveal", "papers.sheet.print"), order):
            access = dataclasses.replace(asked, action=action, use=use, grant=None, grant_named=False)
            if access.purpose is None or not rules.decide(access).allowed:
                continue
            for item in access.items:
                way = access.purpose.needs[item.code]
                assert order.index(use) <= order.index(way), access
                used.add((use, way))
    assert {("call", "call"), ("reveal", "reveal"), ("print", "print"), ("reveal", "print")} <= used


def test_list_and_detail_agree() -> None:
    """A row is in the extent of a list exactly when its detail is not out of reach."""
    places = [Place(c, b) for c, b in ((1, 11), (1, 12), (2, 21), (3, 31))]
    for access in questions.generate(2_000, seed=3):
        extent = rules.extent(access.actor, access.action)
        for place in places:
            decision = rules.decide(dataclasses.replace(access, place=place))
            if (
                "action.not_for_role" in decision.reasons
                or not access.actor.in_post
                or not _has_places(access.action)
            ):
                continue
            assert extent.covers(place) == ("place.out_of_reach" not in decision.reasons)


def test_a_decision_is_never_mistaken_for_true() -> None:
    try:
        bool(Decision())
    except TypeError:
        return
    raise AssertionError("a Decision has a truth value")


def _has_places(action: str) -> bool:
    return action.startswith(("residents.", "requests."))
