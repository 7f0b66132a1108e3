"""Sign the cast in for Django's test client, with a real session as the sign-in pages make it."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from lindun.gate.passages import account_work
from lindun.organisation import session_actions
from lindun.organisation.models import SENSITIVE_ROLES, Desk, Password
from lindun.organisation.sessions import SessionStore, cookie_for
from lindun.organisation.signin import LIVE

NEVER_AWAY = timedelta(days=999)


def as_(name: str, *, second_factor: bool | None = None, stays: bool = True) -> Client:
    """A client signed in as a member of the cast, with a second factor where the post demands one.

    Her password is her own and fresh. stays: somebody is at her screen for as long as a test moves the clock.
    """
    user = User.objects.select_related("staff").get(username=name)
    needs = user.staff.role in SENSITIVE_ROLES
    own_password(name)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie_for(
        _session(user, second_factor=needs if second_factor is None else second_factor)
    )
    if stays:
        with account_work():
            Desk.objects.filter(staff=user.staff).update(seen_at=timezone.now() + NEVER_AWAY)
    return client


def own_password(name: str, *, days_ago: int = 0) -> None:
    """She chose her password herself, so many days ago."""
    with account_work():
        at = timezone.now() - timedelta(days=days_ago)
        Password.objects.filter(staff__user__username=name).update(set_at=at)


def _session(user: User, *, second_factor: bool) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    methods = [{"method": "password", "at": time.time(), "username": user.username}]
    if second_factor:
        methods.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(user.pk)
    mark = f"mark-{user.pk}-{time.monotonic_ns()}"
    session[LIVE] = mark
    session.save()
    session_actions.begin_session(user=user, mark=mark, earlier_alive=True)
    return str(session.session_key)
