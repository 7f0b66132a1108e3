"""Telephone numbers as they stand in rosters: normalised, told apart, refused with the right reason."""

import pytest

from lindun.core.identifiers import phone
from lindun.core.identifiers.refusal import InvalidIdentifier, Reason


@pytest.mark.parametrize(
    ("written", "kind", "canonical"),
    [
        ("16500005678", "mobile", "16500005678"),
        (" 165 0000 5678 ", "mobile", "16500005678"),
        ("165-0000-5678", "mobile", "16500005678"),
        ("165.0000.5678", "mobile", "16500005678"),
        ("165\u30000000\u30005678", "mobile", "16500005678"),
        ("１６５００００５６７８", "mobile", "16500005678"),
        ("165\u200b0000\u202d5678\ufeff", "mobile", "16500005678"),
        ("+8616500005678", "mobile", "16500005678"),
        ("+86 165 0000 5678", "mobile", "16500005678"),
        ("(+86)16500005678", "mobile", "16500005678"),
        ("0086-16500005678", "mobile", "16500005678"),
        ("86-16500005678", "mobile", "16500005678"),
        ("016500005678", "mobile", "16500005678"),
        ("16500005678.0", "mobile", "16500005678"),
        ("1.6500005678E10", "mobile", "16500005678"),
        ("1.6500005678e+10", "mobile", "16500005678"),
        ("1.650000567E10", "mobile", "16500005670"),
        ("'16500005678", "mobile", "16500005678"),
        ("\t16500005678", "mobile", "16500005678"),
        ("一六五零零零零五六七八", "mobile", "16500005678"),
        ("幺六五〇〇〇〇五六七八", "mobile", "16500005678"),
        ("0571-55551234", "landline", "0571-55551234"),
        ("(0571)5555 1234", "landline", "0571-55551234"),
        ("（0571）55551234", "landline", "0571-55551234"),
        ("0571 55551234", "landline", "0571-55551234"),
        ("057155551234", "landline", "0571-55551234"),
        ("0912-5555123", "landline", "0912-5555123"),
        ("010-62345678", "landline", "010-62345678"),
        ("02165551234", "landline", "021-65551234"),
        ("+86 571 55551234", "landline", "0571-55551234"),
        ("+86-10-62345678", "landline", "010-62345678"),
        ("0571-55551234-806", "landline", "0571-55551234-806"),
        ("0571-5555 1234转806", "landline", "0571-55551234-806"),
        ("021-65551234-12", "landline", "021-65551234-12"),
        ("+852 5123 4567", "hk", "+852-51234567"),
        ("00852-51234567", "hk", "+852-51234567"),
        ("+853 6612 3456", "mo", "+853-66123456"),
        ("+886 912 345 678", "tw", "+886-912345678"),
        ("+886 0912 345 678", "tw", "+886-912345678"),
        ("+1 415 555 0123", "foreign", "+14155550123"),
    ],
)
def test_a_number_is_read_however_it_is_written(written, kind, canonical):
    number = phone.parse(written)
    assert (number.kind.value, number.text) == (kind, canonical)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", Reason.EMPTY),
        ("  ", Reason.EMPTY),
        ("无", Reason.EMPTY),
        ("暂无电话", Reason.EMPTY),
        ("--", Reason.EMPTY),
        ("N/A", Reason.EMPTY),
        ("165****5678", Reason.ALREADY_MASKED),
        ("1.65E+10", Reason.PRECISION_LOST),
        ("1.65001E+10", Reason.PRECISION_LOST),
        ("1650000567", Reason.TOO_SHORT),
        ("165000056789", Reason.TOO_LONG),
        ("12500005678", Reason.UNKNOWN_SHAPE),
        ("55551234", Reason.AREA_CODE_MISSING),
        ("400-800-1234", Reason.NOT_PERSONAL),
        ("95555", Reason.NOT_PERSONAL),
        ("110", Reason.NOT_PERSONAL),
        ("1064812345678", Reason.NOT_PERSONAL),
        ("+8616500005678+1", Reason.WRONG_ALPHABET),
        ("1６5000Ⅰ5678", Reason.WRONG_ALPHABET),
        ("١٦٥٠٠٠٠٥٦٧٨", Reason.WRONG_ALPHABET),
        ("165O0005678", Reason.WRONG_ALPHABET),
        ("1" * 3000, Reason.TOO_LONG),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_with_its_reason(written, reason):
    with pytest.raises(InvalidIdentifier) as refusal:
        phone.parse(written)
    assert refusal.value.reason is reason


def test_a_local_number_takes_the_area_code_it_is_given():
    assert phone.parse("5555 1234", area="0571").text == "0571-55551234"


@pytest.mark.parametrize(
    ("cell", "numbers", "reasons"),
    [
        ("", [], []),
        ("无", [], []),
        ("16500005678、17100001234", ["16500005678", "17100001234"], []),
        ("16500005678/0571-55551234", ["16500005678", "0571-55551234"], []),
        ("16500005678,17100001234", ["16500005678", "17100001234"], []),
        ("16500005678，17100001234", ["16500005678", "17100001234"], []),
        ("16500005678；17100001234", ["16500005678", "17100001234"], []),
        ("16500005678\r\n17100001234", ["16500005678", "17100001234"], []),
        ("16500005678或17100001234", ["16500005678", "17100001234"], []),
        ("16500005678 17100001234", ["16500005678", "17100001234"], []),
        ("165 0000 5678 171 0000 1234", ["16500005678", "17100001234"], []),
        ("16500005678-17100001234", ["16500005678", "17100001234"], []),
        ("16500005678、16500005678", ["16500005678"], []),
        ("手机:16500005678（女儿）", ["16500005678"], []),
        ("座机(0571)5555 1234转806；16500005678", ["0571-55551234-806", "16500005678"], []),
        ("16500005678/165000056789", ["16500005678"], [Reason.TOO_LONG]),
        ("0571-55551234、55551235", ["0571-55551234", "0571-55551235"], []),
        ("Tel: 0571 5555 1234 ext 12", ["0571-55551234-12"], []),
        ("打他弟弟", [], [Reason.UNKNOWN_SHAPE]),
        ("165****5678", [], [Reason.ALREADY_MASKED]),
    ],
)
def test_a_cell_of_several_numbers(cell, numbers, reasons):
    found, refused = phone.parse_all(cell)
    assert ([number.text for number in found], refused) == (numbers, reasons)


def test_nothing_printable_holds_the_number():
    number = phone.parse("0571-55551234-806")
    assert not any(part in repr(number) for part in ("5555", "1234", "806", "0571"))
    with pytest.raises(InvalidIdentifier) as refusal:
        phone.parse("165000056789")
    assert str(refusal.value) == "too_long"
    assert "165" not in repr(refusal.value)
