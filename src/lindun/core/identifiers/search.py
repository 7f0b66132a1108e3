"""What a blind index stores of a value, and what a typed search may mean.

Both sides use the same normal forms (traditional characters count as the simplified ones), so an index of
keyed digests of ``search_forms`` answers ``query_forms`` by equality alone. The digest, its key and its scope
are not decided here.

What an index of these forms reveals to somebody who has the index but not its key (equal digests look
equal):

===================== ===============================================================================
``whole``             that two records carry the same value (one owner, two flats)
``tail4``             groups of records sharing the last four: at most 10,000 groups, so within one
                      compound nearly a fingerprint; always digest it with the community
``tail5``, ``tail6``  plates sharing their last five, or all six behind the city letter
``local``             plates equal but for the province, landlines equal but for the area code
``surname``           the frequency of surnames; the commonest group is 王, 李 or 张 to a guesser
``given``             people sharing a given name of three characters or more; close to ``whole``
``part``              name pairs of neighbouring characters (小明 in 张小明) or the words of a dotted or
                      Latin name; overlap between records shows which names share a pair
``prefix``            company names, which are public
===================== ===============================================================================

Single given characters are not stored: some 3,000 values with a well-known frequency curve could be read
off the counts alone.
"""

import re
from datetime import date
from typing import Literal

from . import account, identity_paper, person_name, phone, plate
from .identity_paper import IdentityPaper, PaperType
from .kinds import Kind
from .person_name import HAN, NameKind, PersonName
from .phone import Phone, PhoneKind
from .refusal import InvalidIdentifier
from .surnames import COMPOUND
from .traditional import simplified
from .writing import visible

Form = Literal["whole", "tail4", "tail5", "tail6", "local", "surname", "given", "part", "prefix"]
SearchForm = tuple[Form, str]
QueryForm = tuple[Kind, Form, str]

_PHONES = (Kind.PHONE, Kind.LANDLINE)
_PAPERS = (Kind.ID_CARD, Kind.HKMO_TW_PERMIT, Kind.PASSPORT, Kind.USCC, Kind.OFFICER)
_LONGEST_PREFIX = 6
_LONGEST_QUERY = 64
_HAN_QUERY = re.compile(rf"[{HAN}]+")


def search_forms(kind: Kind, value: str) -> list[SearchForm]:
    """Forms of a stored value under which it can be found again.

    Landlines belong in the same index as mobiles: index both under PHONE. A paper is indexed under the kind
    of its type (``PaperType.kind``).

    :param value: as written or canonical.
    :returns: (form, normalised) pairs without repeats; the first is ``whole``. A value that does not read
        as its kind has only its ``whole`` form, squeezed and in upper case; an empty one has none.
    :raises: nothing.
    """
    try:
        forms = _forms(kind, value)
    except InvalidIdentifier:
        forms = _as_written(value)
    return list(dict.fromkeys(forms))


def query_forms(text: str) -> list[QueryForm]:
    """Everything that one input in the search box may mean, likeliest first (rooms apart).

    :returns: (kind, form, normalised) triples to look up; a record that has any of them is a hit. Nothing
        for an input that is empty or too long to be an identifier.
    :raises: nothing.
    """
    if len(text) > _LONGEST_QUERY:
        return []
    typed = simplified(visible(text).strip())
    found = [*_numbers(typed), *_tails(typed), *_handles(typed), *_names(typed)]
    return list(dict.fromkeys(found))


def _forms(kind: Kind, value: str) -> list[SearchForm]:
    if kind in _PHONES:
        return _phone_forms(phone.parse(value))
    if kind in _PAPERS:
        return _paper_forms(_paper(kind, value))
    match kind:
        case Kind.NAME:
            return [form for name in _read_names(simplified(value)) for form in _name_forms(name)]
        case Kind.PLATE:
            return _plate_forms(plate.parse(value).text)
        case Kind.BANK_CARD:
            return [("whole", account.parse_bank_card(value).text)]
        case Kind.EMAIL:
            return [("whole", account.parse_email(value).text)]
        case Kind.WECHAT:
            return [("whole", account.parse_wechat(value).text)]
        case Kind.VIN:
            return [("whole", plate.parse_vin(value).text)]
    return _as_written(value)


def _as_written(value: str) -> list[SearchForm]:
    squeezed = re.sub(r"\s", "", visible(value)).upper()
    return [("whole", squeezed)] if squeezed else []


def _phone_forms(number: Phone) -> list[SearchForm]:
    forms: list[SearchForm] = [("whole", _whole_phone(number)), ("tail4", number.digits[-4:])]
    if number.kind is not PhoneKind.MOBILE:
        forms.append(("local", number.digits[len(number.area) :]))
    return forms


def _whole_phone(number: Phone) -> str:
    """Digits at home; with country code abroad, where digits alone could be somebody else's at home."""
    return number.digits if number.kind in (PhoneKind.MOBILE, PhoneKind.LANDLINE) else number.text


def _paper(kind: Kind, value: str) -> IdentityPaper:
    stated = PaperType.PASSPORT if kind is Kind.PASSPORT else PaperType.USCC if kind is Kind.USCC else None
    return identity_paper.parse(value, today=date.max, stated=stated)


