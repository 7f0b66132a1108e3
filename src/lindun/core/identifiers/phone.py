"""Telephone numbers: mainland mobile and landline, Hong Kong, Macau, Taiwan, abroad.

Numbering: MIIT numbering plan (mobile 1[3-9], area codes 0xx/0xxx); ITU-T E.164 for the others.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from .refusal import InvalidIdentifier, Reason
from .writing import spoken_digits, tidy, whole_number


class PhoneKind(StrEnum):
    """Which numbering plan a number belongs to."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    HONG_KONG = "hk"
    MACAU = "mo"
    TAIWAN = "tw"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number.

    ``digits``: national number (mobile 11 digits; landline with its area code and leading 0; elsewhere
    without country code, except that a foreign number keeps it). ``extension``: landline only.
    """

    kind: PhoneKind
    digits: str = field(repr=False)
    extension: str = field(default="", repr=False)

    @property
    def area(self) -> str:
        """Area code of a landline with its leading 0; empty for other kinds."""
        if self.kind is not PhoneKind.LANDLINE:
            return ""
        return self.digits[:3] if self.digits[1] in "12" else self.digits[:4]

    @property
    def text(self) -> str:
        """Canonical form: ``13800000000``, ``0571-55551234``, ``0571-55551234-806``, ``+852-51234567``."""
        match self.kind:
            case PhoneKind.MOBILE:
                return self.digits
            case PhoneKind.LANDLINE:
                parts = [self.area, self.digits[len(self.area) :], self.extension]
                return "-".join(part for part in parts if part)
            case PhoneKind.FOREIGN:
                return f"+{self.digits}"
        return f"+{_COUNTRY[self.kind]}-{self.digits}"


_COUNTRY = {PhoneKind.HONG_KONG: "852", PhoneKind.MACAU: "853", PhoneKind.TAIWAN: "886"}
_ABROAD = (
    (PhoneKind.HONG_KONG, re.compile(r"852([2-9][0-9]{7})")),
    (PhoneKind.MACAU, re.compile(r"853([268][0-9]{7})")),
    (PhoneKind.TAIWAN, re.compile(r"8860?(9[0-9]{8}|[2-8][0-9]{7,8})")),
)
_MOBILE = re.compile(r"(?:86)?0?(1[3-9][0-9]{9})")
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(rf"({_AREA}[2-8][0-9]{{6,7}})(?:-([0-9]{{1,6}}))?")
_FOREIGN = re.compile(r"(?!8[56][0-9]|886)[1-9][0-9]{6,14}")
_NOT_PERSONAL = re.compile(r"[48]00[0-9]{7}|9[56][0-9]{3,8}|1[012][0-9]{1,3}")
_MACHINE = re.compile(r"1(?:4|06)[0-9]{10,11}")

_EXTENSION_WORD = re.compile(r"\s*(?:[转轉]|分[机機][号號]?|ext\.?|x)\s*(?=[0-9])", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*-\s*([0-9]{1,6})$")
_ALLOWED = re.compile(r"(?:\+|\(\+)?[0-9\s.\-()]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－~·", "-"))
_SEPARATOR = re.compile(
    r"[、/,，;；|&\n]+|\b(?:or|tel|mobile|mob|phone|cell|fax)\b[.:]?|[:：]?[一-鿿]+[:：]?|[\[\]【】<>《》]",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[^\s\-]+")
_MOST_PIECES = 24


def parse(text: str, *, area: str = "") -> Phone:
    """Read one telephone number.

    :param text: as written: full-width, spaced, dashed, dotted, ``+86``, ``0086``, ``(0571)``, spoken
        Chinese digits, or damaged by a spreadsheet.
    :param area: area code (with its 0) assumed for a local number of 7 or 8 digits.
    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST, WRONG_ALPHABET, TOO_SHORT, TOO_LONG,
        AREA_CODE_MISSING, NOT_PERSONAL (hotlines, machine cards), UNKNOWN_SHAPE.
    """
    if _PLAIN_MOBILE.fullmatch(text):
        return Phone(PhoneKind.MOBILE, text)
    written = _EXTENSION_WORD.sub("-", spoken_digits(whole_number(tidy(text)))).translate(_DASHES)
    if not _ALLOWED.fullmatch(written):
        raise InvalidIdentifier(Reason.WRONG_ALPHABET)
    international = written.lstrip("( ").startswith(("+", "00"))
    extension = _EXTENSION.search(written) if _local_length(written) else None
    digits = re.sub(r"[^0-9]", "", written[: extension.start()] if extension else written)
    if international:
        digits = digits.removeprefix("00")
    return _read(digits, international=international, extension=extension[1] if extension else "", area=area)


def parse_all(text: str, *, area: str = "") -> tuple[list[Phone], list[Reason]]:
    """Read a cell that may hold several numbers and words about them (``手机:138…（女儿）/0571-…``).

    :returns: the numbers in order without repeats, and one reason for each piece that is not a number.
        An empty cell gives two empty lists.
    :raises InvalidIdentifier: never.
    """
    if _PLAIN_MOBILE.fullmatch(text):
        return [Phone(PhoneKind.MOBILE, text)], []
    phones: dict[Phone, None] = {}
    reasons: list[Reason] = []
    try:
        cell = whole_number(tidy(text))
    except InvalidIdentifier as refusal:
        return [], [] if refusal.reason is Reason.EMPTY else [refusal.reason]
    cell = _EXTENSION_WORD.sub("-", spoken_digits(cell)).translate(_DASHES)
    chunks = [chunk for chunk in _SEPARATOR.split(cell) if re.search(r"[^\s()\-.]", chunk)]
    for chunk in chunks:
        found, refused = _read_chunk(_balanced(chunk), next((p.area for p in phones if p.area), area))
        phones.update(dict.fromkeys(found))
        reasons.extend(refused)
    if not chunks:
        reasons.append(Reason.UNKNOWN_SHAPE)
    return list(phones), reasons


def _read_chunk(chunk: str, area: str) -> tuple[list[Phone], list[Reason]]:
    """One number, or several with only blanks or dashes between: the longest run that reads wins."""
    try:
        return [parse(chunk, area=area)], []
    except InvalidIdentifier as refusal:
        whole = refusal.reason
    pieces = list(_PIECE.finditer(chunk))[:_MOST_PIECES]
    phones: list[Phone] = []
    start = 0
    while start < len(pieces):
        for end in range(min(len(pieces), start + 8), start, -1):
            try:
                phones.append(parse(chunk[pieces[start].start() : pieces[end - 1].end()]))
            except InvalidIdentifier:
                continue
            start = end
            break
        else:
            return phones, [whole if not phones else Reason.UNKNOWN_SHAPE]
    return phones, []


def _balanced(chunk: str) -> str:
    """Without brackets that a removed note left open, such as ``138…(``."""
    chunk = chunk.strip(" .-").replace("()", "")
    return chunk if chunk.count("(") == chunk.count(")") else chunk.replace("(", "").replace(")", "")


def _local_length(written: str) -> bool:
    """Whether a trailing ``-nnn`` can be an extension: what stands before it is a whole landline."""
    match = _EXTENSION.search(written)
    before = re.sub(r"[^0-9]", "", written[: match.start()]) if match else ""
    return bool(
        re.fullmatch(rf"(?:(?:00)?86)?(?:{_AREA}|(?<=86)[1-9][0-9]{{1,2}})?[2-8][0-9]{{6,7}}", before)
    )


def _read(digits: str, *, international: bool, extension: str, area: str) -> Phone:
    home = not international or digits.startswith("86")
    if home and not extension and (match := _MOBILE.fullmatch(digits)):
        return Phone(PhoneKind.MOBILE, match[1])
    for kind, pattern in _ABROAD:
        if not extension and (match := pattern.fullmatch(digits)):
            return Phone(kind, match[1])
    if international and digits.startswith("86"):
        digits = "0" + digits[2:].removeprefix("0")
    elif international and _FOREIGN.fullmatch(digits):
        return Phone(PhoneKind.FOREIGN, digits)
    if area and re.fullmatch(r"[2-8][0-9]{6,7}", digits):
        digits = area + digits
    if match := _LANDLINE.fullmatch(digits):
        phone = Phone(PhoneKind.LANDLINE, match[1], extension)
        if len(phone.area) == 4 or len(match[1]) == 11:
            return phone
    raise InvalidIdentifier(_why(digits))


def _why(digits: str) -> Reason:
    if _NOT_PERSONAL.fullmatch(digits) or _MACHINE.fullmatch(digits):
        return Reason.NOT_PERSONAL
    if re.fullmatch(r"[2-8][0-9]{6,7}", digits):
        return Reason.AREA_CODE_MISSING
    if len(digits) < 11:
        return Reason.TOO_SHORT
    return Reason.TOO_LONG if len(digits) > 11 else Reason.UNKNOWN_SHAPE
