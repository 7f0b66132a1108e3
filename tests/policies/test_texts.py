"""The form of a text, what differs between two, and the texts that the house ships with."""

from __future__ import annotations

import pytest

from lindun.organisation.models import Role
from lindun.policies import clauses, material
from lindun.policies.clauses import BadText, Clause
from lindun.policies.differences import Piece, What, changes, pieces

SHIPPED = list(material.shipped())


def clause(number: int, heading: str, words: str = "") -> Clause:
    return Clause(number, "总则", heading, words)


def test_clauses_are_counted_through_the_chapters() -> None:
    found = clauses.read("# 一\n## 甲\n正文\n第二行\n\n## 乙\n# 二\n## 丙\n")
    assert [(one.number, one.chapter, one.heading, one.words) for one in found] == [
        (1, "一", "甲", "正文\n第二行"),
        (2, "一", "乙", ""),
        (3, "二", "丙", ""),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "no_clause", 0),
        ("# 只有章", "no_clause", 0),
        ("## 没有章", "clause_without_chapter", 1),
        ("开头\n# 章\n## 条", "words_without_clause", 1),
        ("# 章\n章下的话\n## 条", "words_without_clause", 1),
        (f"# 章\n## {'长' * 91}", "long_heading", 2),
    ],
)
def test_a_text_of_another_form_says_where_it_is_wrong(text: str, code: str, line: int) -> None:
    with pytest.raises(BadText) as wrong:
        clauses.read(text)
    assert (wrong.value.code, wrong.value.line) == (code, line)


def test_a_changed_word_is_shown_and_the_rest_stays() -> None:
    assert pieces("只核对号码后四位，不念全号", "只核对号码后三位，不念全号") == (
        Piece(What.SAME, "只核对号码后"),
        Piece(What.REMOVED, "四"),
        Piece(What.ADDED, "三"),
        Piece(What.SAME, "位，不念全号"),
    )
    assert pieces("within 30 days", "within 45 days") == (
        Piece(What.SAME, "within "),
        Piece(What.REMOVED, "30"),
        Piece(What.ADDED, "45"),
        Piece(What.SAME, " days"),
    )


def test_a_lone_character_between_two_changes_is_no_island() -> None:
    found = pieces("甲乙的丙丁", "子丑的寅卯")
    assert found == (Piece(What.REMOVED, "甲乙的丙丁"), Piece(What.ADDED, "子丑的寅卯"))


def test_clauses_are_followed_through_renumbering_and_renaming() -> None:
    said = "说的事情没有变化"
    old = [clause(1, "甲条", "保持原样"), clause(2, "要删的"), clause(3, "改名的条款原来叫这个", said)]
    new = [clause(1, "新来的"), clause(2, "甲条", "保持原样"), clause(3, "改名的条款现在叫这个", said)]
    found = changes(old, new)
    assert [(one.what, one.heading[-1].text) for one in found[:3]] == [
        (What.ADDED, "新来的"),
        (What.SAME, "甲条"),
        (What.REMOVED, "要删的"),
    ]
    assert found[3].what == What.CHANGED
    together = "".join(piece.text for piece in found[3].heading if piece.what != What.REMOVED)
    assert together == "改名的条款现在叫这个"


@pytest.mark.parametrize("text", SHIPPED, ids=lambda text: f"{text.kind}-{text.role}")
def test_a_shipped_text_has_the_same_clauses_in_both_languages_and_names_nobody(
    text: material.Shipped,
) -> None:
    chinese, english = clauses.read(text.chinese), clauses.read(text.english)
    assert clauses.same_form(chinese, english)
    assert not set("".join(one.heading + one.words for one in english)) & set("的一是了我")
    for reading in (text.chinese, text.english):
        clauses.name_nobody(clauses.tidy(reading))


def test_every_post_has_duties_for_what_is_said_written_and_typed() -> None:
    duties = {text.role: text for text in SHIPPED if text.kind == "duties"}
    assert set(duties) == set(Role.values)
    for text in duties.values():
        chapters = clauses.chapters(clauses.read(text.chinese))
        assert [one.heading for one in chapters] == ["口头", "书面", "电子"]
    assert len({text.chinese for text in duties.values()}) == len(duties)
