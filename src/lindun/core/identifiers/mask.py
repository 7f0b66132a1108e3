"""The one standard masked form of each kind of identifier.

Rules, in this order:

1. A value that reads as its kind gets that kind's form (the table in ``mask``).
2. A value that does not read keeps its first and last character if it is long (``1****7``), else nothing.
3. No form shows the middle of a value, and the length is not shown where the kind has no fixed length.

Masking never raises: whatever stands in a cell has a masked form.
"""

import re
from collections.abc import Callable
from datetime import date

from . import account, day, dwelling, identity_paper, person_name, phone, plate
from .kinds import Kind
from .person_name import NameKind, PersonName
from .phone import Phone, PhoneKind
from .refusal import InvalidIdentifier
from .writing import tidy

HIDDEN = "****"
"""What is shown of a value of which nothing is shown."""
_SHORTEST_WITH_ENDS = 7
"""A value of unknown shape and fewer characters shows nothing at all."""

_HAN = "[一-鿿]"
_ROAD = re.compile(
    rf"(?=.{{0,12}}[省市区县])(?:{_HAN}{{2,3}}省)?(?:{_HAN}{{2,3}}市)?(?:{_HAN}{{1,4}}[区县])?"
    rf"(?:{_HAN}{{1,5}}(?:镇|乡|街道))?{_HAN}{{1,6}}?(?:路|街|大道|巷|弄)(?=[0-9])"
)
"""A street behind its town. Without a town what stands there may be a person's name: nothing is shown."""
_COMPOUND = re.compile(
    rf"{_HAN}{{2,}}(?:[府里苑园城湾村邸居院轩阁墅庭坊寓厦庄港洲岛郡台邦汇区]|花园|家园|小区|公寓|大厦|广场|中心)"
)
"""A compound's name by its ending, for the same reason."""
_LEGAL_FORM = re.compile(
    r"(?:(?:股份|责任)?有限(?:责任)?公司|集团|公司|委员会|事务所|银行|学校|医院|中心|个体工商户)$"
)


def mask(kind: Kind, value: str) -> str:
    """Masked form of a value.

    ============== ======================================================================
    PHONE          ``138****5678``; Hong Kong and Macau ``+852-51****67``; Taiwan ``+886-91****678``
    LANDLINE       area code, ``****``, last three or four: ``0571-****1234``
    ID_CARD        first and last character: ``1****************X``
    PASSPORT etc.  first and last two: ``E******78`` (permits the same)
    BANK_CARD      last four: ``****5678``
    USCC           middle ten hidden: ``9135**********0Y43``
    PLATE          province, letter, last two: ``粤B·***45``
    NAME           surname and two stars whatever the length: ``张**``, ``欧阳**``, ``买**``
    ADDRESS        down to the unit: ``3栋2单元****``; a street without its number: ``杭州市文一路****``
    EMAIL          at most three of the name, never more than half: ``zha***@example.com``
    WECHAT, QQ     first and last: ``w****5``
    DOB            the year: ``1990-**-**``
    VIN            last six hidden
    others         nothing, or all digits but the last two where a paper has a known shape
    ============== ======================================================================

    :param value: as stored or as written; it is normalised first.
    :raises: nothing, for any text.
    """
    try:
        return _FORMS[kind](value)
    except InvalidIdentifier:
        return HIDDEN if kind is Kind.ADDRESS else _ends(value)


def _ends(value: str) -> str:
    """For a value of unknown shape: the first and the last character, or nothing of a short one."""
    shown = "".join(value.split())
    if len(shown) < _SHORTEST_WITH_ENDS or len(shown) > 64:
        return HIDDEN
    return f"{shown[0]}{HIDDEN}{shown[-1]}"


def _between(value: str, first: int, last: int) -> str:
    return value[:first] + "*" * (len(value) - first - last) + (value[-last:] if last else "")


def _phone(value: str) -> str:
    number = phone.parse(value)
    if number.kind is PhoneKind.MOBILE:
        return f"{number.digits[:3]}{HIDDEN}{number.digits[-4:]}"
    if number.kind is PhoneKind.LANDLINE:
        return _landline(number)
    if number.kind is PhoneKind.FOREIGN:
        return f"+{HIDDEN}{number.digits[-2:]}"
    country, _, digits = number.text.partition("-")
    last = 3 if number.kind is PhoneKind.TAIWAN else 2
    return f"{country}-{digits[:2]}{HIDDEN}{digits[-last:]}"


def _landline(number: Phone) -> str:
    local = number.digits[len(number.area) :]
    return f"{number.area}-{HIDDEN}{local[4:]}"


