"""The standard masked forms, and the odd values that made other systems' masks leak."""

import pytest

from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import HIDDEN, mask


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        (Kind.PHONE, "13800005678", "138****5678"),
        (Kind.PHONE, "+86 138 0000 5678", "138****5678"),
        (Kind.PHONE, "138-0000-5678", "138****5678"),
        (Kind.PHONE, "１３８００００５６７８", "138****5678"),
        (Kind.PHONE, "13800005678.0", "138****5678"),
        (Kind.PHONE, "+852 5123 4567", "+852-51****67"),
        (Kind.PHONE, "+853 6612 3456", "+853-66****56"),
        (Kind.PHONE, "+886 912 345 678", "+886-91****678"),
        (Kind.PHONE, "+1 415 555 0123", "+****23"),
        (Kind.PHONE, "0571-55551234", "0571-****1234"),
        (Kind.LANDLINE, "(0571)5555123", "0571-****123"),
        (Kind.LANDLINE, "010-62345678-806", "010-****5678"),
        (Kind.LANDLINE, "13800005678", "138****5678"),
        (Kind.ID_CARD, "11010519491231002x", "1****************X"),
        (Kind.ID_CARD, "110105491231002", "1*************2"),
        (Kind.ID_CARD, "110105194912310021", "1****************1"),
        (Kind.ID_CARD, "H00001234", "H******34"),
        (Kind.HKMO_TW_PERMIT, "00001234", "0*****34"),
        (Kind.PASSPORT, "E00001234", "E******34"),
        (Kind.PASSPORT, "K1234567N", "K******7N"),
        (Kind.OFFICER, "军字第1234567号", "军字第******7号"),
        (Kind.USCC, "91350100M000100Y43", "9135**********0Y43"),
        (Kind.BANK_CARD, "6200 0021 6417 4836 678", "****6678"),
        (Kind.PLATE, "粤B·12345", "粤B·***45"),
        (Kind.PLATE, "粤BD12345", "粤B·****45"),
        (Kind.PLATE, "粤Z1234港", "粤Z·***4港"),
        (Kind.PLATE, "使014578", "使0·***78"),
        (Kind.PLATE, "WJ京12345", "WJ·****45"),
        (Kind.PLATE, "VA12345", "VA·***45"),
        (Kind.WECHAT, "wxid_bnsrysbvnye5", "w****5"),
        (Kind.QQ, "123456789", "1****9"),
        (Kind.EMAIL, "zhaohe@example.org", "zha***@example.org"),
        (Kind.EMAIL, "wang@example.org", "wa***@example.org"),
        (Kind.EMAIL, "wu@example.org", "w***@example.org"),
        (Kind.EMAIL, "w@example.org", "***@example.org"),
        (Kind.DOB, "1990年1月2日", "1990-**-**"),
        (Kind.VIN, "1M8GDM9AXKP042788", "1M8GDM9AXKP******"),
        (Kind.PROPERTY_PAPER, "浙(2020)杭州市不动产权第0012345号", "****45"),
        (Kind.METER, "3301234567", HIDDEN),
        (Kind.ACCESS_CARD, "0A1B2C3D", HIDDEN),
        (Kind.SECRET, "208860#", HIDDEN),
    ],
)
def test_the_standard_form_of_each_kind(kind, value, masked):
    assert mask(kind, value) == masked


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("张三", "张**"),
        ("张三丰", "张**"),
        ("欧阳锋", "欧阳**"),
        ("司马相如", "司马**"),
        ("陈王淑芬", "陈**"),
        ("买买提·艾力", "买**"),
        ("阿依古丽•买买提江", "阿**"),
        ("John Smith", "J**"),
        ("张三(已故)", "张**"),
        ("王先生", "王**"),
        ("欧阳女士", "欧阳**"),
        ("张三、李四", "张**、李**"),
        ("张三、张四", "张**"),
        ("李 生", "李**"),
        ("豆包妈", "豆**"),
        ("云岫一信息技术有限公司", "云**有限公司"),
        ("张三的店", "张**"),
        ("李", "**"),
        ("", "**"),
        ("<script>", "**"),
        ("张三16500005678", "张**"),
    ],
)
def test_a_name_keeps_its_surname_and_never_its_length(value, masked):
    assert mask(Kind.NAME, value) == masked


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("3-2-1501", "3栋2单元****"),
        ("3栋1501", "3栋****"),
        ("三栋二单元1501室", "3栋2单元****"),
        ("澜石府10栋4单元1201室", "澜石府10栋4单元****"),
        ("苏州市松墨路5号32层3201室", "苏州市松墨路****"),
        ("浙江省杭州市西湖区文一路12号", "浙江省杭州市西湖区文一路****"),
        ("1501", HIDDEN),
        ("张三家3栋2单元1501", "3栋2单元****"),
        ("老张隔壁那家，门口有狗", HIDDEN),
    ],
)
def test_an_address_stops_before_the_door(value, masked):
    assert mask(Kind.ADDRESS, value) == masked


@pytest.mark.parametrize("value", ["1380000567", "138000056789", "1３8000Ⅰ5678", "13800005678、13900001234"])
def test_a_phone_of_unknown_shape_shows_only_its_ends(value):
    assert mask(Kind.PHONE, value) == f"{value[0]}****{value[-1]}"


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("value", ["", " ", "1", "12", "ab", "无", "abc12"])
def test_a_short_value_shows_nothing(kind, value):
    shown = mask(kind, value).strip("*")
    assert shown == "" or (kind is Kind.NAME and shown == value[0])


def test_a_masked_value_is_not_unmasked_by_masking_it_again():
    assert mask(Kind.PHONE, "138****5678") == "1****8"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_form(kind):
    assert "*" in mask(kind, "anything at all 1234567890")
