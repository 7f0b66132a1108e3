"""What sealing promises, for all inputs: it opens where it belongs and nowhere else."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindun.core.sealing import (
    AES_256_GCM,
    MAX_MESSAGES_PER_KEY,
    SM4_GCM,
    SUITES,
    CommunityKey,
    DataKey,
    IndexKey,
    InvalidInputError,
    KeyBinding,
    KeyExhaustedError,
    KeyMaterialError,
    NotAuthenticError,
    SealingError,
    Suite,
    UnknownSuiteError,
    ValueBinding,
    WrongKeyError,
    create_key,
    open_key,
    parse_header,
    rewrap_key,
    seal,
    suite_by_name,
    token,
    unseal,
)

ROW, SUBJECT = uuid.UUID(int=1), uuid.UUID(int=2)
PLACE = ValueBinding(ROW, SUBJECT, "phone", 1)
suites = st.sampled_from(SUITES)
places = st.builds(
    ValueBinding,
    st.uuids(),
    st.uuids(),
    st.text(min_size=1, max_size=20),
    st.integers(0, 2**32 - 1),
    st.binary(max_size=40),
)
each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)


def _key(suite: Suite, secret: bytes = b"k" * 32, *, version: int = 1, messages: int = 0) -> DataKey:
    return DataKey(secret, suite=suite, version=version, messages=messages)


@given(suites, st.binary(max_size=200), places)
def test_what_is_sealed_opens_at_its_place(suite: Suite, plaintext: bytes, place: ValueBinding) -> None:
    sealed = seal(_key(suite), plaintext, binding=place)
    assert unseal(_key(suite), sealed, binding=place) == plaintext


@given(suites, st.binary(max_size=40), places, places)
def test_it_does_not_open_at_any_other_place(
    suite: Suite, plaintext: bytes, place: ValueBinding, other: ValueBinding
) -> None:
    sealed = seal(_key(suite), plaintext, binding=place)
    if place == other:
        assert unseal(_key(suite), sealed, binding=other) == plaintext
        return
    with pytest.raises(NotAuthenticError):
        unseal(_key(suite), sealed, binding=other)


@given(places, places)
def test_no_two_places_share_an_encoding(place: ValueBinding, other: ValueBinding) -> None:
    assert (place == other) == (place.encode() == other.encode())


@given(suites, st.data())
def test_every_altered_bit_is_refused(suite: Suite, data: st.DataObject) -> None:
    sealed = bytearray(seal(_key(suite), b"13800138000", binding=PLACE))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealingError):
        unseal(_key(suite), bytes(sealed), binding=PLACE)


@given(suites, st.binary(max_size=120))
def test_arbitrary_bytes_are_refused(suite: Suite, noise: bytes) -> None:
    with pytest.raises(SealingError):
        unseal(_key(suite), noise, binding=PLACE)


@each_suite
def test_same_value_sealed_twice_differs_in_salt_and_ciphertext(suite: Suite) -> None:
    first, second = (seal(_key(suite), b"13800138000", binding=PLACE) for _ in range(2))
    assert first[6:30] != second[6:30]
    assert first[30:] != second[30:]


@each_suite
def test_names_of_different_length_are_equally_long_when_sealed(suite: Suite) -> None:
    names = ("王五", "欧阳娜娜", "13800138000")
    assert len({len(seal(_key(suite), name.encode(), binding=PLACE)) for name in names}) == 1


@each_suite
def test_bound_on_messages_is_held(suite: Suite) -> None:
    key = _key(suite, messages=MAX_MESSAGES_PER_KEY - 1)
    last = seal(key, b"the last one", binding=PLACE)
    with pytest.raises(KeyExhaustedError):
        seal(key, b"one too many", binding=PLACE)
    assert unseal(key, last, binding=PLACE) == b"the last one"


def test_bound_is_held_when_the_key_is_opened_again() -> None:
    parent, binding = CommunityKey(b"p" * 32, suite=AES_256_GCM, version=1), KeyBinding(7, 1, SUBJECT)
    _, wrapped = create_key(DataKey, parent, suite=AES_256_GCM, binding=binding)
    key = open_key(DataKey, parent, wrapped, binding=binding, messages=MAX_MESSAGES_PER_KEY)
    with pytest.raises(KeyExhaustedError):
        seal(key, b"x", binding=PLACE)


@each_suite
def test_no_message_key_and_nonce_pair_repeats(suite: Suite) -> None:
    """Watch the cipher itself: what reaches it is a new key and nonce each time, never the data key."""
    seen: list[tuple[bytes, bytes]] = []

    def watch(key: bytes, nonce: bytes, data: bytes, aad: bytes) -> bytes:
        seen.append((key, nonce))
        return suite.encrypt(key, nonce, data, aad)

    watched = Suite(suite.id, suite.name, suite.digest, suite.message_key_size, watch, suite.decrypt)
    key = _key(watched)
    for _ in range(200):
        seal(key, b"x", binding=PLACE)
    assert len(set(seen)) == 200
    assert {len(message_key) for message_key, _ in seen} == {suite.message_key_size}
    assert not any((b"k" * 32).startswith(message_key) for message_key, _ in seen)


def test_key_of_the_other_suite_is_refused_by_name() -> None:
    sealed = seal(_key(AES_256_GCM), b"x", binding=PLACE)
    with pytest.raises(WrongKeyError):
        unseal(_key(SM4_GCM), sealed, binding=PLACE)


def test_header_says_which_key_to_fetch() -> None:
    sealed = seal(_key(SM4_GCM, version=5), b"x", binding=PLACE)
    assert parse_header(sealed) == (SM4_GCM, 5)


@each_suite
def test_rotation_of_the_key_above_keeps_values_readable(suite: Suite) -> None:
    old = CommunityKey(b"1" * 32, suite=suite, version=1)
    new = CommunityKey(b"2" * 32, suite=suite, version=2)
    binding = KeyBinding(7, 1, SUBJECT)
    key, wrapped = create_key(DataKey, old, suite=suite, binding=binding)
    sealed = seal(key, b"x", binding=PLACE)
    rewrapped = rewrap_key(DataKey, old=old, new=new, wrapped=wrapped, binding=binding)
    reopened = open_key(DataKey, new, rewrapped, binding=binding)
    assert unseal(reopened, sealed, binding=PLACE) == b"x"
    with pytest.raises(WrongKeyError):
        open_key(DataKey, old, rewrapped, binding=binding)


def test_index_key_cannot_stand_for_a_data_key() -> None:
    parent, binding = CommunityKey(b"p" * 32, suite=AES_256_GCM, version=1), KeyBinding(7)
    _, wrapped = create_key(IndexKey, parent, suite=AES_256_GCM, binding=binding)
    with pytest.raises(NotAuthenticError):
        open_key(DataKey, parent, wrapped, binding=binding)


searches = st.tuples(*[st.text(min_size=1, max_size=8)] * 3)


@given(suites, searches, searches)
def test_tokens_agree_exactly_when_kind_form_and_value_do(
    suite: Suite, one: tuple[str, str, str], two: tuple[str, str, str]
) -> None:
    key = IndexKey(b"i" * 32, suite=suite, version=1)
    made = [token(key, kind=kind, form=form, value=value) for kind, form, value in (one, two)]
    assert {len(each) for each in made} == {16}
    assert (made[0] == made[1]) == (one == two)


def test_tokens_of_two_communities_have_nothing_in_common() -> None:
    keys = [IndexKey(bytes([n]) * 32, suite=AES_256_GCM, version=1) for n in (1, 2)]
    one, two = (token(key, kind="phone", form="whole", value="13800138000") for key in keys)
    assert one != two


@pytest.mark.parametrize("empty", ["kind", "form", "value"])
def test_empty_token_inputs_are_refused(empty: str) -> None:
    inputs = {"kind": "phone", "form": "whole", "value": "1"} | {empty: ""}
    with pytest.raises(InvalidInputError):
        token(IndexKey(b"i" * 32, suite=AES_256_GCM, version=1), **inputs)


@pytest.mark.parametrize(
    "place",
    [PLACE._replace(item=""), PLACE._replace(version=-1), PLACE._replace(version=2**32)],
)
def test_places_out_of_range_are_refused(place: ValueBinding) -> None:
    with pytest.raises(InvalidInputError):
        seal(_key(AES_256_GCM), b"x", binding=place)


def test_value_above_the_size_limit_is_refused() -> None:
    with pytest.raises(InvalidInputError):
        seal(_key(AES_256_GCM), bytes(16 * 2**20 + 1), binding=PLACE)


@pytest.mark.parametrize(
    ("secret", "version", "messages"), [(b"", 1, 0), (b"k" * 31, 1, 0), (b"k" * 32, 0, 0), (b"k" * 32, 1, -1)]
)
def test_bad_key_material_is_refused(secret: bytes, version: int, messages: int) -> None:
    with pytest.raises(KeyMaterialError):
        _key(AES_256_GCM, secret, version=version, messages=messages)


def test_unknown_suite_name_is_refused() -> None:
    with pytest.raises(UnknownSuiteError):
        suite_by_name("aes-128-ecb")


def test_text_that_is_not_unicode_is_refused_without_being_quoted() -> None:
    with pytest.raises(InvalidInputError):
        token(IndexKey(b"i" * 32, suite=AES_256_GCM, version=1), kind="phone", form="whole", value="\ud800")
