"""Whether a session has proved a second factor: asked for at sign-in, or set up in this very session."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.http import HttpRequest

from lindun.gate.passages import account_work
from lindun.organisation.signin import second_factor

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
