"""The check: what it finds, what it proposes, and that its proposal passes it."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import strategies as st

from lindun.notices.checking import check
from tests.leaks.finder import found_in, of_cast
from tests.notices.arrears import ARREARS, CLEAN

PEOPLE = [
    "欧阳梓萱",
    "张伟",
    "17012345678",
    "0571-55550147",
    "330199198003079130",
    "浙X7K29Q",
    "1990年3月7日",
]
HOMES = ["3栋2单元1201室", "3-2-1201", "1201室", "3", "栋"]
WORDS = [
    "业主",
    "住户：",
    "、",
    "（",
    "）",
    "，",
    " ",
    "\n",
    "电话",
    "身份证号",
    "请",
    "缴费",
    "尾号",
    "先生",
    "*",
]
ACCOUNTS = ["wx:zhangwei_88", "a.b@example.com", "6222021234567890123"]
PARTS = st.sampled_from([*PEOPLE, *HOMES, *WORDS, *ACCOUNTS])


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        (
            "请3栋2单元1201室业主欧阳梓萱（17012345678）于周五前缴清。",
            "请3栋业主某某（尾号5678）于周五前缴清。",
        ),
        ("3栋2单元1202室 林望舒 16598761234 欠费960元", "3栋 业主 尾号1234 欠费960元"),
        ("业主张伟、李娜请到服务中心", "业主某某、某某请到服务中心"),
        ("请1201室尽快处理漏水", "请某室尽快处理漏水"),
        ("3栋的司徒先生拖欠物业费三个月", "3栋的业主拖欠物业费三个月"),
        ("尊敬的冯先生、陈阿姨：", "尊敬的业主、某某："),
        (
            "各位先生、女士：任何女士都可报名，王师傅在场",
            "各位先生、女士：任何女士都可报名，王师傅在场",
        ),
        ("车牌浙X7K29Q占道", "车牌浙X·***9Q占道"),
        (CLEAN, CLEAN),
        ("", ""),
    ],
)
def test_what_is_proposed(typed: str, proposed: str) -> None:
    assert check(typed).proposal == proposed


def test_what_was_found_is_named_by_kind_and_marked_in_its_place() -> None:
    checked = check("业主欧阳梓萱，电话17012345678。")
    assert checked.found == ("NAME", "PHONE")
    assert [(piece.text, piece.kind) for piece in checked.pieces] == [
        ("业主", ""),
        ("欧阳梓萱", "NAME"),
        ("，电话", ""),
        ("17012345678", "PHONE"),
        ("。", ""),
    ]
    assert "欧阳" not in repr(checked)


def test_nothing_of_the_cast_is_left_of_the_arrears_notice() -> None:
    assert found_in(ARREARS, of_cast())
    assert found_in(check(ARREARS).proposal, of_cast()) == []


def test_the_companys_own_number_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "物业服务中心电话0571-88886666"
    assert check(text).found == ("LANDLINE",)
    monkeypatch.setattr(settings, "PUBLIC_CONTACTS", ("0571 8888 6666",))
    assert check(text).is_clean
    assert check("张伟电话0571-88886667").found == ("LANDLINE", "NAME")


@example("欧阳梓萱欧阳梓萱欧阳梓萱栋")
@given(st.lists(PARTS, max_size=14).map("".join))
def test_a_proposal_passes_the_check_and_the_pieces_are_the_text(text: str) -> None:
    checked = check(text)
    assert "".join(piece.text for piece in checked.pieces) == text
    assert check(checked.proposal).is_clean
    for value in ("欧阳梓萱", "17012345678", "330199198003079130", "6222021234567890123"):
        assert value not in checked.proposal
