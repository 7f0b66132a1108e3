"""E-mail, WeChat and QQ accounts, plates and birth dates in running text."""

import pytest

from lindun.core.identifiers.detect import detect


def found(text: str) -> list[tuple[str, str]]:
    return [(span.type.value, text[span.start : span.end]) for span in detect(text)]


@pytest.mark.parametrize(
    "written", ["li.na_88@mail.example.com", "a@example.org", "zhang+wy@wuye.test", "chen＠example.com"]
)
def test_mail_addresses(written: str) -> None:
    assert found(f"请发到{written}。") == [("EMAIL", written)]


@pytest.mark.parametrize("text", ["@所有人 明天停水", "a@b", "@example", "user@localhost"])
def test_an_at_sign_alone_is_no_mail_address(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("加我微信：lucky_2020", "lucky_2020"),
        ("微信号是xiaoyu-88", "xiaoyu-88"),
        ("VX sunny0612 备注房号", "sunny0612"),
        ("薇信hello_world", "hello_world"),
        ("wxid_bnsrysbvnye5", "wxid_bnsrysbvnye5"),
        ("微信（同手机）guanjia01", "guanjia01"),
    ],
)
def test_a_wechat_account_stands_after_a_word_for_it(text: str, account: str) -> None:
    assert found(text) == [("WECHAT", account)]


@pytest.mark.parametrize(
    "text", ["微信支付单wx20250612abc", "微信公众号 GreenHome", "账号lucky_2020", "微信 https://example.com"]
)
def test_other_words_are_no_wechat_account(text: str) -> None:
    assert found(text) == []


def test_a_phone_that_is_also_a_wechat_account_is_a_phone() -> None:
    assert found("微信16512345678") == [("PHONE", "16512345678")]


@pytest.mark.parametrize(
    "written",
    [
        "浙X12345",
        "浙X·12345",
        "闽X·Z88L2",
        "川PDU8089",
        "京X·FD8522",
        "粤Z1234港",
        "皖 X12345",
        "苏X-12345",
        "浙x12345",
        "苏XD12345",
    ],
)
def test_plates(written: str) -> None:
    assert found(f"车牌{written}，请挪车") == [("PLATE", written)]


@pytest.mark.parametrize("text", ["京A级写字楼", "云A1234567890", "新ABCDEF", "苏A1型"])
def test_other_words_are_no_plate(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("出生日期：1975-03-26", "1975-03-26"),
        ("1991年11月27日出生", "1991年11月27日"),
        ("1934-04-01生", "1934-04-01"),
        ("生于1969年12月10日", "1969年12月10日"),
        ("生日是1980.3.7", "1980.3.7"),
        ("birthday: 1980/03/07", "1980/03/07"),
        ("出生年月1980年3月", "1980年3月"),
        ("张三生于1950年1月2日", "1950年1月2日"),
    ],
)
def test_a_date_is_a_birth_date_where_the_text_says_birth(text: str, day: str) -> None:
    assert [value for kind, value in found(text) if kind == "DOB"] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "发生于2024-03-05",
        "2024年1月1日生效",
        "产生于2023年",
        "请李新生于2025年1月1日前交齐",
        "签订日期1999-01-01",
        "2024-05-01生产",
    ],
)
def test_other_dates_are_not(text: str) -> None:
    assert "DOB" not in dict(found(text))
