"""Vehicle plates and vehicle identification numbers.

Sources: GA 36-2018 (plates), GB 16735-2019 (VIN).
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from .checks import vin_ok
from .refusal import InvalidIdentifier, Reason
from .traditional import simplified
from .writing import tidy

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_TAIL = "A-HJ-NP-Z0-9"


class PlateKind(StrEnum):
    """Which series a plate belongs to."""

    STANDARD = "standard"
    NEW_ENERGY = "new_energy"
    SPECIAL = "special"  # 挂 学 警 港 澳 试 超
    DIPLOMATIC = "diplomatic"
    POLICE_FORCE = "police_force"  # armed police, WJ
    MILITARY = "military"
    AVIATION = "aviation"
    RESCUE = "rescue"


_SERIES = (
    (
        PlateKind.NEW_ENERGY,
        rf"[{PROVINCES}][A-HJ-Z](?:[DABCEFGHJK][{_TAIL}][0-9]{{4}}|[0-9]{{5}}[DABCEFGHJK])",
    ),
    (PlateKind.STANDARD, rf"[{PROVINCES}][A-HJ-Z][{_TAIL}]{{5}}"),
    (PlateKind.SPECIAL, rf"[{PROVINCES}][A-HJ-Z][{_TAIL}]{{4}}[挂学警港澳试超]"),
    (PlateKind.DIPLOMATIC, rf"使[0-9]{{6}}|领[0-9]{{6}}|[{PROVINCES}][A-HJ-Z][0-9]{{4}}[领使]"),
    (PlateKind.POLICE_FORCE, rf"WJ(?:[{PROVINCES}]|[0-9]{{2}})?[0-9]{{4}}[0-9A-Z消边通森金警电]"),
    (PlateKind.MILITARY, r"[VKHBSLJNGCEZ][A-HJ-Z][0-9]{5}"),
    (PlateKind.AVIATION, rf"民航[{_TAIL}]{{5}}"),
    (PlateKind.RESCUE, rf"[{PROVINCES}][A-HJ-Z]{{1,2}}[{_TAIL}]{{3,4}}应急"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _SERIES)
_ANYWHERE = re.compile("|".join(pattern for _, pattern in _SERIES))
_PLAIN = re.compile(rf"[{PROVINCES}][A-HJ-Z][{_TAIL}]{{5}}")
_NOISE = re.compile(r"[\s\-‐‑‒–—―−.·•・‧∙●_()\[\]【】]")
_SEPARATOR = re.compile(r"[、/,，;；|&\n]+")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")


@dataclass(frozen=True, slots=True)
class Plate:
    """A vehicle plate; ``text`` is upper case without separators: ``浙A12345``."""

    kind: PlateKind
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Vin:
    """A vehicle identification number; ``check_ok`` is False where position 9 disagrees (European cars
    often carry no check digit there)."""

    text: str = field(repr=False)
    check_ok: bool


def parse(text: str) -> Plate:
    """Read one plate: ``粤b·12345``, ``浙X-D12345``, ``浙 A 1234警``.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, UNKNOWN_SHAPE.
    """
    value = text if _PLAIN.fullmatch(text) else _characters(text)
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(value):
            return Plate(kind, value)
    raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)


def parse_all(text: str) -> tuple[list[Plate], list[Reason]]:
    """Read a cell that may hold several plates.

    :returns: plates in order without repeats, and one reason for each piece that is not a plate.
    :raises InvalidIdentifier: never.
    """
    if _PLAIN.fullmatch(text):
        return [parse(text)], []
    plates: dict[Plate, None] = {}
    reasons: list[Reason] = []
    for piece in _pieces(text):
        try:
            plates.update(dict.fromkeys(_read_piece(piece)))
        except InvalidIdentifier as refusal:
            if refusal.reason is not Reason.EMPTY:
                reasons.append(refusal.reason)
    return list(plates), reasons


def _read_piece(piece: str) -> list[Plate]:
    """One plate, or plates among words without digits or letters, such as 浙A12345黑色."""
    value = _characters(piece)
    found = [match[0] for match in _ANYWHERE.finditer(value)]
    if not found or re.search(r"[0-9A-Z]", _ANYWHERE.sub("", value)):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return [parse(plate) for plate in found]


def _characters(text: str) -> str:
    return _NOISE.sub("", simplified(tidy(text))).upper()


def _pieces(text: str) -> list[str]:
    """Pieces between separators; where a blank parts two provinces, it is a separator too."""
    parted = re.sub(rf"(?<=[0-9A-Za-z])\s+(?=[{PROVINCES}使领])", "、", simplified(text))
    return [piece for piece in _SEPARATOR.split(parted) if piece.strip()]


def parse_vin(text: str) -> Vin:
    """Read a vehicle identification number.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, UNKNOWN_SHAPE.
    """
    value = re.sub(r"[\s\-]", "", tidy(text)).upper()
    if not _VIN.fullmatch(value) or value.isdigit() or value.isalpha():
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return Vin(value, vin_ok(value))
