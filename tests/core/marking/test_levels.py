"""GOV-02: one ladder, many vocabularies; B-36: no mark that looks like the state's."""

import itertools

import pytest

from lindun.core.marking import COLOURS, COMPANY_PREFIXES, SCHEMES, Level, document_mark, label

STATE_GRADES = {"绝密", "机密", "秘密"}
everywhere = pytest.mark.parametrize(("scheme", "level"), list(itertools.product(SCHEMES, Level)))


@pytest.mark.parametrize(
    ("scheme", "level", "word"),
    [
        ("business", Level.L2, "秘密"),
        ("business", Level.L3, "机密"),
        ("business", Level.L4, "绝密"),
        ("ordinary-three", Level.L2, "普通"),
        ("ordinary-three", Level.L3, "重要"),
        ("ordinary-three", Level.L4, "机密"),
        ("general-three", Level.L0, "一般"),
        ("general-three", Level.L1, "内部"),
        ("general-three", Level.L3, "机密"),
        ("open-three", Level.L0, "公开"),
    ],
)
def test_each_scheme_has_its_own_words(scheme: str, level: Level, word: str) -> None:
    assert label(level, scheme=scheme) == word


@everywhere
def test_words_never_suggest_less_than_a_lower_level(scheme: str, level: Level) -> None:
    words = list(dict.fromkeys(label(each, scheme=scheme) for each in Level))
    assert words.index(label(level, scheme=scheme)) <= level
    assert label(Level.L4, scheme=scheme) == words[-1]


@everywhere
def test_english_distinguishes_exactly_what_chinese_does(scheme: str, level: Level) -> None:
    for other in Level:
        same_word = label(level, scheme=scheme) == label(other, scheme=scheme)
        assert same_word == (
            label(level, scheme=scheme, english=True) == label(other, scheme=scheme, english=True)
        )


@everywhere
@pytest.mark.parametrize("prefix", COMPANY_PREFIXES)
def test_no_mark_imitates_the_state(scheme: str, level: Level, prefix: str) -> None:
    mark = document_mark(level, scheme=scheme, prefix=prefix)
    assert mark not in STATE_GRADES
    assert "★" not in mark
    assert mark.endswith(label(level, scheme=scheme))


def test_a_prefix_of_the_state_is_refused() -> None:
    with pytest.raises(ValueError, match="prefix"):
        document_mark(Level.L4, prefix="国家")


def test_every_level_has_its_own_colour() -> None:
    assert len({COLOURS[level] for level in Level}) == len(Level)
