"""Sign the cast in for Django's test client, with a real session as the sign-in pages make it."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.test import Client

from lindun.organisation import actions
from lindun.organisation.models import SENSITIVE_ROLES
from lindun.organisation.sessions import SessionStore, cookie_for
from lindun.organisation.signin import LIVE


def as_(name: str, *, second_factor: bool | None = None) -> Client:
    """A client signed in as a member of the cast, with a second factor where the post demands one."""
    user = User.objects.select_related("staff").get(username=name)
    needs = user.staff.role in SENSITIVE_ROLES
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie_for(
        _session(user, second_factor=needs if second_factor is None else second_factor)
    )
    return client


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
    actions.begin_session(user=user, mark=mark, earlier_alive=True)
    return str(session.session_key)
