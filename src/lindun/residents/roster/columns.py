"""What each column of a sheet means, by header and by values, with a confidence a person can act on."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from lindun.core.identifiers.dwelling import parse_building, parse_unit, parse_zone
from lindun.core.identifiers.refusal import InvalidIdentifier

from .evidence import DECISIVE, agreement, shares
from .headers import Meaning, is_group_row, is_header, meaning, meaning_of_path, own_cells, paths
from .table import Cell, Sheet, SourceRow, Workbook, column_letters
from .vocabulary import SEVERAL_COLUMNS, Field

_HEADER_ZONE = 40  # rows within which a header must appear
_SAMPLE = 150
_SURE = 0.8
_WEAK = 0.2
_LONGEST_BARE = 6  # characters of a sheet's name that may be a building's number without a word
_BUILDING_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z-])([0-9A-Za-z一二三四五六七八九十]{1,4})\s*(?:栋|幢|号楼|座|#)"
)
_BUILDING_AND_UNIT = re.compile(  # 5栋A座: a building and a part of it
    r"([0-9A-Za-z一二三四五六七八九十]{1,4})\s*(?:栋|幢|号楼|#)\s*([0-9A-Za-z一二三四五六七八九十东南西北中]{1,2})\s*(?:座|单元)"
)
_BUILDING_REVERSED = re.compile(r"(?:栋|幢|楼|座)\s*([0-9A-Za-z]{1,3})")
_COMMUNITY_IN_TITLE = re.compile(r"([一-鿿A-Za-z0-9·]{2,20}?)小区")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``by`` says who decided: ``words``, ``values``, ``person``, ``rule`` or ``nobody``."""

    index: int
    header: str
    field: Field | None
    confidence: float
    by: str
    hidden: bool = False

    @property
    def letters(self) -> str:
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The meaning of every column of one sheet (or of one part of it, where the header changes)."""

    columns: tuple[Column, ...]

    def of(self, field: Field) -> tuple[int, ...]:
        """Indexes of the columns that carry the field, left to right."""
        return tuple(column.index for column in self.columns if column.field is field)

    def corrected(self, changes: Mapping[int, Field | None]) -> "ColumnMap":
        """The map with a person's word for some columns; that word is final.

        :raises KeyError: for a column that does not exist.
        """
        unknown = set(changes) - {column.index for column in self.columns}
        if unknown:
            raise KeyError(min(unknown))
        return ColumnMap(
            tuple(
                replace(column, field=changes[column.index], confidence=1.0, by="person")
                if column.index in changes
                else column
                for column in self.columns
            )
        )

    def closing(self, fields: Collection[Field]) -> "ColumnMap":
        """The map with the columns of these fields not imported."""
        return ColumnMap(
            tuple(
                replace(column, field=Field.NOT_IMPORTED, by="rule") if column.field in fields else column
                for column in self.columns
            )
        )

    @property
    def fields(self) -> frozenset[Field]:
        """Fields that some column carries and that are read."""
        return frozenset(column.field for column in self.columns if column.field) - {Field.NOT_IMPORTED}

    @property
    def usable(self) -> bool:
        """Whether rows can be taken from it at all: somebody, somewhere."""
        return bool(self.of(Field.NAME) and self.of(Field.ROOM))


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a sheet will be read. ``header_rows`` are row numbers; ``building`` and ``community`` come from
    the sheet's name or title and stand where a row names none, ``unit`` and ``zone`` (2期) from its name.
    ``position`` is the place of the sheet in the workbook; ``window`` (first column, column after the last)
    is set where several lists stand side by side on one sheet: each of them has a plan of its own. ``closed``
    fields are read from no column."""

    sheet: str
    columns: ColumnMap
    header_rows: tuple[int, ...] = ()
    building: str = ""
    community: str = ""
    hidden: bool = False
    position: int = 0
    window: tuple[int, int] | None = None
    closed: frozenset[Field] = frozenset()
    zone: str = ""
    unit: str = ""

    def corrected(self, changes: Mapping[int, Field | None]) -> "SheetPlan":
        """The plan with a person's word for some columns (see ``ColumnMap.corrected``). A field whose last
        column is taken away is closed: a second header further down does not bring it back."""
        columns = self.columns.corrected(changes)
        gone = self.columns.fields - columns.fields
        return replace(self, columns=columns, closed=(self.closed | gone) - columns.fields)

    def closing(self, fields: Collection[Field]) -> "SheetPlan":
        """The plan that reads none of these fields, wherever in the sheet a column for them stands."""
        return replace(self, columns=self.columns.closing(fields), closed=self.closed | set(fields))


def plan_workbook(workbook: Workbook) -> list[SheetPlan]:
    """Find header, columns, building and community of every sheet from its first rows.

    :returns: plans in the order of the sheets; more than one for a sheet with lists side by side.
    :raises RosterRefused: when the rows cannot be read.
    """
    return [plan for position, sheet in enumerate(workbook.sheets) for plan in _plan_sheet(sheet, position)]


def _plan_sheet(sheet: Sheet, position: int) -> Iterator[SheetPlan]:
    with closing(sheet.rows()) as source:
        rows = list(islice(source, _HEADER_ZONE + _SAMPLE))
    header = find_header(rows[:_HEADER_ZONE])
    last = header[-1].number if header else 0
    data = [row for row in rows if row.number > last]
    titles = [row for row in rows if header and row.number < header[0].number]
    building, unit = _part_of_building(sheet.name)
    for window in side_by_side(paths(header)):
        yield SheetPlan(
            sheet=sheet.name,
            columns=map_columns(header, data, sheet.hidden_columns, window),
            header_rows=tuple(row.number for row in header),
            building=building or _building(sheet.name, titles),
            community=_community(titles),
            hidden=sheet.hidden,
            position=position,
            window=window,
            zone=_zone(sheet.name),
            unit=unit,
        )


