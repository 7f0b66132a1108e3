"""What the values of a column look like, whatever stands above them."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from lindun.core.identifiers import contact, day, dwelling, identity_paper, person_name, phone, plate
from lindun.core.identifiers.identity_paper import PaperType
from lindun.core.identifiers.person_name import NameKind
from lindun.core.identifiers.refusal import InvalidIdentifier
from lindun.core.identifiers.surnames import is_surname

from .table import Cell
from .vocabulary import RELATIONS, Field

_ENOUGH = 40
_FAR_FUTURE = date(2100, 1, 1)  # whether a birth day has come does not matter for the shape of a column
_SURE_PAPERS = (PaperType.RESIDENT_ID, PaperType.RESIDENT_ID_15, PaperType.USCC, PaperType.PASSPORT)
_RELATION_WORDS = frozenset(word for words in RELATIONS.values() for word in words)
_SEVEN_DIGITS = re.compile(r"[0-9０-９]{3}")


def _accepts(read: Callable[[str], object]) -> Callable[[str], bool]:
    def accepts(text: str) -> bool:
        try:
            return bool(read(text))
        except InvalidIdentifier:
            return False

    return accepts


def _is_phone(text: str) -> bool:
    return bool(_SEVEN_DIGITS.search(text)) and bool(phone.parse_all(text)[0])


def _is_paper(text: str) -> bool:
    return identity_paper.parse(text, today=_FAR_FUTURE).type in _SURE_PAPERS


def _is_dwelling(text: str) -> bool:
    found = dwelling.parse_room(text)
    return bool(found.room and (found.building or found.unit))


def _is_name(text: str) -> bool:
    found = person_name.parse(text)
    return found.kind is NameKind.COMPANY or (is_surname(found.surname) and bool(found.given))


_TESTS: dict[Field, Callable[[str], bool]] = {
    Field.PHONE: _is_phone,
    Field.ID_NUMBER: _accepts(_is_paper),
    Field.PLATE: lambda text: bool(plate.parse_all(text)[0]),
    Field.ROOM: _accepts(_is_dwelling),
    Field.NAME: _accepts(_is_name),
    Field.RELATION: lambda text: text.strip() in _RELATION_WORDS,
    Field.MOVE_IN: _accepts(day.parse),
}

DECISIVE = frozenset((Field.PHONE, Field.ID_NUMBER, Field.PLATE))
"""Fields whose values have a shape of their own: here the values outvote the header."""


_AGREEING = {
    **_TESTS,
    Field.ROOM: _accepts(lambda text: dwelling.parse_room(text).room),
    Field.NAME: _accepts(lambda text: contact.parse(text).name),
}
"""A bare 1501 is a room where the header says so, and a number behind a name does no harm; without a
header both could be anything."""


def shares(values: Iterable[Cell]) -> dict[Field, float]:
    """For each field the share of the values (at most 40 of them) that could be such a value."""
    texts = _sample(values)
    return {field: _share(test, texts) for field, test in _TESTS.items()} if texts else {}


def agreement(field: Field, values: Iterable[Cell]) -> float | None:
    """Share of the values that fit what the header says; None where nothing can be said."""
    test = _AGREEING.get(field)
    texts = _sample(values)
    return _share(test, texts) if test and texts else None


def _sample(values: Iterable[Cell]) -> list[str]:
    return [str(value) for value in values if value is not None and str(value).strip()][:_ENOUGH]


def _share(test: Callable[[str], bool], texts: Sequence[str]) -> float:
    return sum(map(test, texts)) / len(texts)
