"""Check digits against published examples, and against every single-character slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindun.core.identifiers import checks

DIGITS = st.text("0123456789", min_size=17, max_size=17)


@pytest.mark.parametrize(
    ("check", "good"),
    [
        (checks.resident_id_check_ok, "11010519491231002X"),
        (checks.uscc_ok, "91350100M000100Y43"),
        (checks.organisation_code_ok, "M000100Y4"),
        (checks.luhn_ok, "4111111111111111"),
        (checks.vin_ok, "1M8GDM9AXKP042788"),
    ],
)
def test_published_examples_agree_and_their_neighbours_do_not(check, good):
    assert check(good)
    for place, character in enumerate(good):
        if character.isdigit():
            slip = str((int(character) + 1) % 10)
            assert not check(good[:place] + slip + good[place + 1 :]), place


@given(DIGITS)
def test_exactly_one_check_character_fits_a_resident_id(first17):
    fitting = [c for c in "0123456789X" if checks.resident_id_check_ok(first17 + c)]
    assert fitting == [checks.resident_check_character(first17)]


@given(st.text(max_size=20))
def test_a_check_never_raises(text):
    for check in (
        checks.resident_id_check_ok,
        checks.luhn_ok,
        checks.uscc_ok,
        checks.organisation_code_ok,
        checks.vin_ok,
    ):
        assert check(text) in (True, False)


@pytest.mark.parametrize(
    "text", ["", "1", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002"]
)
def test_a_resident_id_must_be_normalised_first(text):
    assert not checks.resident_id_check_ok(text)
