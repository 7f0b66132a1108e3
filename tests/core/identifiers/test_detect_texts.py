"""Detection on texts of every genre an office meets, each marked by hand with what is personal in it.

``marked_texts.txt`` holds one text a line; ``{NAME:张三}`` is an identifier and its kind, everything else is
none. All values are invented or computed.
"""

import re
import sys
from pathlib import Path

import pytest

from lindun.core.identifiers.detect import detect, redact
from lindun.core.identifiers.kinds import Kind

MARKED = [
    line
    for line in Path(__file__).with_name("marked_texts.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]
_MARK = re.compile(r"\{([A-Z_]+):([^{}]+)\}")


def read_marks(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without its marks, and where they stood."""
    text, labels, done = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[done : mark.start()]
        labels.append((len(text), len(text) + len(mark[2]), mark[1]))
        text, done = text + mark[2], mark.end()
    return text + line[done:], labels


@pytest.mark.parametrize("line", MARKED)
def test_exactly_what_is_marked_is_found(line: str) -> None:
    text, labels = read_marks(line)
    assert [(span.start, span.end, span.type.value) for span in detect(text)] == labels


UNSEEN = {
    *(Kind.METER, Kind.ACCESS_CARD, Kind.IP, Kind.MAC, Kind.GEO, Kind.SOCIAL_SECURITY, Kind.SECRET),
}
"""Kinds known by their column or form only; in running text nothing tells them from other numbers."""


def test_the_texts_speak_of_every_kind_detection_knows() -> None:
    spoken = {kind for line in MARKED for _, _, kind in read_marks(line)[1]}
    assert spoken == {kind.value for kind in Kind} - UNSEEN
    assert sum(not read_marks(line)[1] for line in MARKED) >= 60  # and many hold nothing at all


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("军官证：军字第1234567号", "军官证：军字第******7号"),
        ("不动产权第0012345号", "不动产权第****45号"),
        ("护照X12345678，美国籍", "护照X******78，美国籍"),
        ("车架号LSVAU033362123459", "车架号LSVAU033362******"),
        ("机场车民航A1234", "机场车民航·***34"),
        ("永久居留证：USA110000000012", "永久居留证：U*************2"),
    ],
)
def test_rare_papers_are_masked_like_any_other(text: str, clean: str) -> None:
    assert redact(text) == clean


def calls_during(text: str) -> int:
    """How many calls, of Python and of C functions, detection makes for a text."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        detect(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "1",
            "1 ",
            "62 ",
            "6222 ",
            "330199 ",
            "165-",
            "号",
            "1号",
            "的",
            "王",
            "欧阳",
            "王小",
            "张·",
            "护照",
            "微信",
        ),
        *(
            "@a.",
            "权证第",
            "出生2020年",
            "12栋",
            "浙A",
            "3-2-1501 ",
            "姓名：",
            "一 ",
            "\u200b1",
            "A",
            "16512345678 ",
        ),
    ],
)
def test_work_grows_no_faster_than_the_text(unit: str) -> None:
    short, long = calls_during(unit * 300), calls_during(unit * 1_200)
    assert long <= 4 * short + 100
    assert long <= 40 * len(unit) * 1_200
