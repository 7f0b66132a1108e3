"""Session cookies that the database alone cannot forge.

The session table holds session keys. Whoever can read it (a leaked backup, an injected SELECT) could put a
key into a cookie and be somebody else. So the cookie is the key plus a MAC under Django's secret key, which
the database does not hold.

Whoever can write to the table could copy another person's data, signed as it is, into the row of her own
session. So the signature covers the key as well: data is good in its own row only.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

SALT = "lindun.organisation.sessions"


def cookie_for(session_key: str) -> str:
    return Signer(salt=SALT).sign(session_key)


class SessionStore(DatabaseSessionStore):
    """Sessions whose stored data is signed together with the key of the row it belongs to."""

    @property
    def key_salt(self) -> str:
        return f"{SALT}.{self.session_key}"


class SignedSessionMiddleware(SessionMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        try:
            key = Signer(salt=SALT).unsign(cookie) if cookie else None
        except BadSignature:
            key = None
        request.session = self.SessionStore(key)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        morsel = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if morsel is not None and morsel.value:
            response.set_cookie(
                settings.SESSION_COOKIE_NAME,
                cookie_for(morsel.value),
                max_age=morsel["max-age"] or None,
                expires=morsel["expires"] or None,
                path=settings.SESSION_COOKIE_PATH,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