def _paper_forms(paper: IdentityPaper) -> list[SearchForm]:
    """An old 15-digit number is stored in its 18-digit form, so that either finds it."""
    modern = paper.as_18().value
    return [("whole", modern), ("tail4", modern[-4:]), ("tail4", paper.value[-4:])]


def _plate_forms(text: str) -> list[SearchForm]:
    tails: list[SearchForm] = [("tail6", text[2:])] if len(text) == 8 else []
    return [("whole", text), ("local", text[1:]), *tails, ("tail5", text[-5:]), ("tail4", text[-4:])]


def _read_names(value: str) -> list[PersonName]:
    names, refused = person_name.parse_all(value)
    if refused:
        raise InvalidIdentifier(refused[0])
    return names


def _name_forms(name: PersonName) -> list[SearchForm]:
    whole = name.text.casefold()
    forms: list[SearchForm] = [("whole", whole)]
    match name.kind:
        case NameKind.HAN:
            forms.append(("surname", name.surname if name.given else whole))
            forms += [("given", name.given)] if len(name.given) > 2 else []  # of two, it is the last part
            forms += [("part", whole[i : i + 2]) for i in range(len(whole) - 1) if len(whole) > 2]
        case NameKind.DOTTED:
            forms += [("part", word) for word in whole.split("·")]
        case NameKind.LATIN:
            forms += [("part", word) for word in re.split(r"[ ,.]+", whole) if len(word) > 1]
        case NameKind.COMPANY:
            forms += [("prefix", whole[:length]) for length in range(2, _LONGEST_PREFIX + 1)]
    return forms


def _numbers(typed: str) -> list[QueryForm]:
    """Whole numbers: phone, plate, paper, bank card."""
    found: list[QueryForm] = []
    try:
        found.append((Kind.PHONE, "whole", _whole_phone(phone.parse(typed))))
    except InvalidIdentifier:
        if local := re.fullmatch(r"([2-9][0-9]{2,3})[ \-]?([0-9]{4})", typed):
            found.append((Kind.PHONE, "local", local[1] + local[2]))
    try:
        found.append((Kind.PLATE, "whole", plate.parse(typed).text))
    except InvalidIdentifier:
        if local := re.fullmatch(r"([A-Z])[ ·\-]?([A-Z0-9]{5,6})", typed.upper()):
            found.append((Kind.PLATE, "local", local[1] + local[2]))
    try:
        paper = identity_paper.parse(typed, today=date.max).as_18()
        found.append((paper.type.kind, "whole", paper.value))
    except InvalidIdentifier:
        pass
    if re.fullmatch(r"[0-9 ]{16,23}", typed):
        found.append((Kind.BANK_CARD, "whole", typed.replace(" ", "")))
    return found


def _tails(typed: str) -> list[QueryForm]:
    tail = typed.upper()
    found: list[QueryForm] = []
    if re.fullmatch(r"[0-9]{4}", tail):
        found.append((Kind.PHONE, "tail4", tail))
    if re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{4}|[A-Z0-9]{3}[挂学警港澳试超领使]", tail):
        found.append((Kind.PLATE, "tail4", tail))
    if re.fullmatch(r"[0-9]{3}[0-9X]", tail):
        found += [(kind, "tail4", tail) for kind in (Kind.ID_CARD, Kind.HKMO_TW_PERMIT, Kind.PASSPORT)]
    if re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5}|[A-Z0-9]{4}[挂学警港澳试超领使]", tail):
        found.append((Kind.PLATE, "tail5", tail))
    if re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{6}", tail):
        found.append((Kind.PLATE, "tail6", tail))
    return found


def _handles(typed: str) -> list[QueryForm]:
    found: list[QueryForm] = []
    if "@" in typed:
        found += [(Kind.EMAIL, *form) for form in search_forms(Kind.EMAIL, typed)]
    elif re.fullmatch(r"[A-Za-z][-_A-Za-z0-9]{5,24}", typed):
        found += [(Kind.WECHAT, *form) for form in search_forms(Kind.WECHAT, typed)]
    return found


def _names(typed: str) -> list[QueryForm]:
    try:
        name = person_name.parse(typed)
    except InvalidIdentifier:
        return []
    found: list[QueryForm] = [(Kind.NAME, "whole", name.text.casefold())]
    if _HAN_QUERY.fullmatch(name.text):
        found += _han_fragments(name.text, titled=bool(name.note))
    elif name.kind is NameKind.LATIN and " " not in name.text:
        found.append((Kind.NAME, "part", name.text.casefold()))
    return found


def _han_fragments(text: str, *, titled: bool) -> list[QueryForm]:
    """张 and 王先生 are surnames; 小明 may be a given name, a part or the start of a firm's name."""
    if len(text) == 1 or (titled and text in COMPOUND):
        return [(Kind.NAME, "surname", text)]
    found: list[QueryForm] = [(Kind.NAME, "given", text)] if len(text) <= 3 else []
    if text in COMPOUND:
        found.append((Kind.NAME, "surname", text))
    found.append((Kind.NAME, "part", text))
    if len(text) <= _LONGEST_PREFIX:
        found.append((Kind.NAME, "prefix", text))
    return found
