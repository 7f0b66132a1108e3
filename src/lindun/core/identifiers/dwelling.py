"""Where somebody lives inside a compound: zone, building, unit, room, written in a dozen ways."""

import re
from dataclasses import dataclass, field

from .refusal import InvalidIdentifier, Reason
from .traditional import simplified
from .writing import arabic_numerals, tidy, whole_number


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling. Parts are strings without leading zeros and without 栋/单元/室; absent parts are empty.

    ``community`` and ``zone`` (2期, A区) are what stood before the building, as written.
    """

    building: str = field(default="", repr=False)
    unit: str = field(default="", repr=False)
    room: str = field(default="", repr=False)
    zone: str = field(default="", repr=False)
    community: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """Canonical short form ``3-2-1501``; ``3-1501`` without unit, ``2单元1501`` without building."""
        if self.unit and not self.building:
            return f"{self.unit}单元{self.room}"
        return "-".join(part for part in (self.building, self.unit, self.room) if part)


_NUMBER = r"[A-Z]{0,2}[0-9]{1,3}[A-Z]?|[A-Z]|[甲乙丙丁戊东南西北中]"
_ROOM = r"(?:商铺|别墅|门面|车位|车库|储藏室|商|铺)?[A-Z]{0,2}[0-9]{1,5}[A-Z]?"
_VILLA = re.compile(r"([0-9]{1,3}[A-Z]?)(?:号楼?|栋|幢|座|#)别墅")
_BUILDING_WORD = (
    r"(?:号楼|栋楼|幢楼|#楼|栋|幢|座|塔|楼栋|#|楼(?=[0-9A-Z]+(?:单元|门))"
    r"|号(?=-?(?:[0-9A-Z]+(?:单元|-)|[0-9]{3,4}(?:室|房)?$)))"
)
_UNIT_WORD = r"(?:单元|门栋|梯|(?<=[0-9])门)"
_ROOM_WORD = r"(?:室|房间|房|户|号房|号室|号)?"
_STREET = re.compile(
    r"^[一-鿿]{2,20}(?:路|街|大道|巷)[0-9]{1,5}号(?=[一-鿿]|[0-9A-Z]{1,4}(?:号楼|栋|幢|座|#))"
)
_COURT = re.compile(r"^[一-鿿]{0,20}[0-9]{1,5}(?:弄|号院)-?(?=[^-])")  # a compound by its street
_HAN = re.compile(r"[一-鿿]*")
_ZONE_WORDS = r"[0-9]{1,2}期(?:[A-Z东南西北]区)?|(?:[A-Z东南西北]|[0-9]{1,2})区"
_ZONE = re.compile(rf"^(?P<zone>{_ZONE_WORDS})-?")
_WHOLE_ZONE = re.compile(_ZONE_WORDS)
_FLOOR = r"(?:(?P<floor>[0-9]{1,2})(?:层|楼|F)-?)?"
_THREE = re.compile(
    rf"^(?P<building>{_NUMBER})(?:{_BUILDING_WORD}-?|-)(?P<unit>{_NUMBER})(?:(?:{_UNIT_WORD}|座|#)-?|-)"
    rf"{_FLOOR}(?P<room>{_ROOM}){_ROOM_WORD}$"
)
_DASHED = re.compile(rf"^(?P<building>{_NUMBER})(?P<unit>)-(?P<room>{_ROOM}){_ROOM_WORD}$")
_WORDED = re.compile(
    rf"^(?:(?P<building>{_NUMBER}){_BUILDING_WORD}-?)?(?:(?P<unit>{_NUMBER}){_UNIT_WORD}-?)?"
    rf"{_FLOOR}(?P<room>{_ROOM}){_ROOM_WORD}$"
)
_PLAIN = re.compile(r"([1-9][0-9]{0,2})-([1-9][0-9]?)-([1-9][0-9]{2,3})")
_TWO_ROOMS = re.compile(r"\s*([0-9]{3,4})室?\s*[/、,，;；&+和及与~～]\s*([0-9]{3,4})室?\s*")
_DASHES = re.compile(r"[‐‑‒–—―−ー_/\\~.·,，、\-]+")
_NOTE = re.compile(r"\([^()]*[一-鿿][^()]*\)")
_CELL = re.compile(rf"^({_NUMBER})(?:{_BUILDING_WORD}|楼|号|{_UNIT_WORD})?$")
_ROOM_CELL = re.compile(rf"^({_ROOM})(?:室|房间|房|户|号房|号室|号)?$")


def parse_room(text: str, *, building: str = "") -> Dwelling:
    """Read a room as written in one cell.

    Understands ``3-2-1501``, ``3栋2单元1501室``, ``三栋二单元1501``, ``3#1501``, ``3号楼2-1501``,
    ``2期A区3幢15层1501``, a bare ``1501`` and ``2单元1501``, full-width or spaced.

    :param building: the building known from elsewhere (sheet name, another column); then ``2-1501`` is
        read as unit and room.
    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST, UNKNOWN_SHAPE.
    """
    if match := _PLAIN.fullmatch(text):
        return Dwelling(*match.groups())
    if (two := _TWO_ROOMS.fullmatch(text)) and len(two[1]) == len(two[2]):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)  # not building 201, room 202
    plain = _STREET.sub("", _COURT.sub("", _plain(text)))
    for length in _community_lengths(plain):
        if dwelling := _read(plain[length:], building, plain[:length]):
            return dwelling
    raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)


def _community_lengths(plain: str) -> list[int]:
    """How many leading characters may be the name of the community: none, or two and more Han. The
    shortest that leaves a readable rest is right, for a name may hold numerals itself (四季花园)."""
    han = _HAN.match(plain)
    return [0, *range(2, min(han.end() if han else 0, 20) + 1)]


def _read(written: str, building: str, community: str) -> Dwelling | None:
    rest, zone = _digits(written), ""
    if match := _ZONE.match(rest):
        zone, rest = match["zone"], rest[match.end() :]
    rest = _VILLA.sub(r"别墅\1", rest)
    match = _THREE.match(rest) or _DASHED.match(rest) or _WORDED.match(rest)
    if match is None:
        return None
    parts = {name: _number(value) for name, value in match.groupdict(default="").items()}
    if building and match.re is _DASHED:
        parts["unit"], parts["building"] = parts["building"], ""
    room = _number(_with_floor(parts.get("floor", ""), parts["room"]))
    return Dwelling(parts["building"] or _number(building), parts["unit"], room, zone, community)


def parse_building(text: str) -> str:
    """Building number of a cell, column or sheet name: ``3栋``, ``3#``, ``三号楼``, ``3.0`` give ``3``.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST, UNKNOWN_SHAPE.
    """
    return _part(_CELL, text)


def parse_zone(text: str) -> str:
    """Phase or zone of a sheet name or cell: ``一期`` and ``第1期`` give ``1期``, ``A区`` stays.

    :raises InvalidIdentifier: EMPTY, ALREADY_MASKED, PRECISION_LOST, UNKNOWN_SHAPE.
    """
    zone = _digits(_plain(text))
    if not _WHOLE_ZONE.fullmatch(zone):
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return zone


def parse_unit(text: str) -> str:
    """Unit number of a cell: ``2单元``, ``二单元``, ``2.0`` give ``2``. Errors as ``parse_building``."""
    return _part(_CELL, text)


def parse_room_number(text: str) -> str:
    """Room number of a cell: ``1501室``, ``1501.0``, ``0501`` give ``1501``, ``1501``, ``501``.
    Errors as ``parse_building``."""
    return _part(_ROOM_CELL, text)


def _part(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.match(_digits(_plain(text)))
    if match is None:
        raise InvalidIdentifier(Reason.UNKNOWN_SHAPE)
    return _number(match[1])


def _plain(text: str) -> str:
    """Without blanks, brackets and the notes in them. Dots, slashes and blanks between numbers become
    dashes, lest 3 1501 turn into 31501."""
    parted = re.sub(
        r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])", "-", re.sub(r"\.0+$", "", whole_number(simplified(tidy(text))))
    )
    plain = _NOTE.sub("", re.sub(r"\s", "", parted)).upper()
    return _DASHES.sub("-", re.sub(r"[()]", "", plain)).strip("-")


def _digits(plain: str) -> str:
    return re.sub(r"第(?=[0-9])", "", arabic_numerals(plain))


def _number(value: str) -> str:
    return re.sub(r"^0+(?=[0-9])", "", value)


def _with_floor(floor: str, room: str) -> str:
    """Room 3 on floor 15 is 1503; room 1503 on floor 15 stays."""
    return f"{floor}{room:0>2}" if floor and room.isdigit() and len(room) <= 2 else room
