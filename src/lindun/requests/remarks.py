"""Words for personal data that was found in free text and masked (COL-04)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindun.core.identifiers.kinds import Kind
from lindun.requests.actions import Cleaned

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

KINDS: dict[str, StrPromise] = {
    Kind.PHONE: gettext_lazy("phone number"),
    Kind.LANDLINE: gettext_lazy("phone number"),
    Kind.ID_CARD: gettext_lazy("ID number"),
    Kind.HKMO_TW_PERMIT: gettext_lazy("permit number"),
    Kind.PASSPORT: gettext_lazy("passport number"),
    Kind.BANK_CARD: gettext_lazy("bank card"),
    Kind.PLATE: gettext_lazy("plate"),
    Kind.WECHAT: gettext_lazy("chat account"),
    Kind.EMAIL: gettext_lazy("e-mail address"),
    Kind.NAME: gettext_lazy("name of a person"),
    Kind.ADDRESS: gettext_lazy("address"),
    Kind.DOB: gettext_lazy("date of birth"),
}


def kinds_in_words(kinds: Iterable[str]) -> str:
    """ID number, name: each once; a kind without a word of its own is other personal data."""
    words = [str(KINDS.get(kind, _("other personal data"))) for kind in kinds]
    return str(_(", ")).join(dict.fromkeys(words))


def warn(request: HttpRequest, cleaned: Cleaned) -> None:
    """Tell who typed it what was masked and why, if anything was."""
    if cleaned.found:
        text = _(
            "What you wrote held personal data (%(kinds)s). It was masked: remarks are read by many, the data"
            " belongs behind the gate. Your supervisor has been told."
        )
        messages.warning(request, text % {"kinds": kinds_in_words(cleaned.found)})
