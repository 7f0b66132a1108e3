"""The material as shipped is whole, in both languages, and the question bank cannot be guessed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.contrib.staticfiles import finders

from lindun.organisation.models import Role
from lindun.training import curriculum, library, prose
from lindun.training.library import BASICS, COURSES, BadMaterial


def test_there_are_sixteen_rules_each_with_a_card_and_questions_for_everybody() -> None:
    assert len(library.rules()) == 16
    pages = library.course(BASICS, library.shipped()[BASICS]).pages
    assert [page.rule for page in pages if page.kind == "card"] == list(library.rules())
    everybodys = Counter(item.rule for item in library.items().values() if item.course == BASICS)
    assert set(everybodys) == set(library.rules())
    assert min(everybodys.values()) >= 4


def test_the_bank_has_120_questions_and_enough_of_each_kind_of_work() -> None:
    items = library.items().values()
    assert len(items) >= 120
    by_course = Counter(item.course for item in items)
    assert all(by_course[course] >= 2 * curriculum.EXTRA for course in COURSES)
    assert all(len(curriculum.courses_of(role)) == 2 for role in Role)


def test_every_picture_exists() -> None:
    named = [rule.picture for rule in library.rules().values()]
    for code, raw in library.shipped().items():
        named += [page.picture for page in library.course(code, raw).pages if page.picture]
    assert [name for name in named if finders.find(name) is None] == []


def test_whoever_always_picks_the_longest_answer_fails_by_far() -> None:
    single = [item for item in library.items().values() if not item.several]
    for language in ("zh", "en"):
        longest = [
            max(item.choices, key=lambda choice: len(getattr(choice.text, language))).right for item in single
        ]
        assert sum(longest) < len(single) / 2


RAW: dict[str, Any] = {
    "code": "a",
    "ask": {"zh": "问", "en": "ask"},
    "why": {"zh": "因", "en": "why"},
    "choices": [
        {"zh": "甲", "en": "a", "right": True},
        {"zh": "乙", "en": "b"},
        {"zh": "丙", "en": "c"},
    ],
}


@pytest.mark.parametrize(
    "said",
    [
        {"ask": {"zh": "问"}},
        {"ask": {"zh": " ", "en": "ask"}},
        {"why": {"en": "why"}},
        {"course": "cooking"},
        {"choices": RAW["choices"][:2]},
        {"choices": [each | {"right": True} for each in RAW["choices"]]},
        {"choices": [each | {"right": False} for each in RAW["choices"]]},
        {"choices": [RAW["choices"][0], RAW["choices"][1], RAW["choices"][1]]},
        {"choices": [*RAW["choices"][:2], {"zh": "丙"}]},
    ],
)
def test_an_item_that_lacks_something_is_refused(said: dict[str, Any]) -> None:
    assert library.read_item("public_talk", RAW).right == {0}
    with pytest.raises(BadMaterial):
        library.read_item("public_talk", RAW | said)


def test_course_text_becomes_words_and_never_markup() -> None:
    source = "## 标题\n\n第一行 **重点**\n\n- 甲\n- 乙\n\n1. 一\n2. 二\n\n> 说\n\n! 注意 <script>"
    found = prose.blocks(source)
    assert [block.kind for block in found] == ["heading", "text", "list", "steps", "speech", "care"]
    assert [(span.text, span.strong) for span in found[1].lines[0]] == [("第一行 ", False), ("重点", True)]
    assert [line[0].text for line in found[3].lines] == ["一", "二"]
    assert found[5].lines[0][0].text == "注意 <script>"
