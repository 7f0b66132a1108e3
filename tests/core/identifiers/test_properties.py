"""What must hold for any text whatever."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindun.core.identifiers import (
    account,
    contact,
    day,
    dwelling,
    identity_paper,
    person_name,
    phone,
    plate,
)
from lindun.core.identifiers.kinds import Kind
from lindun.core.identifiers.mask import mask
from lindun.core.identifiers.refusal import InvalidIdentifier
from lindun.core.identifiers.search import query_forms, search_forms

TODAY = date(2026, 11, 21)

PARSERS = {
    "phone": phone.parse,
    "identity paper": lambda text: identity_paper.parse(text, today=TODAY),
    "plate": plate.parse,
    "vin": plate.parse_vin,
    "bank card": account.parse_bank_card,
    "email": account.parse_email,
    "wechat": account.parse_wechat,
    "qq": account.parse_qq,
    "name": person_name.parse,
}
OTHER_PARSERS = {
    "room": dwelling.parse_room,
    "building": dwelling.parse_building,
    "unit": dwelling.parse_unit,
    "room number": dwelling.parse_room_number,
    "day": day.parse,
    "contact": contact.parse,
}

ALPHABET = (
    "0123456789０１５９*一二三十百〇幺零两XxEe+-.()（）/、，,：:#·• \u3000\t\n\u200b'ABHMWJVZ"
    "浙京粤军字第号警港张李王欧阳司马买提先生女士公司有限栋单元室期区楼层年月日转微信无@"
)
TEXT = (
    st.text(max_size=40)
    | st.text(ALPHABET, max_size=30)
    | st.text("0123456789Xx+-. ", min_size=6, max_size=22)
)
MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
HAN_NAME = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4)


@pytest.mark.parametrize("parser", [*PARSERS, *OTHER_PARSERS])
@given(text=TEXT)
def test_a_parser_reads_or_refuses_and_nothing_else(parser, text):
    parse = {**PARSERS, **OTHER_PARSERS}[parser]
    assert _outcome(parse, text) == _outcome(parse, text)


def _outcome(parse, text):
    """What was read, or the reason of the refusal; any other exception is a failure of the test."""
    try:
        return parse(text)
    except InvalidIdentifier as refusal:
        return str(refusal), refusal.reason, refusal.args


@pytest.mark.parametrize("parser", list(PARSERS))
@given(text=TEXT)
def test_the_canonical_form_reads_as_itself(parser, text):
    parse = PARSERS[parser]
    try:
        read = parse(text)
    except InvalidIdentifier:
        return
    assert parse(read.text).text == read.text


@given(TEXT)
def test_the_canonical_room_and_day_read_as_themselves(text):
    try:
        home = dwelling.parse_room(text)
    except InvalidIdentifier:
        pass
    else:
        assert dwelling.parse_room(home.text).text == home.text
    try:
        iso = day.parse(text).iso
    except InvalidIdentifier:
        return
    assert day.parse(iso).iso == iso


@given(TEXT)
def test_cells_of_several_never_raise(text):
    for parse_all in (phone.parse_all, plate.parse_all, person_name.parse_all):
        found, reasons = parse_all(text)
        assert len(found) == len(set(found))
        assert all(reason.value for reason in reasons)


@pytest.mark.parametrize("kind", list(Kind))
@given(text=TEXT)
@settings(max_examples=40)
def test_a_mask_never_raises_and_never_is_the_value(kind, text):
    masked = mask(kind, text)
    assert "*" in masked
    squeezed = "".join(text.split())
    assert not squeezed.strip("*") or squeezed not in masked


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.ADDRESS, Kind.VIN, Kind.EMAIL)])
@given(digits=st.text("0123456789", min_size=5, max_size=24))
@settings(max_examples=60)
def test_no_mask_shows_the_middle_of_a_number(kind, digits):
    shown = mask(kind, digits)
    middle = len(digits) // 2
    longest = max((len(run.strip("-")) for run in shown.split("*")), default=0)
    assert longest <= 4
    assert digits[max(0, middle - 2) : middle + 3] not in shown


@given(MOBILE, st.sampled_from(["{}", "+86{}", "+86 {}", "0086{}", " {} ", "{}.0", "'{}", "{}\u200b"]))
def test_a_mobile_mask_hides_four_digits_however_written(number, form):
    assert mask(Kind.PHONE, form.format(number)) == f"{number[:3]}****{number[-4:]}"


@given(HAN_NAME)
def test_a_name_mask_hides_the_given_name(name):
    masked = mask(Kind.NAME, name)
    assert masked.endswith("**")
    assert len(masked) <= 4
    assert name not in masked


@given(TEXT)
def test_search_never_raises(text):
    for kind in Kind:
        forms = search_forms(kind, text)
        assert len(forms) == len(set(forms))
        assert all(normalised for _, normalised in forms)
    assert all(normalised for _, _, normalised in query_forms(text))


@given(MOBILE)
def test_a_mobile_is_found_whole_and_by_its_tail(number):
    index = {(Kind.PHONE, *form) for form in search_forms(Kind.PHONE, number)}
    assert index & set(query_forms(number))
    assert index & set(query_forms(number[-4:]))
