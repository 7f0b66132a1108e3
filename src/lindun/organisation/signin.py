"""Signing in: allauth does the ceremony, this says what it means here.

* one live session per person: a new sign-in ends the old one, and the ledger says so (ACC-01)
* every success, failure and lock-out is an entry (ACC-04)
* TOTP secrets are stored encrypted under a key the database does not hold
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from lindun.organisation import passwords, queries, session_actions
from lindun.organisation.models import Staff

SHUT_OUT = 300  # seconds, as the rate limits of the settings say
LIVE = "lindun_live"  # session entry that must match the person's one live session


def is_live(staff: Staff, mark: str) -> bool:
    """Whether a session with this mark is the one live session of this account."""
    return bool(mark) and hmac.compare_digest(staff.session_digest, digest(mark))


def digest(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()


def second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session has proved a second factor.

    It was asked for while signing in, or set up since: setting one up demands the password and a first code.
    """
    records = get_authentication_records(request, user)
    if any(record["method"] == "mfa" for record in records):
        return True
    begun = datetime.fromtimestamp(min((record["at"] for record in records), default=0), UTC)
    enrolled = Authenticator.objects.filter(user=user, created_at__gte=begun)
    return bool(records) and enrolled.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        earlier = UserSession.objects.purge_and_list(user)
        super().login(request, user)
        mark = secrets.token_urlsafe(24)
        request.session[LIVE] = mark
        session_actions.begin_session(user=user, mark=mark, earlier_alive=bool(earlier))
        for session in earlier:
            session.delete()  # the session itself stays, dead, and tells whoever comes back with it why

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        """Note beside the device of this sign-in under which reference the ledger knows it."""
        response: HttpResponse = super().post_login(request, user, **details)
        UserSession.objects.filter(session_key=request.session.session_key).update(
            data={"session": str(session_actions.session_of(request.session[LIVE]))}
        )
        return response

    def logout(self, request: HttpRequest) -> None:
        staff = queries.owner(request.user)
        if staff is not None and is_live(staff, request.session.get(LIVE, "")):
            session_actions.end_session(staff=staff)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """She chose it herself, on the page for that."""
        passwords.replace(user, password, by_owner=True)
        session_actions.record_new_password(user=user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            username = str(credentials.get("username", ""))
            # once, not once a try: the ledger is no target
            if cache.add(f"lindun-shut-out-{hashlib.sha256(username.encode()).hexdigest()}", True, SHUT_OUT):
                session_actions.record_lockout(username=username)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        session_actions.record_failed_signin(username=str(credentials.get("username", "")))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail leaves the house: changes of sign-in means are ledger entries and sessions-page facts."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"lindun second factor secrets v1")
    return Fernet(base64.urlsafe_b64encode(key.derive(settings.SECRET_KEY.encode())))
