"""Keys, opened values and errors tell nothing, however they are asked."""

import copy
import json
import pickle
import traceback
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from lindun.core import sealing
from lindun.core.sealing import (
    AES_256_GCM,
    DOTS,
    CommunityKey,
    DataKey,
    IndexKey,
    Revealed,
    RootKey,
    SealingError,
    ValueBinding,
    WrongKeyError,
    seal,
    unseal,
)

SECRET = b"this-secret-is-32-bytes-long-ok!"
KEYS = [
    RootKey(SECRET, suite=AES_256_GCM),
    *(kind(SECRET, suite=AES_256_GCM, version=1) for kind in (CommunityKey, IndexKey, DataKey)),
]
TEXTS: list[Callable[[object], str]] = [str, repr, ascii, "{}".format, "{:>40}".format, lambda x: f"{x!r}"]
each_key = pytest.mark.parametrize("key", KEYS, ids=lambda key: type(key).__name__)


@each_key
@pytest.mark.parametrize("text", TEXTS)
def test_key_shows_only_its_class(key: object, text: Callable[[object], str]) -> None:
    assert text(key).strip() == f"<{type(key).__name__}>"


@each_key
@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, vars])
def test_key_cannot_be_taken_out(key: object, way: Callable[[object], object]) -> None:
    with pytest.raises(TypeError):
        way(key)


@each_key
def test_no_attribute_of_a_key_holds_its_bytes(key: object) -> None:
    for name in dir(key):
        if name not in {"__getstate__", "__reduce__", "__reduce_ex__"}:
            assert SECRET not in repr(getattr(key, name)).encode()


def test_check_value_verifies_or_raises() -> None:
    root = RootKey(SECRET, suite=AES_256_GCM)
    root.verify_check_value(RootKey(SECRET, suite=sealing.SM4_GCM).check_value)
    with pytest.raises(WrongKeyError):
        root.verify_check_value(RootKey(b"o" * 32, suite=AES_256_GCM).check_value)


def _texts_of(value: Any) -> list[str]:
    return [
        *(text(value) for text in TEXTS),
        "%s" % value,  # noqa: UP031 - the old way of formatting must be silent too
        json.dumps({"phone": value}, ensure_ascii=False),
        value.encode().decode(),
        "".join([value]),
        value + "",
        value[:],
        str(pickle.loads(pickle.dumps(value))),
        pickle.dumps(value, protocol=0).decode("latin-1"),
        str(copy.copy(value)),
        str(copy.deepcopy([value])),
    ]


def test_revealed_is_dots_in_every_text() -> None:
    for text in _texts_of(Revealed("13800138000")):
        assert "138" not in text
    assert f"{Revealed('13800138000')}" == DOTS


def test_revealed_gives_its_plaintext_by_the_one_method() -> None:
    assert Revealed("13800138000").expose() == "13800138000"


def test_revealed_does_not_confirm_a_guess() -> None:
    value = Revealed("13800138000")
    assert value != "13800138000"
    assert value == Revealed("13900139000")
    assert len(value) == len(Revealed("x"))


def test_revealed_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Revealed("1")._plaintext = "2"


def test_refusal_carries_a_code_and_nothing_else() -> None:
    key = DataKey(SECRET, suite=AES_256_GCM, version=1)
    place = ValueBinding(uuid.uuid4(), uuid.uuid4(), "phone", 1, b"138****8000")
    sealed = seal(key, b"13800138000", binding=place)
    with pytest.raises(SealingError) as refused:
        unseal(key, sealed, binding=place._replace(version=2))
    report = "".join(traceback.format_exception(refused.value))
    assert "138" not in report
    assert refused.value.args == (refused.value.code,)
    assert refused.value.__suppress_context__