def _paper(value: str) -> str:
    paper = identity_paper.parse(value, today=date.max)
    if paper.type.kind is Kind.ID_CARD:
        return _between(paper.value, 1, 1)
    if paper.type.kind is Kind.USCC:
        return _between(paper.value, 4, 4)
    if paper.type.kind is Kind.OFFICER:
        return re.sub(r"[0-9](?=[0-9])", "*", paper.value)
    return _between(paper.value, 1, 2)


def _foreign_paper(value: str) -> str:
    """A passport or permit column: a foreign passport needs the column to be known for one."""
    try:
        return _paper(value)
    except InvalidIdentifier:
        number = identity_paper.parse(value, today=date.max, stated=identity_paper.PaperType.PASSPORT)
        return _between(number.value, 1, 2 if len(number.value) > 7 else 1)


def _bank_card(value: str) -> str:
    return HIDDEN + account.parse_bank_card(value).text[-4:]


def _plate(value: str) -> str:
    text = plate.parse(value).text
    return f"{text[:2]}·{'*' * (len(text) - 4)}{text[-2:]}"


def _name(value: str) -> str:
    names, refused = person_name.parse_all(value)
    if refused or not names:
        return _first(value)
    return "、".join(dict.fromkeys(map(_one_name, names)))


def _one_name(name: PersonName) -> str:
    if name.kind is NameKind.COMPANY:
        form = _LEGAL_FORM.search(name.text, pos=2)
        return f"{name.text[0]}**{form[0] if form else ''}"
    if name.kind is NameKind.HAN and (name.given or name.note):
        return f"{name.surname}**"
    return f"{name.text[0]}**" if len(name.text) > 1 else "**"


def _first(value: str) -> str:
    """Not a name: at most the first character, and only where it is a Han character or a letter."""
    shown = re.sub(r"[\s*]", "", value)
    return f"{shown[0]}**" if len(shown) > 1 and shown[0].isalpha() else "**"


def _address(value: str) -> str:
    if road := _ROAD.match(tidy(value).replace(" ", "")):
        return f"{road[0]}{HIDDEN}"
    try:
        home = dwelling.parse_room(value)
    except InvalidIdentifier:
        return HIDDEN
    community = home.community if _COMPOUND.fullmatch(home.community) else ""
    building = f"{home.building}栋" if home.building else ""
    unit = f"{home.unit}单元" if home.unit else ""
    return f"{community}{home.zone}{building}{unit}{HIDDEN}"


def _email(value: str) -> str:
    name, _, domain = account.parse_email(value).text.partition("@")
    return f"{name[: min(3, len(name) // 2)]}***@{domain}"


def _wechat(value: str) -> str:
    return _handle(account.parse_wechat(value).text)


def _qq(value: str) -> str:
    return _handle(account.parse_qq(value).text)


def _handle(text: str) -> str:
    return f"{text[0]}{HIDDEN}{text[-1]}"


def _born(value: str) -> str:
    return f"{day.parse(value).year}-**-**"


def _vin(value: str) -> str:
    return _between(plate.parse_vin(value).text, 11, 0)


def _property_paper(value: str) -> str:
    digits = re.findall(r"[0-9A-Za-z]", value)
    if len(digits) < _SHORTEST_WITH_ENDS:
        return HIDDEN
    return HIDDEN + "".join(digits[-2:])


def _nothing(_value: str) -> str:
    return HIDDEN


_FORMS: dict[Kind, Callable[[str], str]] = {
    Kind.PHONE: _phone,
    Kind.LANDLINE: _phone,
    Kind.ID_CARD: _paper,
    Kind.HKMO_TW_PERMIT: _foreign_paper,
    Kind.PASSPORT: _foreign_paper,
    Kind.BANK_CARD: _bank_card,
    Kind.USCC: _paper,
    Kind.OFFICER: _paper,
    Kind.PLATE: _plate,
    Kind.WECHAT: _wechat,
    Kind.QQ: _qq,
    Kind.EMAIL: _email,
    Kind.NAME: _name,
    Kind.ADDRESS: _address,
    Kind.DOB: _born,
    Kind.VIN: _vin,
    Kind.PROPERTY_PAPER: _property_paper,
    **dict.fromkeys(
        (
            *(Kind.METER, Kind.ACCESS_CARD, Kind.IMEI, Kind.IP, Kind.MAC, Kind.GEO),
            *(Kind.SOCIAL_SECURITY, Kind.SECRET),
        ),
        _nothing,
    ),
}
