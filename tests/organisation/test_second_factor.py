"""Whether a session has proved a second factor: asked for at sign-in, or set up in this very session."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from lindun.gate.passages import account_work
from lindun.organisation.signin import second_factor
from tests import cast

METHODS, OWNER = "account_authentication_methods", "account_authentication_methods_user"


def _request(user: User, *methods: dict[str, object]) -> HttpRequest:
    request = HttpRequest()
    request.session = {METHODS: list(methods), OWNER: str(user.pk)}  # type: ignore[assignment]
    return request


def _password(*, ago: float = 0) -> dict[str, object]:
    return {"method": "password", "at": time.time() - ago}


@pytest.fixture
def user(database: str) -> User:
    return User.objects.get(username="counter")


def test_a_password_alone_is_no_second_factor(user: User) -> None:
    assert not second_factor(_request(user, _password()), user)


def test_a_code_asked_for_at_sign_in_counts(user: User) -> None:
    assert second_factor(_request(user, _password(), {"method": "mfa", "at": time.time()}), user)


def test_one_set_up_in_this_session_counts_and_an_older_one_does_not(user: User) -> None:
    with account_work():
        TOTP.activate(user, generate_totp_secret())
    assert second_factor(_request(user, _password(ago=60)), user)
    assert not second_factor(_request(user, _password(ago=-60)), user)


def test_recovery_codes_made_in_this_session_do_not_count(user: User) -> None:
    with account_work():
        RecoveryCodes.activate(user)
    assert Authenticator.objects.filter(user=user).count() == 1
    assert not second_factor(_request(user, _password(ago=60)), user)


def test_the_records_of_somebody_else_count_for_nothing(user: User) -> None:
    other = User.objects.get(username="manager")
    assert not second_factor(_request(other, _password(), {"method": "mfa", "at": time.time()}), user)


def test_a_session_without_records_proves_nothing(user: User) -> None:
    with account_work():
        TOTP.activate(user, generate_totp_secret())
    assert not second_factor(_request(user), user)


def test_a_code_of_the_authenticator_may_be_typed_in_full_width_digits_and_in_two_groups(
    database: str,
) -> None:
    browser = Client()
    browser.post(reverse("account_login"), {"login": "manager", "password": cast.PASSWORD})
    code = format_hotp_value(hotp_value(cast.TOTP_SECRET, int(time.time()) // 30))
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    answer = browser.post(reverse("mfa_authenticate"), {"code": f" {wide[:3]}　{wide[3:]} "})
    assert answer.status_code == 302
    assert browser.get(reverse("requests:inbox")).status_code == 200
