"""A leaked list is traced to its copy, whatever of it is left; and to no other copy."""

import json
import random
from math import log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindun.core.marking import Copy, LeakedRow, Mark, NotTraced, trace
from lindun.core.marking.marks import SURE, _bits

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "marks" / "marks.json").read_text())
KEY = bytes.fromhex(VECTORS["key"])


def _copy(number: str, rows: int, *, decoys: int = 4) -> tuple[Copy, list[LeakedRow]]:
    """A copy of a list of people everybody has, with decoys of its own."""
    mark = Mark(KEY, number)
    anchors = [f"1380000{row:04}" for row in range(rows)]
    placed = sorted(anchors, key=lambda anchor: (int(anchor) // 2, mark.rank(anchor)))
    invented = [f"{number} decoy {decoy}" for decoy in range(decoys)]
    written = [LeakedRow(anchor, mark.variant(anchor), str(int(anchor) // 2)) for anchor in placed]
    written += [LeakedRow(name, mark.variant(name), traits=frozenset({name})) for name in invented]
    return Copy(number, [frozenset({name}) for name in invented]), written


COPIES = [_copy(f"DC-{number}", 400) for number in range(40)]


@pytest.mark.parametrize("case", VECTORS["choices"], ids=lambda case: f"{case['number']} {case['anchor']}")
def test_choices_are_those_of_the_specification(case: dict[str, str]) -> None:
    mark = Mark(KEY, case["number"])
    assert mark.variant(case["anchor"]) == case["variant"]
    assert mark.rank(case["anchor"]).hex() == case["rank"]


@pytest.mark.parametrize("case", VECTORS["bits"], ids=lambda case: f"{case['found']} of {case['seen']}")
def test_weights_are_those_of_the_specification(case: dict[str, float]) -> None:
    bits = _bits(int(case["found"]), int(case["seen"]), chance=case["chance"])
    assert bits == pytest.approx(case["bits"], abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(), chosen=st.integers(0, 39))
def test_a_third_of_the_rows_in_any_order_names_the_copy_and_no_other(seed: int, chosen: int) -> None:
    chance = random.Random(seed)
    leaked = chance.sample(COPIES[chosen][1], 122)  # 70 in 100 are gone
    named = trace(KEY, [copy for copy, _ in COPIES], leaked)
    assert [evidence.number for evidence in named] == [f"DC-{chosen}"]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers())
def test_a_list_of_elsewhere_names_nobody(seed: int) -> None:
    chance = random.Random(seed)
    strange = [
        LeakedRow(f"1390000{row:04}", chance.randrange(2), str(row // 2), frozenset({f"somebody {row}"}))
        for row in range(400)
    ]
    with pytest.raises(NotTraced):
        trace(KEY, [copy for copy, _ in COPIES], strange)


def test_decoys_alone_are_enough_when_everything_else_was_written_anew() -> None:
    copy, rows = COPIES[7]
    rewritten = [LeakedRow(row.anchor, 1, traits=row.traits) for row in rows]
    named = trace(KEY, [copy for copy, _ in COPIES], rewritten)
    assert [evidence.number for evidence in named] == [copy.number]
    assert named[0].decoys == 4


def test_variants_alone_are_enough_when_the_decoys_were_found_and_removed() -> None:
    copy, rows = COPIES[8]
    named = trace(KEY, [copy for copy, _ in COPIES], [row for row in rows if not row.traits])
    assert [evidence.number for evidence in named] == [copy.number]
    assert named[0].decoys == 0


def test_two_lists_put_together_name_both() -> None:
    together = COPIES[1][1] + COPIES[2][1]
    named = trace(KEY, [copy for copy, _ in COPIES], together)
    assert {evidence.number for evidence in named} == {"DC-1", "DC-2"}


def test_too_little_names_nobody_and_says_how_much_is_missing() -> None:
    rows = [row for row in COPIES[3][1] if not row.traits][:12]
    with pytest.raises(NotTraced) as refused:
        trace(KEY, [copy for copy, _ in COPIES], rows)
    assert refused.value.needed == SURE + log2(40)
    assert refused.value.nearest is not None
    assert refused.value.nearest.bits < refused.value.needed


def test_no_copies_and_no_rows_name_nobody() -> None:
    with pytest.raises(NotTraced) as refused:
        trace(KEY, [], COPIES[0][1])
    assert refused.value.nearest is None
    with pytest.raises(NotTraced):
        trace(KEY, [copy for copy, _ in COPIES], [])


def test_another_key_traces_nothing() -> None:
    without_decoys = [Copy(copy.number) for copy, _ in COPIES]
    with pytest.raises(NotTraced):
        trace(bytes(32), without_decoys, COPIES[0][1])


@given(seen=st.integers(1, 40), weight=st.sampled_from((1, 8, 16)))
def test_by_accident_evidence_is_worth_nothing_on_average(seen: int, weight: int) -> None:
    """The bound rests on this: the mean of 2^bits over what accident gives is at most 1."""
    chance = 2.0**-weight
    mean, likely = 0.0, (1 - chance) ** seen
    for hits in range(seen + 1):
        mean += likely * 2.0 ** _bits(hits, seen, chance=chance)
        likely *= (seen - hits) / (hits + 1) * chance / (1 - chance)
    assert mean == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize(("key", "number"), [(b"short", "DC-1"), (KEY, "")])
def test_a_mark_without_key_or_number_is_refused(key: bytes, number: str) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Mark(key, number)


def test_the_key_is_in_no_text() -> None:
    assert KEY.hex() not in repr(Mark(KEY, "DC-1"))
    assert repr(KEY) not in repr(Mark(KEY, "DC-1"))
