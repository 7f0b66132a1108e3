"""What a browser keeps of a link: that it brought the token, and that its holder proved himself.

Both cookies are signed, unreadable for scripts, sent to this link's own address and never across sites.
"""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

BROUGHT, KEPT = "lindun_brought", "lindun_order"
BROUGHT_SECONDS = 15 * 60  # time enough to sign in or to ask for the PIN
KEPT_SECONDS = 3 * 24 * 3600  # longer than any link lasts; the link itself ends earlier
_brought = TimestampSigner(salt="lindun.sharing.brought")
_kept = Signer(salt="lindun.sharing.kept")


def remember_token(request: HttpRequest, response: HttpResponse, link: UUID) -> None:
    _set(request, response, link, BROUGHT, _brought.sign(str(link)), BROUGHT_SECONDS)


def brought_token(request: HttpRequest, link: UUID) -> bool:
    """Whether this browser presented the link's token a short while ago."""
    try:
        said = _brought.unsign(request.COOKIES.get(BROUGHT, ""), max_age=BROUGHT_SECONDS)
    except BadSignature:
        return False
    return said == str(link)


def remember_browser(request: HttpRequest, response: HttpResponse, link: UUID, browser: str) -> None:
    _set(request, response, link, KEPT, _kept.sign(f"{link}/{browser}"), KEPT_SECONDS)
    response.delete_cookie(BROUGHT, path=_path(link), samesite="Strict")


def browser_of(request: HttpRequest, link: UUID) -> str:
    """What this browser was given when its holder proved himself at this link, or ""."""
    try:
        said, _slash, browser = _kept.unsign(request.COOKIES.get(KEPT, "")).partition("/")
    except BadSignature:
        return ""
    return browser if said == str(link) else ""


def _set(
    request: HttpRequest, response: HttpResponse, link: UUID, name: str, value: str, seconds: int
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=_path(link),
        secure=request.is_secure(),
        httponly=True,
        samesite="Strict",
    )


def _path(link: UUID) -> str:
    return reverse("link:order", args=[link])
