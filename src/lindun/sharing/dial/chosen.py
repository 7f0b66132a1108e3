"""Which provider this installation has."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from lindun.config.home import read_secret
from lindun.sharing.dial.alibaba import Alibaba
from lindun.sharing.dial.provider import DialThrough


@cache
def provider() -> DialThrough | None:
    """The configured provider; None when the desk connects people. Raises HomeError for a loose secret."""
    if settings.DIAL_PROVIDER == "desk":
        return None
    secret = read_secret(settings.DIAL_SECRET_FILE).decode().strip()
    return Alibaba(settings.DIAL_ENDPOINT, settings.DIAL_POOL, settings.DIAL_KEY_ID, secret)
