"""A person to call, written in one cell: ``万东泽16736463389``, ``邱珍(17146967580)``, ``朱杰/1657…``."""

import re
from dataclasses import dataclass

from . import person_name, phone
from .person_name import PersonName
from .phone import Phone
from .refusal import InvalidIdentifier, Reason
from .writing import tidy

_NUMBER = re.compile(r"(?:\+|\(\+)?\(?[0-9][0-9\s\-().]{5,}[0-9]")
_LONE_BRACKETS = re.compile(r"[(\[【]\s*[)\]】]|^\s*[)\]】]|[(\[【]\s*$")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to call and where; the name may be missing, the phones may be none (but never both)."""

    name: PersonName | None
    phones: tuple[Phone, ...]


def parse(text: str) -> Contact:
    """Read a name and telephone numbers out of one cell, in any order.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, TOO_LONG, UNKNOWN_SHAPE (neither name nor number).
    """
    cell = tidy(text)
    phones, _ = phone.parse_all(" / ".join(_NUMBER.findall(cell)))
    words = _LONE_BRACKETS.sub("", _NUMBER.sub("", cell)).strip(" /:,;、-.")
    if words.count(")") > words.count("("):
        words = words.replace(")", "")
    names, _ = person_name.parse_all(words)
    if not names and not phones:
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return Contact(names[0] if names else None, tuple(phones))
