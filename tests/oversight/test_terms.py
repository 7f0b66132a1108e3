"""What entries name has words: whoever reads the ledger is no programmer."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from lindun.oversight.terms import COUNTS, KINDS, chosen
from tests.architecture.source import house


def _sightings() -> Iterator[ast.keyword]:
    """The keywords of every `passage.saw(...)` of the house."""
    for module in house():
        for called, call in module.calls():
            if called.rpartition(".")[2] == "saw":
                yield from call.keywords


def test_everything_a_passage_counts_has_a_word() -> None:
    counted = {said.arg for said in _sightings() if said.arg not in (None, "kind")}
    assert len(counted) > 40
    assert counted - COUNTS.keys() == set()


def test_every_kind_of_subject_has_a_word() -> None:
    kinds = {
        value.value
        for said in _sightings()
        if said.arg == "kind"
        for value in ast.walk(said.value)
        if isinstance(value, ast.Constant)
    }
    assert len(kinds) > 20
    assert kinds - KINDS.keys() == set()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("violation.copying", "私自复制、传播或出售"),
        ("version.3", "第3版"),
        ("text.pledge", "保密承诺书"),
        ("course.basics", "入职必修：守住邻里的信任"),
        ("rule.public_talk", "电梯大堂不谈住户"),
        ("version.x", ""),
        ("violation.<b>", ""),
        ("nothing", ""),
    ],
)
def test_a_code_that_is_a_choice_of_an_app_is_told_in_its_words(code: str, words: str) -> None:
    with translation.override("zh-hans"):
        assert chosen(code) == words
