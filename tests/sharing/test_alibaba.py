"""The adapter of the number-protection service, against a server that checks what it is sent."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lindun import gate
from lindun.sharing.dial import alibaba
from lindun.sharing.dial.alibaba import Alibaba, canonical, signature
from lindun.sharing.dial.provider import Connection, DialError
from tests.sharing import provider
from tests.sharing.provider import KEY_ID, MIDDLE, POOL, SECRET, Service

CALLEE = "0571-55550147"
UNTIL = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[Service]:
    with provider.running() as found:
        yield found


@pytest.fixture
def dial(service: Service) -> Alibaba:
    return Alibaba(service.endpoint, POOL, KEY_ID, SECRET)


def connect(dial: Alibaba) -> Connection:
    return dial.connect(caller="16699998888", callee=gate.Revealed(CALLEE), until=UNTIL, reference="abc123")


def test_two_numbers_are_tied_to_one_in_the_middle(dial: Alibaba, service: Service) -> None:
    assert connect(dial) == Connection(MIDDLE, "abc123")
    (asked,) = service.of("BindAxb")
    assert asked["PhoneNoA"] == "16699998888"
    assert asked["PhoneNoB"] == "057155550147"
    assert asked["PoolKey"] == POOL
    assert asked["Expiration"] == "2026-11-22 18:30:00"  # the provider's time is Beijing's
    assert service.paths == ["/"]  # nothing of it stands in an address


def test_it_is_undone(dial: Alibaba, service: Service) -> None:
    dial.disconnect(connect(dial))
    (asked,) = service.of("UnbindSubscription")
    assert (asked["SecretNo"], asked["SubsId"], asked["PoolKey"]) == (MIDDLE, "abc123", POOL)
    assert service.bound == set()


def test_the_signature_is_the_documented_one() -> None:
    """Of the example of the RPC signature in the provider's documentation (method GET)."""
    parameters = {
        "Timestamp": "2016-02-23T12:46:24Z",
        "Format": "XML",
        "AccessKeyId": "testid",
        "Action": "DescribeRegions",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
        "Version": "2014-05-26",
        "SignatureVersion": "1.0",
    }
    assert signature(parameters, secret="testsecret", method="GET") == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="


def test_what_is_not_plain_is_encoded_as_the_rule_has_it() -> None:
    assert canonical({"b": "a b*~/+", "a": "号"}) == "a=%E5%8F%B7&b=a%20b%2A~%2F%2B"


def test_a_wrong_secret_is_refused(dial: Alibaba) -> None:
    with pytest.raises(DialError) as refused:
        connect(replace(dial, secret="another"))
    assert refused.value.code == "SignatureDoesNotMatch"


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ("refuses", "isv.NO_AVAILABLE_NUMBER"),
        ("fails", "http_500"),
        ("odd", "answer_not_understood"),
        ("hangs", "no_answer_in_time"),
        ("drips", "no_answer_in_time"),
    ],
)
def test_trouble_is_a_code_and_takes_no_longer_than_it_may(
    dial: Alibaba, service: Service, monkeypatch: pytest.MonkeyPatch, mood: str, code: str
) -> None:
    monkeypatch.setattr(alibaba, "SECONDS", 0.6)
    service.mood = mood
    began = time.monotonic()
    with pytest.raises(DialError) as trouble:
        connect(dial)
    assert time.monotonic() - began < 5
    assert trouble.value.code == code
    assert "0571" not in repr(trouble.value)
    assert trouble.value.__cause__ is None


def test_nobody_there(dial: Alibaba) -> None:
    with pytest.raises(DialError) as trouble:
        connect(replace(dial, endpoint=provider.nobody_there()))
    assert trouble.value.code == "not_reached"


def test_no_secret_in_its_repr(dial: Alibaba) -> None:
    assert SECRET not in repr(dial)
