"""How the rows of one export are written, so that the copy can be told, and how a leaked list is read back.

A row begins with the dwelling, written with 室 or without, as the copy's mark chooses. Rows are in the order
of dwellings; people of one dwelling in the order of the mark. Decoys stand among them like everybody else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from lindun.core.marking import Copy, LeakedRow, Mark
from lindun.sharing.files.decoys import Decoy

BETWEEN = "、"  # several values of one item in one cell
_NUMBERED = re.compile(r"[A-Z]?[0-9]{1,5}[A-Z]?")
_HOME = re.compile(
    r"(?P<building>[A-Z]{0,2}[0-9]{1,3}[A-Z]?|[A-Z])\s*(?:栋|幢|号楼|座)\s*"
    r"(?:(?P<unit>[A-Z]{0,2}[0-9]{1,3}|[A-Z])\s*单元\s*)?"
    r"(?P<room>[A-Z]?[0-9]{1,5}[A-Z]?)(?![0-9A-Z])\s*(?P<said>室?)"
)
_PHONE = re.compile(r"(?<![0-9*])1[3-9][0-9](?:[ -]?[0-9]{4}|[ -]?\*{4})[ -]?[0-9]{4}(?![0-9*])")
_SEPARATING = re.compile("[ -]")
_NAME = re.compile(r"[一-鿿]{1,2}\*\*|[一-鿿·]{2,10}")


class Home(NamedTuple):
    """Where somebody lives, as the registry keeps it: `3`, `1`, `1201`; the unit may be empty."""

    building: str
    unit: str
    room: str


class Person(NamedTuple):
    """One person of a list. values: by item code, as they may be written: masked or in clear."""

    home: Home
    values: Mapping[str, Sequence[str]]

    def __repr__(self) -> str:
        return "Person()"


def write_rows(mark: Mark, people: Iterable[Person], items: Sequence[str]) -> list[list[str]]:
    """Return the rows of this copy: dwelling, then one cell for each item."""
    placed = []
    for person in people:
        cells = _cells(person, items)
        anchor = _anchor(cells)
        placed.append(((*map(_natural, person.home), mark.rank(anchor)), _row(mark, person, cells, anchor)))
    return [row for _, row in sorted(placed)]


def as_person(decoy: Decoy, items: Sequence[str], *, shown: Callable[[str, str], str]) -> Person:
    """A decoy as a person of the list; `shown(item, value)` gives what may be written of a value."""
    values = {"name": decoy.name, "phone": decoy.phone}
    return Person(
        Home(decoy.building, decoy.unit, decoy.room),
        {item: [shown(item, values[item])] for item in items if item in values},
    )


def as_copy(mark: Mark, decoys: Iterable[Person], items: Sequence[str], *, decoy_bits: float) -> Copy:
    """What tracing must know of a copy: by what words each of its decoys is recognised."""
    return Copy(mark.number, [_telling(read_row(_cells(decoy, items))) for decoy in decoys], decoy_bits)


def read_row(cells: Sequence[str]) -> LeakedRow:
    """Read one row of a leaked list, whatever its columns are: a row may also be one line of text."""
    text = unicodedata.normalize("NFKC", " | ".join(cells))
    phones = [_SEPARATING.sub("", written) for written in _PHONE.findall(text)]
    text = _PHONE.sub(" | ", text)
    home = _HOME.search(text)
    where = "-".join(part for part in home.group("building", "unit", "room") if part) if home else ""
    names = _NAME.findall(_HOME.sub(" | ", text))
    return LeakedRow(
        anchor=phones[0] if phones else where,
        variant=int(bool(home["said"])) if home else None,
        group=where,
        traits=frozenset({*phones, *names, where} - {""}),
    )


def _anchor(cells: Sequence[str]) -> str:
    """What `read_row` will take for the anchor of the row, without reading the rest."""
    found = _PHONE.search(unicodedata.normalize("NFKC", " | ".join(cells)))
    return _SEPARATING.sub("", found[0]) if found else read_row(cells).anchor


def _telling(decoy: LeakedRow) -> frozenset[str]:
    """Name and number in clear are enough; of masked ones too little shows, so the dwelling belongs to it."""
    masked = any("*" in trait for trait in decoy.traits)
    return decoy.traits if masked or len(decoy.traits) < 3 else decoy.traits - {decoy.group}


def _cells(person: Person, items: Sequence[str]) -> list[str]:
    """The row as it is before the mark chooses."""
    building, unit, room = person.home
    home = f"{building}栋{f'{unit}单元' if unit else ''}{room}"
    return [home, *(BETWEEN.join(person.values.get(item, ())) for item in items)]


def _row(mark: Mark, person: Person, cells: Sequence[str], anchor: str) -> list[str]:
    said = "室" if _NUMBERED.fullmatch(person.home.room) and mark.variant(anchor) else ""
    return [cells[0] + said, *cells[1:]]


@lru_cache(maxsize=4096)
def _natural(text: str) -> tuple[int, str]:
    digits = re.sub(r"[^0-9]", "", text)
    return int(digits or 0), text
