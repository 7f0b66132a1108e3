"""What is indexed of a value is what a query for it looks up."""

import pytest

from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.search import query_forms, search_forms


@pytest.mark.parametrize(
    ("kind", "value", "forms"),
    [
        (Kind.PHONE, "+86 165-0000-5678", [("whole", "16500005678"), ("tail4", "5678")]),
        (Kind.PHONE, "0571-55551234", [("whole", "057155551234"), ("tail4", "1234"), ("local", "55551234")]),
        (Kind.NAME, "张三", [("whole", "张三"), ("surname", "张")]),
        (
            Kind.NAME,
            "张小明",
            [("whole", "张小明"), ("surname", "张"), ("part", "张小"), ("part", "小明")],
        ),
        (Kind.NAME, "买买提·艾力", [("whole", "买买提·艾力"), ("part", "买买提"), ("part", "艾力")]),
        (
            Kind.PLATE,
            "浙X·12345",
            [("whole", "浙X12345"), ("local", "X12345"), ("tail5", "12345"), ("tail4", "2345")],
        ),
        (Kind.ID_CARD, "11010519491231002x", [("whole", "11010519491231002X"), ("tail4", "002X")]),
        (Kind.BANK_CARD, "6200002164174836678", [("whole", "6200002164174836678")]),
        (Kind.METER, " 33 01ab ", [("whole", "3301AB")]),
        (Kind.PHONE, "", []),
    ],
)
def test_the_forms_an_index_stores(kind, value, forms):
    assert search_forms(kind, value) == forms


@pytest.mark.parametrize(
    ("typed", "kind", "stored"),
    [
        ("16500005678", Kind.PHONE, "165-0000-5678"),
        ("165 0000 5678", Kind.PHONE, "+8616500005678"),
        ("5678", Kind.PHONE, "16500005678"),
        ("１２３４", Kind.PHONE, "0571-55551234"),
        ("5555 1234", Kind.PHONE, "(0571)55551234"),
        ("057155551234", Kind.PHONE, "0571-55551234"),
        ("51234567", Kind.PHONE, "+852 51234567"),
        ("张三", Kind.NAME, "张 三"),
        ("小明", Kind.NAME, "张小明"),
        ("张小", Kind.NAME, "张小明"),
        ("张", Kind.NAME, "张小明"),
        ("张先生", Kind.NAME, "张小明"),
        ("欧阳", Kind.NAME, "欧阳锋"),
        ("欧阳女士", Kind.NAME, "欧阳锋"),
        ("艾力", Kind.NAME, "买买提·艾力"),
        ("smith", Kind.NAME, "John Smith"),
        ("JOHN SMITH", Kind.NAME, "John Smith"),
        ("云岫一", Kind.NAME, "云岫一信息技术有限公司"),
        ("浙x12345", Kind.PLATE, "浙X·12345"),
        ("X12345", Kind.PLATE, "浙X12345"),
        ("D12345", Kind.PLATE, "浙XD12345"),
        ("2345", Kind.PLATE, "浙X12345"),
        ("234警", Kind.PLATE, "浙X1234警"),
        ("110105491231002", Kind.ID_CARD, "11010519491231002X"),
        ("11010519491231002x", Kind.ID_CARD, "110105491231002"),
        ("002x", Kind.ID_CARD, "11010519491231002X"),
        ("1002", Kind.ID_CARD, "110105491231002"),
        ("H00001234", Kind.HKMO_TW_PERMIT, "h00001234"),
        ("zhao@example.org", Kind.EMAIL, "Zhao@example.org"),
        ("wxid_abc12345", Kind.WECHAT, "WXID_abc12345"),
    ],
)
def test_a_query_meets_what_was_stored(typed, kind, stored):
    index = {(kind, *form) for form in search_forms(kind, stored)}
    assert index & set(query_forms(typed))


@pytest.mark.parametrize(
    ("typed", "kind", "stored"),
    [
        ("5679", Kind.PHONE, "16500005678"),
        ("0000", Kind.PHONE, "16500005678"),
        ("李", Kind.NAME, "张小明"),
        ("明", Kind.NAME, "张小明"),
        ("165", Kind.PHONE, "16500005678"),
        ("1949", Kind.ID_CARD, "11010519491231002X"),
    ],
)
def test_a_query_does_not_meet_the_rest(typed, kind, stored):
    assert not {(kind, *form) for form in search_forms(kind, stored)} & set(query_forms(typed))


@pytest.mark.parametrize("typed", ["", "  ", "%", "*", "_", "1", "165", "x" * 65])
def test_a_wildcard_or_a_fragment_asks_for_nothing_but_itself(typed):
    assert all(normalised == typed.strip().casefold() for _, _, normalised in query_forms(typed))


def test_the_likeliest_meaning_comes_first():
    assert query_forms("16500005678")[0][0] is Kind.PHONE
    assert query_forms("5678")[0] == (Kind.PHONE, "tail4", "5678")
    assert query_forms("浙X12345")[0] == (Kind.PLATE, "whole", "浙X12345")


def test_single_given_characters_are_not_indexed_apart():
    forms = search_forms(Kind.NAME, "张小明")
    assert ("part", "小") not in forms
    assert ("given", "明") not in forms
