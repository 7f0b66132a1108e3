"""Plates, vehicle numbers, bank cards and handles."""

import pytest

from lindun.core.identifiers import account, plate
from lindun.core.identifiers.refusal import InvalidIdentifier, Reason


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("浙X12345", "standard", "浙X12345"),
        ("浙x·123a5", "standard", "浙X123A5"),
        ("浙X-12345", "standard", "浙X12345"),
        ("浙 X 12345", "standard", "浙X12345"),
        ("浙X·D12345", "new_energy", "浙XD12345"),
        ("浙X12345F", "new_energy", "浙X12345F"),
        ("浙X1234警", "special", "浙X1234警"),
        ("粤Z1234港", "special", "粤Z1234港"),
        ("使014578", "diplomatic", "使014578"),
        ("沪A0023领", "diplomatic", "沪A0023领"),
        ("WJ京12345", "police_force", "WJ京12345"),
        ("VA12345", "military", "VA12345"),
        ("民航A1234", "aviation", "民航A1234"),
    ],
)
def test_a_plate_is_read_however_it_is_written(written, kind, text):
    read = plate.parse(written)
    assert (read.kind.value, read.text) == (kind, text)


@pytest.mark.parametrize("written", ["浙X1234", "浙X1234I", "浙I12345", "X12345", "浙江12345", "浙X123456"])
def test_what_is_no_plate_is_refused(written):
    with pytest.raises(InvalidIdentifier) as refusal:
        plate.parse(written)
    assert refusal.value.reason is Reason.UNKNOWN_SHAPE


@pytest.mark.parametrize(
    ("cell", "texts", "reasons"),
    [
        ("", [], []),
        ("无车", [], []),
        ("浙X12345、川P·D12345", ["浙X12345", "川PD12345"], []),
        ("浙X12345/浙X-12345", ["浙X12345"], []),
        ("浙X12345 川P54321", ["浙X12345", "川P54321"], []),
        ("浙X12345川P54321", ["浙X12345", "川P54321"], []),
        ("浙X12345（黑色大众）", ["浙X12345"], []),
        ("浙X12345,12345", ["浙X12345"], [Reason.UNKNOWN_SHAPE]),
    ],
)
def test_a_cell_of_several_plates(cell, texts, reasons):
    found, refused = plate.parse_all(cell)
    assert ([one.text for one in found], refused) == (texts, reasons)


def test_a_vin_says_whether_its_check_digit_agrees():
    assert plate.parse_vin("1m8gdm9axkp042788").check_ok
    assert not plate.parse_vin("1M8GDM9A1KP042788").check_ok


def test_a_bank_card_is_joined_and_checked():
    card = account.parse_bank_card("6200 0021 6417 4836 678")
    assert card.text == "6200002164174836678"
    assert not account.parse_bank_card("6200002164174836671").check_ok


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("6.20000E+18", Reason.PRECISION_LOST),
        ("6200002164174830000", Reason.PRECISION_LOST),
        ("620000216417", Reason.TOO_SHORT),
        ("62000021641748366781", Reason.TOO_LONG),
        ("卡号6200002164174836678", Reason.WRONG_ALPHABET),
    ],
)
def test_a_bad_bank_card_is_refused(written, reason):
    with pytest.raises(InvalidIdentifier) as refusal:
        account.parse_bank_card(written)
    assert refusal.value.reason is reason


@pytest.mark.parametrize(
    ("read", "written", "text"),
    [
        (account.parse_email, " Zhao.He@Example.ORG ", "zhao.he@example.org"),
        (account.parse_wechat, "微信：mamazhou0040", "mamazhou0040"),
        (account.parse_wechat, "wxid_bnsrysbvnye5", "wxid_bnsrysbvnye5"),
        (account.parse_qq, "QQ：123456789", "123456789"),
    ],
)
def test_handles(read, written, text):
    assert read(written).text == text


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (account.parse_email, "zhao@he"),
        (account.parse_email, "a..b@example.org"),
        (account.parse_wechat, "微信"),
        (account.parse_wechat, "12345678"),
        (account.parse_qq, "0123456"),
    ],
)
def test_bad_handles_are_refused(read, written):
    with pytest.raises(InvalidIdentifier):
        read(written)