def side_by_side(texts: Sequence[tuple[str, ...]]) -> list[tuple[int, int] | None]:
    """Where the lists on a sheet start and end: the same header texts, name and room among them, again."""
    leaves = [path[-1] if path else "" for path in texts]
    repeated = {leaf for leaf in leaves if leaf and leaves.count(leaf) > 1}
    fields = {found.field for leaf in repeated if (found := meaning(leaf))}
    if not {Field.NAME, Field.ROOM} <= fields:
        return [None]
    opening = next(leaf for leaf in leaves if leaf in repeated)
    starts = [index for index, leaf in enumerate(leaves) if leaf == opening]
    return list(pairwise([0, *starts[1:], len(leaves)]))


def find_header(rows: Sequence[SourceRow]) -> list[SourceRow]:
    """The header rows, group level first; empty when there is no header."""
    for place, row in enumerate(rows):
        if not is_header(row):
            continue
        last = place
        while last + 1 < len(rows) and is_header(rows[last + 1]):
            last += 1
        first = place
        if first == last and place and is_group_row(rows[place - 1]):
            first = place - 1
        return list(rows[first : last + 1])
    return []


def map_columns(
    header: Sequence[SourceRow],
    data: Sequence[SourceRow],
    hidden: frozenset[int],
    window: tuple[int, int] | None = None,
) -> ColumnMap:
    """Combine words and values; a field that only one column may carry goes to the surest."""
    texts = paths(header)
    width = max([len(texts), *(len(row.cells) for row in data)], default=0)
    texts += [()] * (width - len(texts))
    columns = []
    first, end = window or (0, width)
    for index, path in list(enumerate(texts))[first:end]:
        values = [row.cells[index] for row in data if index < len(row.cells)]
        field, confidence, by = _decide(meaning_of_path(path), values)
        columns.append(Column(index, " / ".join(path), field, confidence, by, index in hidden))
    return ColumnMap(tuple(_one_each(columns)))


def _decide(words: Meaning | None, values: Sequence[Cell]) -> tuple[Field | None, float, str]:
    seen = shares(values)
    decisive = {field: seen[field] for field in DECISIVE if seen.get(field, 0.0) >= _SURE}
    if words is None:
        return _by_values(decisive or {field: share for field, share in seen.items() if share >= _SURE})
    agreed = agreement(words.field, values)
    if words.field is Field.SEQUENCE and decisive:  # ID above numbers of identity papers
        return _by_values(decisive)
    if agreed is not None and agreed < _WEAK and decisive:
        field, confidence, by = _by_values(decisive)
        return field, round(confidence / 2, 2), by
    strength = words.strength if agreed is None else words.strength * (0.5 + 0.5 * agreed)
    return words.field, round(strength, 2), "words"


def _by_values(candidates: Mapping[Field, float]) -> tuple[Field | None, float, str]:
    if not candidates:
        return None, 0.0, "nobody"
    field, share = max(candidates.items(), key=lambda item: item[1])
    return field, round(0.6 * share, 2), "values"


def _one_each(columns: list[Column]) -> list[Column]:
    best: dict[Field, Column] = {}
    for column in columns:
        field = column.field
        if field and field not in SEVERAL_COLUMNS:
            held = best.get(field)
            if held is None or column.confidence > held.confidence:
                best[field] = column
    return [
        column
        if column.field is None or column.field in SEVERAL_COLUMNS or best[column.field] is column
        else replace(column, field=_second(column.field))
        for column in columns
    ]


def _second(field: Field) -> Field | None:
    """What a column is that came second for its field: a further person, or nothing we take."""
    return Field.CO_RESIDENTS if field is Field.NAME else None


def _part_of_building(name: str) -> tuple[str, str]:
    if match := _BUILDING_AND_UNIT.search(name):
        try:
            return parse_building(match[1]), parse_unit(match[2])
        except InvalidIdentifier:
            pass
    return "", ""


def _building(name: str, titles: Sequence[SourceRow]) -> str:
    told = [str(cell) for row in titles for cell in own_cells(row).values()]
    candidates = [found for text in (name, *told) for found in _buildings_in(text)]
    if not _several_buildings(name):
        bare = [name] if len(name.strip()) <= _LONGEST_BARE else []  # the sheet is called 3 or A
        candidates += bare + [match[1] for match in _BUILDING_REVERSED.finditer(name)]
    for candidate in candidates:
        try:
            return parse_building(candidate)
        except InvalidIdentifier:
            continue
    return ""


def _buildings_in(text: str) -> list[str]:
    return [] if _several_buildings(text) else [match[1] for match in _BUILDING_IN_TEXT.finditer(text)]


def _several_buildings(text: str) -> bool:
    """1栋-3栋: which of them a row belongs to, only the row can say."""
    return len({match[1] for match in _BUILDING_IN_TEXT.finditer(text)}) > 1


def _zone(name: str) -> str:
    try:
        return parse_zone(name)
    except InvalidIdentifier:
        return ""


def _community(titles: Sequence[SourceRow]) -> str:
    for row in titles:
        for cell in own_cells(row).values():
            if isinstance(cell, str) and (match := _COMMUNITY_IN_TITLE.search(cell)):
                return match[1]
    return ""
