"""Identity papers: what is repaired, what is kept as suspect, what is refused."""

from datetime import date

import pytest

from lindun.core.identifiers import identity_paper
from lindun.core.identifiers.identity_paper import PaperType
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.refusal import InvalidIdentifier, Reason

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "paper", "value"),
    [
        ("11010519491231002X", "resident_id", "11010519491231002X"),
        ("11010519491231002x", "resident_id", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "resident_id", "11010519491231002X"),
        ("110105 19491231 002X", "resident_id", "11010519491231002X"),
        ("110105-19491231-002x", "resident_id", "11010519491231002X"),
        ("11010519491231002×", "resident_id", "11010519491231002X"),
        ("'11010519491231002X", "resident_id", "11010519491231002X"),
        ("身份证号：11010519491231002X", "resident_id", "11010519491231002X"),
        ("11010519491231002X（身份证）", "resident_id", "11010519491231002X"),
        ("护照E00001234", "passport", "E00001234"),
        ("H00000123（01）", "permit_hkmo", "H0000012301"),
        ("110105491231002", "resident_id_15", "110105491231002"),
        ("110105491231002.0", "resident_id_15", "110105491231002"),
        ("H00000123", "permit_hkmo", "H00000123"),
        ("m0000012301", "permit_hkmo", "M0000012301"),
        ("00001234", "permit_tw", "00001234"),
        ("E00001234", "passport", "E00001234"),
        ("ea0001234", "passport", "EA0001234"),
        ("C12345678", "exit_hkmo", "C12345678"),
        ("L12345678", "exit_tw", "L12345678"),
        ("USA110000000001", "foreign_permanent", "USA110000000001"),
        ("91350100M000100Y43", "uscc", "91350100M000100Y43"),
        ("军字第1234567号", "officer", "军字第1234567号"),
    ],
)
def test_a_paper_is_read_however_it_is_written(written, paper, value):
    read = identity_paper.parse(written, today=TODAY)
    assert (read.type.value, read.value, read.check_ok) == (paper, value, True)


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_a_residence_permit_counts_as_a_resident_id(region):
    body = f"{region}19900101901"
    value = body + identity_paper.resident_check_character(body)
    read = identity_paper.parse(value, today=TODAY)
    assert (read.type, read.check_ok) == (PaperType.RESIDENT_ID, True)


def test_a_foreigners_card_of_2023_starts_with_nine():
    body = "91115619900101001"
    read = identity_paper.parse(body + identity_paper.resident_check_character(body), today=TODAY)
    assert (read.type, read.check_ok) == (PaperType.FOREIGN_PERMANENT, True)


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("110105194912310021", Reason.CHECK_DIGIT),
        ("991105194913310021", Reason.NOT_A_DAY),
        ("000105194912310021", Reason.REGION),
        ("110105194913310021", Reason.NOT_A_DAY),
        ("110105204912310021", Reason.IN_FUTURE),
        ("110105491331002", Reason.NOT_A_DAY),
        ("91350100M000100Y44", Reason.CHECK_DIGIT),
        ("19850312", Reason.AMBIGUOUS),
        ("1234567890", Reason.AMBIGUOUS),
    ],
)
def test_a_mistyped_number_is_kept_as_suspect(written, doubt):
    read = identity_paper.parse(written, today=TODAY)
    assert (read.doubt, read.check_ok) == (doubt, False)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", Reason.EMPTY),
        ("无", Reason.EMPTY),
        ("4.30199198012309e+17", Reason.PRECISION_LOST),
        ("430199198012309000", Reason.PRECISION_LOST),
        ("430199198012309632.0", Reason.PRECISION_LOST),
        ("1101051949123100", Reason.TOO_SHORT),
        ("11010519491231002100", Reason.TOO_LONG),
        ("110105********002X", Reason.ALREADY_MASKED),
        ("１1０1０5Ⅰ94912310021", Reason.WRONG_ALPHABET),
        ("ABCDEFGHI", Reason.UNKNOWN_SHAPE),
        ("16500005678", Reason.TOO_SHORT),
    ],
)
def test_what_cannot_be_a_paper_is_refused_with_its_reason(written, reason):
    with pytest.raises(InvalidIdentifier) as refusal:
        identity_paper.parse(written, today=TODAY)
    assert refusal.value.reason is reason


def test_the_old_number_becomes_the_new_one():
    new = identity_paper.parse("110105491231002", today=TODAY).as_18()
    assert (new.type, new.value) == (PaperType.RESIDENT_ID, "11010519491231002X")
    assert new.as_18() is new
    assert new.born == date(1949, 12, 31)


def test_a_foreign_passport_needs_to_be_stated():
    stated = identity_paper.stated_type("证件类型：护照")
    assert stated is PaperType.PASSPORT
    assert identity_paper.parse("k1234567n", today=TODAY, stated=stated).value == "K1234567N"
    with pytest.raises(InvalidIdentifier):
        identity_paper.parse("k1234567n", today=TODAY)


@pytest.mark.parametrize(
    ("words", "paper"),
    [
        ("身份证", "resident_id"),
        ("港澳居民来往内地通行证", "permit_hkmo"),
        ("台胞证", "permit_tw"),
        ("统一社会信用代码", "uscc"),
        ("港澳台居民居住证", "resident_id"),
        ("外国人永久居留身份证", "foreign_permanent"),
        ("往来港澳通行证", "exit_hkmo"),
        ("备注", None),
    ],
)
def test_the_type_a_header_names(words, paper):
    assert identity_paper.stated_type(words) == paper


def test_every_type_has_a_kind():
    assert PaperType.RESIDENT_ID_15.kind is Kind.ID_CARD
    assert PaperType.EXIT_TW.kind is Kind.PASSPORT
    assert all(paper.kind in Kind for paper in PaperType)


def test_nothing_printable_holds_the_number():
    assert "1949" not in repr(identity_paper.parse("11010519491231002X", today=TODAY))
