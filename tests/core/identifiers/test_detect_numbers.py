"""Numbers in running text: how people write them, and what only looks like them."""

import pytest

from lindun.core.identifiers.detect import detect


def found(text: str) -> list[tuple[str, str]]:
    return [(span.type.value, text[span.start : span.end]) for span in detect(text)]


@pytest.mark.parametrize(
    "written",
    [
        "16512345678",
        "165 1234 5678",
        "165-1234-5678",
        "165.1234.5678",
        "1651 234 5678",
        "1 6 5 1 2 3 4 5 6 7 8",
        "+8616512345678",
        "+86 165 1234 5678",
        "(+86)165-1234-5678",
        "008616512345678",
        "86-16512345678",
        "１６５１２３４５６７８",
        "一六五一二三四五六七八",
        "幺六五 幺二三四 五六七八",
        "165\u200b1234\u200b5678",
        "1651234\n5678",
        "+852 5123 4567",
        "+853 6612 3456",
        "+886 912 345 678",
    ],
)
def test_a_mobile_number_is_found_as_people_write_it(written: str) -> None:
    assert found(f"有事请打{written}，谢谢") == [("PHONE", written)]


@pytest.mark.parametrize("before", ["tel:", "Tel.", "电话", "VX", "wx", "手机号", "phoneNo=", "mobile_no: "])
def test_words_for_telephone_may_touch_the_number(before: str) -> None:
    assert ("PHONE", "16512345678") in found(f"{before}16512345678")


def test_two_numbers_side_by_side_are_two() -> None:
    text = "16512345678 17012345678/17112345678、162-1234-5678\n167 1234 5678"
    assert [kind for kind, _ in found(text)] == ["PHONE"] * 5


@pytest.mark.parametrize(
    "decoy",
    [
        "工单16512345678",
        "订单号：16512345678",
        "户号 16512345678",
        "型号16512345678A",
        "配件16512345678-62",
        "BX16512345678",
        "NO.20250625647121",
        "165****5678",
        "时间戳1750000000000",
        "16512345678.50元",
        "400-820-8820",
        "热线95598或12345",
        "0571-95598",
        "2025-06-21 23:19:02.982",
        "8d80915c-ffe6-dbc2-bbc4-a25213af8027",
        "3ea2ac64bc41b33d",
        "10.254.211.165",
        "6d:dd:14:7f:6e:a2",
        "注册代码31103089862175755845",
        "水表114512.30，上月114500.10",
        "金额 61,680.90 元",
        "合同HT-72686268-1",
        "版本v7.1.43",
    ],
)
def test_numbers_of_other_things_are_left_alone(decoy: str) -> None:
    assert found(f"{decoy}，请查收") == []


@pytest.mark.parametrize(
    "written",
    [
        "0571-55551234",
        "(0571)55551234",
        "（021）60001234",
        "010 6000 1234",
        "028-60004932-804",
        "0755-55551234转806",
        "+86-571-55551234",
        "０５７１－５５５５１２３４",
    ],
)
def test_a_landline_is_found_with_its_extension(written: str) -> None:
    assert found(f"总机{written}。") == [("LANDLINE", written)]


def test_a_landline_without_any_mark_needs_a_word() -> None:
    assert found("座机057155551234") == [("LANDLINE", "057155551234")]
    assert found("批次057155551234") == []


@pytest.mark.parametrize(
    "written",
    [
        "33019919850412901X",
        "33019919850412901x",
        "330199 19850412 901X",
        "3301 9919 8504 1290 1X",
        "３３０１９９１９８５０４１２９０１Ｘ",
    ],
)
def test_a_resident_id_is_known_by_its_check_character_alone(written: str) -> None:
    assert found(f"登记：{written}。") == [("ID_CARD", written)]


def test_a_false_resident_id_needs_the_label_right_before_it() -> None:
    assert found("流水号330199198504129010") == []
    assert found("凭证号 330199198504129010") == []
    mistyped = detect("身份证号：330199198504129010")
    assert [span.type.value for span in mistyped] == ["ID_CARD"]
    assert mistyped[0].confidence < detect("33019919850412901X")[0].confidence


def test_an_old_resident_id_needs_a_word() -> None:
    assert found("身份证330199850412901") == [("ID_CARD", "330199850412901")]
    assert found("IMEI 330199850412901") == []


def test_bank_cards_pass_luhn_or_stand_after_their_label() -> None:
    assert found("6299 9980 7295 2091 226") == [("BANK_CARD", "6299 9980 7295 2091 226")]
    assert found("转到6259992722725663 100元") == [("BANK_CARD", "6259992722725663")]
    assert found("条码6299998072952091227") == []
    assert found("卡号：6299998072952091227") == [("BANK_CARD", "6299998072952091227")]


def test_credit_codes_are_known_by_their_check_character() -> None:
    assert found("开票91360199MA85RH6594") == [("USCC", "91360199MA85RH6594")]
    assert found("批次91360199MA85RH6595") == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("护照E00001276", "PASSPORT", "E00001276"),
        ("护照号码：ED0008103", "PASSPORT", "ED0008103"),
        ("外籍人士护照号：P1234567", "PASSPORT", "P1234567"),
        ("回乡证H00007569", "HKMO_TW_PERMIT", "H00007569"),
        ("港澳居民来往内地通行证 M0000531001", "HKMO_TW_PERMIT", "M0000531001"),
        ("台胞证：00002258", "HKMO_TW_PERMIT", "00002258"),
        ("往来港澳通行证C12345678", "HKMO_TW_PERMIT", "C12345678"),
    ],
)
def test_travel_papers(text: str, kind: str, value: str) -> None:
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "decoy", ["型号E00001276", "序列号：M00005310", "单号E20250612", "批号00002258", "C12345678"]
)
def test_codes_shaped_like_travel_papers_are_left_alone(decoy: str) -> None:
    assert found(decoy) == []


def test_a_number_hidden_in_a_row_of_figures_is_still_found() -> None:
    assert found("3 16512345678 2 17012345678") == [("PHONE", "16512345678"), ("PHONE", "17012345678")]
