"""Words for how it went with a robot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FAILURES: dict[str, StrPromise] = {
    "timeout": gettext_lazy("It did not answer in time."),
    "unreachable": gettext_lazy("It cannot be reached from here."),
    "unreadable": gettext_lazy("It answered something that is no answer."),
    "address.not_public": gettext_lazy("Its host leads to an address inside a network."),
    "address.not_allowed": gettext_lazy("Its host is not allowed any more."),
    "address.unreadable": gettext_lazy("Its address was stored under another key: enter it again."),
}


def failure(code: str) -> str:
    """Why the last message did not get through."""
    if code in FAILURES:
        return str(FAILURES[code])
    what, _dot, number = code.partition(".")
    if what == "http":
        return _("It answered with status %(number)s.") % {"number": number}
    return _("It turned the message down, code %(number)s.") % {"number": number}
