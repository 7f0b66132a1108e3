"""Where a row is about: community, building, unit and room, from several cells and from rows above."""

import re
from dataclasses import replace
from typing import NamedTuple

from lindun.core.identifiers import dwelling
from lindun.core.identifiers.dwelling import Dwelling
from lindun.core.identifiers.refusal import InvalidIdentifier, Reason
from lindun.core.identifiers.traditional import simplified
from lindun.core.identifiers.writing import is_blank

from .repairs import repairs
from .table import Cell
from .values import Note, as_text

_MOST_REMEMBERED = 50_000
_LONGEST_ZONE = 6
_LONGEST_BUILDING = 2  # digits of a building's number where rooms have as many as 201
_REGION_ENDS = ("省", "市", "区", "县", "镇", "乡", "道", "路", "街", "号")
_FLOOR_AND_ROOM = re.compile(r"([1-9][0-9]?)-([0-9]{2})")
_FLOOR = re.compile(r"([1-9][0-9]?)(?:层|楼|[Ff])?")
_ON_FLOOR = re.compile(r"[0-9]{1,2}")
_SUFFIXES = ("住宅小区", "小区", "项目")


class Place(NamedTuple):
    """Parts without words and leading zeros; absent parts are empty."""

    building: str
    unit: str
    room: str
    zone: str = ""
    community: str = ""

    def __repr__(self) -> str:
        return "Place(•••)"


class _Read(NamedTuple):
    value: Dwelling | None
    codes: tuple[str, ...]


class Places:
    """Reads the place of row after row; equal cells are read once.

    :param building: the building that stands for rows that name none (sheet name or title).
    :param zone: the same for the phase or zone.
    :param unit: the same for the unit; it belongs to that building.
    """

    def __init__(self, building: str, zone: str = "", unit: str = "") -> None:
        self._zone = zone
        self._sheet_building = building
        self._building = ""
        self._unit = unit
        self._rooms: dict[tuple[str, bool], _Read] = {}
        self._parts: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}

    def heading(self, building: str) -> None:
        """A row between the others says that the rows below belong to this building."""
        self._sheet_building, self._building, self._unit = building, "", ""

    def read(
        self, building: Cell, unit: Cell, room: Cell, note: Note, *, zone: Cell = None, floor: Cell = None
    ) -> Place:
        """The place a row names. Zone, building and unit that are left blank are those of the row above. What
        is written but cannot be read leaves the row without a place: it would land in a wrong one."""
        self._zone = _read_zone(zone) or self._zone
        own_building, own_unit = self._part("building", building, note), self._part("unit", unit, note)
        known_building = own_building or self._building or self._sheet_building
        if own_building and own_unit and (match := _FLOOR_AND_ROOM.fullmatch(as_text(room).strip())):
            floor, room = match.groups()  # 15-03 beside its building and unit
        found = self._room(_with_floor(floor, room), bool(known_building) and not own_unit, note)
        if found is None or self._unclear(building, own_building, found.building):
            place = Place(own_building, own_unit, "")
        elif self._unclear(unit, own_unit, found.unit):
            place = Place(own_building, "", "")
        else:
            whole_building = self._whole_building(found.building, own_building, note)
            whole_unit = self._whole_unit(found, whole_building, own_unit, note)
            place = Place(whole_building, whole_unit, found.room, found.zone or self._zone, found.community)
        if own_building and own_building != self._building:
            self._building, self._unit = own_building, own_unit
        elif own_unit:
            self._unit = own_unit
        return place

    @staticmethod
    def _unclear(cell: Cell, own: str, stated: str) -> bool:
        """Whether something stands in the cell that is neither read nor said by the room itself."""
        return not own and not stated and not is_blank(as_text(cell).strip())

    def _whole_building(self, stated: str, own: str, note: Note) -> str:
        if stated and own and stated != own:
            note("building_conflict")
        if not stated and not own and self._building:
            note("inherited_building")
        return stated or own or self._building or self._sheet_building

    def _whole_unit(self, found: Dwelling, building: str, own: str, note: Note) -> str:
        if found.unit and own and found.unit != own:
            note("unit_conflict")
        unit = found.unit or own
        if not unit and not found.building and self._unit and building == (self._building or building):
            note("inherited_unit")
            unit = self._unit
        return unit

    def _room(self, cell: Cell, building_known: bool, note: Note) -> Dwelling | None:
        text = as_text(cell)
        if not text or text.isspace():
            return None
        key = (text, building_known)
        known = self._rooms.get(key)
        if known is None:
            if len(self._rooms) > _MOST_REMEMBERED:
                self._rooms.clear()
            known = self._rooms[key] = _read_room(text, building_known)
        for code in known.codes:
            note(code)
        return known.value

    def _part(self, kind: str, cell: Cell, note: Note) -> str:
        text = as_text(cell)
        if not text:
            return ""
        key = (kind, text)
        known = self._parts.get(key)
        if known is None:
            known = self._parts[key] = _read_part(kind, text)
        for code in known[1]:
            note(code)
        return known[0]


def _with_floor(floor: Cell, room: Cell) -> Cell:
    """Room 01 in a row that says floor 15 is 1501."""
    number = _FLOOR.fullmatch(as_text(floor).strip())
    shown = as_text(room).strip()
    return f"{number[1]}{shown:0>2}" if number and _ON_FLOOR.fullmatch(shown) else room


def _read_zone(cell: Cell) -> str:
    """1期 of 一期; under a heading that says phase or zone a bare number is a phase, any other short name
    stays as it is."""
    text = as_text(cell).strip()
    try:
        return dwelling.parse_zone(f"{text}期" if text.isdigit() else text)
    except InvalidIdentifier:
        return "" if is_blank(text) or len(text) > _LONGEST_ZONE else simplified(text)


def same_community(one: str, other: str) -> bool:
    """Whether two names mean one community: blanks, endings such as 小区, a town before it do not count."""
    short, long = sorted((_core(one), _core(other)), key=len)
    if len(short) < 2:
        return bool(short) and short == long
    behind_region = long.endswith(short) and long[: -len(short)][-1:] in _REGION_ENDS
    return long.startswith(short) or behind_region


def _core(name: str) -> str:
    core = simplified("".join(name.split()))
    for suffix in _SUFFIXES:
        if len(core) > len(suffix) + 1:
            core = core.removesuffix(suffix)
    return core


def _read_room(text: str, building_known: bool) -> _Read:
    if text.isascii() and text.isdigit() and len(text) <= 5:
        return _Read(Dwelling(room=text.lstrip("0") or "0"), ())
    try:
        found = dwelling.parse_room(text)
        if building_known and len(found.building) == len(found.room) > _LONGEST_BUILDING:
            return _Read(None, ("room_unknown_shape",))  # 201-202 on the sheet of a building: two rooms
        if building_known and found.building and not found.unit:
            within = dwelling.parse_room(text, building=found.building)  # 2-1501: unit and room, if it can be
            if within.unit:
                found = replace(within, building="")
    except InvalidIdentifier as refusal:
        return _Read(None, () if refusal.reason is Reason.EMPTY else (f"room_{refusal.reason}",))
    return _Read(found, () if found.text == text else tuple(repairs("room", text, found.text)))


def _read_part(kind: str, text: str) -> tuple[str, tuple[str, ...]]:
    read = dwelling.parse_building if kind == "building" else dwelling.parse_unit
    try:
        return read(text), ()
    except InvalidIdentifier as refusal:
        return "", () if refusal.reason is Reason.EMPTY else (f"{kind}_{refusal.reason}",)
