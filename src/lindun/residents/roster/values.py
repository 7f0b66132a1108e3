"""One cell, one value: the identifier parsers applied to what a spreadsheet hands over.

Every function takes the cell and a ``note`` that is told a reason code for each thing put right or left
out, and returns the value or nothing. None raises for any content.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from lindun.core.identifiers import contact, day, identity_paper, person_name, phone, plate
from lindun.core.identifiers.identity_paper import PaperType
from lindun.core.identifiers.person_name import NameKind
from lindun.core.identifiers.refusal import InvalidIdentifier, Reason
from lindun.core.identifiers.traditional import simplified

from .repairs import repairs
from .table import Cell
from .vocabulary import RELATIONS

Note = Callable[[str], None]

_LONG_NUMBER = re.compile("[0-9０-９]{7}")
_ISO_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_RELATION_OF = {word: relation for relation, words in RELATIONS.items() for word in words}


class Paper(NamedTuple):
    """An identity paper as far as the cell gave one. A number a spreadsheet has cut keeps its type only."""

    type: str | None = None
    number: str | None = None
    check_ok: bool | None = None


class CoResident(NamedTuple):
    """Somebody else in the same dwelling."""

    name: str
    relation: str

    def __repr__(self) -> str:
        return "CoResident(•••)"


class EmergencyContact(NamedTuple):
    """Whom to call; one of the two may be missing."""

    name: str | None
    phone: str | None

    def __repr__(self) -> str:
        return "EmergencyContact(•••)"


class Names(NamedTuple):
    """The first name of a cell, the further owners and the numbers written into it."""

    first: str | None
    others: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "Names(•••)"


def as_text(cell: Cell) -> str:
    """The cell as text: whole numbers without a fraction, days in ISO form, nothing as an empty text."""
    if isinstance(cell, str):
        return cell
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def read_phones(cell: Cell, note: Note, prefix: str = "phone") -> list[str]:
    """Telephone numbers in canonical form, in order."""
    text = as_text(cell)
    found, refused = phone.parse_all(text)
    for reason in refused:
        note(f"{prefix}_{reason}")
    values = [one.text for one in found]
    if len(values) > 1:
        note(f"several_{prefix}s")
    elif values and (values[0] != text or not isinstance(cell, str)):
        for code in repairs(prefix, cell, values[0]):
            note(code)
    return values


def read_paper(cell: Cell, stated: str, today: date, note: Note) -> Paper:
    """The identity paper. A number that fails its check is kept and marked: people mistype."""
    text = as_text(cell)
    if not text:
        return Paper()
    try:
        named = identity_paper.stated_type(stated) if stated else None
        paper = identity_paper.parse(text, today=today, stated=named)
    except InvalidIdentifier as refusal:
        if refusal.reason is not Reason.EMPTY:
            note(f"id_{refusal.reason}")
        lost = refusal.reason is Reason.PRECISION_LOST
        return Paper(PaperType.RESIDENT_ID.value, None, False) if lost else Paper()
    if paper.doubt is not None:
        note(f"id_{paper.doubt}")
    if paper.type is PaperType.RESIDENT_ID_15:
        note("id_15")
    if paper.text != text or not isinstance(cell, str):
        for code in repairs("id", cell, paper.text):
            note(code)
    return Paper(paper.type.value, paper.text, paper.check_ok)


def read_names(cell: Cell, note: Note) -> Names:
    """The person (or firm) a row is about, and co-owners written into the same cell."""
    text = as_text(cell)
    if not text.strip():
        return Names(None)
    if _LONG_NUMBER.search(text):
        return _name_with_phone(text, note)
    found, refused = person_name.parse_all(text)
    for reason in refused:
        note(f"name_{reason}")
    if not found or (refused and found[0].kind is NameKind.LATIN):
        return Names(None)  # what is left of a formula or of markup often reads as a Latin name
    first = found[0]
    if first.kind is NameKind.COMPANY:
        note("company_owner")
    if first.note:
        note("name_note")
    elif len(found) == 1 and first.text != text:
        for code in repairs("name", cell, first.text):
            note(code)
    if len(found) > 1:
        note("name_two_owners")
    return Names(first.text, tuple(other.text for other in found[1:]))


def _name_with_phone(text: str, note: Note) -> Names:
    """Name and number in one cell, 张三 138…, as contact lists have them."""
    try:
        found = contact.parse(text)
    except InvalidIdentifier as refusal:
        note(f"name_{refusal.reason}")
        return Names(None)
    if found.name is None:
        note(f"name_{Reason.WRONG_ALPHABET}")
        return Names(None)
    note("name_with_phone")
    return Names(found.name.text, (), tuple(one.text for one in found.phones))


def read_co_residents(cell: Cell, relation: str, note: Note) -> list[CoResident]:
    """People in one cell with their relation in brackets; ``relation`` is what the column says."""
    text = as_text(cell)
    if not text:
        return []
    found, refused = person_name.parse_all(text)
    for reason in refused:
        note(f"co_residents_{reason}")
    return [CoResident(one.text, one.note or relation) for one in found]


def read_plates(cell: Cell, note: Note) -> list[str]:
    """Plates in canonical form, in order."""
    text = as_text(cell)
    if not text:
        return []
    found, refused = plate.parse_all(text)
    for reason in refused:
        note(f"plate_{reason}")
    return [one.text for one in found]


def read_day(cell: Cell, note: Note) -> str | None:
    """A day, month or year in ISO form. A bare number is taken for a spreadsheet's day count."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    text = as_text(cell)
    if not text or (_ISO_DAY.fullmatch(text) and _is_day(text)):
        return text or None
    try:
        found = day.parse(text).iso
    except InvalidIdentifier as refusal:
        if refusal.reason is not Reason.EMPTY:
            note(f"date_{refusal.reason}")
        return None
    note("date_number" if not isinstance(cell, str) else "date_text" if len(found) == 10 else "date_partial")
    return found


def read_relation(cell: Cell, note: Note) -> str | None:
    """``owner``, ``tenant``, ``family`` or nothing."""
    text = simplified(as_text(cell).strip())
    if not text:
        return None
    relation = _RELATION_OF.get(text.lower())
    if relation is None:
        relation = next((kind for word, kind in _RELATION_OF.items() if len(word) > 1 and word in text), None)
    if relation is None:
        note("relation_unknown")
    return relation


def read_contact(name_cell: Cell, phone_cell: Cell, note: Note) -> EmergencyContact | None:
    """Name and number from one cell or two."""
    name, phones = None, read_phones(phone_cell, note, "emergency_phone") if phone_cell else []
    text = as_text(name_cell)
    if text.strip():
        try:
            found = contact.parse(text)
        except InvalidIdentifier as refusal:
            if refusal.reason is not Reason.EMPTY:
                note(f"emergency_{refusal.reason}")
        else:
            name = found.name.text if found.name else None
            phones = phones or [one.text for one in found.phones]
    return EmergencyContact(name, phones[0] if phones else None) if name or phones else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
