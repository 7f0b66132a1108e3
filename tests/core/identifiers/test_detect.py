"""Detection as a whole: offsets, overlaps, redaction, quality on labelled texts, and hostile input."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindun.core.identifiers.detect import detect, redact

TEXT = "联系人张伟，电话１６５-1234-5678，住望鹤湾二期3栋2单元1501，身份证33019919850412901X，车牌浙X·12345"


def test_offsets_point_into_the_text_as_it_was_written() -> None:
    assert [(s.type.value, TEXT[s.start : s.end]) for s in detect(TEXT)] == [
        ("NAME", "张伟"),
        ("PHONE", "１６５-1234-5678"),
        ("ADDRESS", "望鹤湾二期3栋2单元1501"),
        ("ID_CARD", "33019919850412901X"),
        ("PLATE", "浙X·12345"),
    ]


def test_offsets_survive_invisible_characters() -> None:
    text = "\ufeff电话1\u200b65\u200b1234\u200b5678\u200b，业主张\u200d伟，\U0001f600微信lucky_2020"
    values = [(s.type.value, text[s.start : s.end]) for s in detect(text)]
    assert values == [
        ("PHONE", "1\u200b65\u200b1234\u200b5678"),
        ("NAME", "张\u200d伟"),
        ("WECHAT", "lucky_2020"),
    ]


def test_redaction_replaces_every_identifier_and_nothing_else() -> None:
    clean = redact(TEXT + "。其余照旧")
    for secret in ("张伟", "1234-5678", "1501", "850412", "12345"):
        assert secret not in clean
    assert clean.startswith("联系人张")
    assert clean.endswith("。其余照旧")


def test_redacted_text_shows_no_number_again() -> None:
    assert [s for s in detect(redact(TEXT)) if s.type in ("PHONE", "ID_CARD", "PLATE")] == []


LIKELY = "0123456789-— ·.１８张王李业主姓名：栋单元室号路微信出生年月日@浙A（\u200b\ud800\x00"


@given(st.text(st.characters() | st.sampled_from(LIKELY), max_size=80))
def test_any_text_gives_sorted_spans_that_do_not_overlap(text: str) -> None:
    spans = detect(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= s.start < s.end <= len(text) and 0 < s.confidence < 1 for s in spans)
    assert isinstance(redact(text), str)


REPEATED = (
    *(
        "1",
        "1 ",
        "1\n",
        "6 2 ",
        "13800",
        "１",
        "（",
        "+86",
        "1-1-101 ",
        "2020年1月",
        "@",
        "a",
        "a@",
        "\ud800",
        "\x00",
    ),
    *("张", "张伟", "王小", "欧阳", "·古", "一 ", "：", "微信", "出生", "京A", "\u200b", "\u200b1"),
    *("栋单元", "1单元", "路1号", "苑1栋101"),
)


@pytest.mark.parametrize("unit", REPEATED)
def test_time_grows_linearly_on_repeated_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        detect(text)
        return time.process_time() - start

    seconds(1_000)
    short, long = (min(seconds(length) for _ in range(3)) for length in (20_000, 200_000))
    assert long < 40 * short + 0.1  # ten times the text; quadratic work would take a hundred times as long


@pytest.mark.parametrize("seed", [1, 2])
def test_quality_on_our_own_labelled_texts(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3]))
    from bench.detection import score
    from bench.texts import generate

    report = score(list(generate(seed=seed, each=6)))
    wanted = {"NAME": 0.95, "ADDRESS": 0.98}
    assert {k: s.f1 for k, s in report.by_type.items() if s.f1 < wanted.get(k, 0.98)} == {}
    assert report.decoy_alarms == {}
