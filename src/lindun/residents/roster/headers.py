"""Which rows are headers, and what their words say about the columns."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from lindun.core.identifiers.traditional import simplified

from .table import Cell, Mark, SourceRow
from .vocabulary import (
    EMERGENCY_GROUP,
    IN_EMERGENCY_GROUP,
    IN_TENANT_GROUP,
    PATTERNS,
    TENANT_GROUP,
    Field,
)

_LONGEST_HEADER = 24
_BRACKETS = re.compile(r"[(\[【<《][^)\]】>》]*[)\]】>》]")
_NOISE = re.compile(r"[\s*:：、，,。.?？!！\"'“”_\-]+")
_VALUE = re.compile(r"[0-9]{5}|^[0-9.]+$")
_CORE = frozenset((Field.ROOM, Field.BUILDING, Field.NAME, Field.PHONE))
_LEAST_SHARE = 0.6
_SECOND_CHOICE = 0.6  # 联系人 beside 业主 or 客户名称 is somebody else


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header says: the field, and how much of the header the words cover (0 to 1)."""

    field: Field
    strength: float


def plain(cell: Cell) -> str:
    """A header without what does not matter: width, blanks, line breaks, marks, case, script."""
    if not isinstance(cell, str):
        return ""
    return simplified(_NOISE.sub("", unicodedata.normalize("NFKC", cell))).lower()


def meaning(text: str) -> Meaning | None:
    """What one header cell says, or None. Text in brackets counts only when nothing else does."""
    half_width = unicodedata.normalize("NFKC", text)
    for candidate in dict.fromkeys((_BRACKETS.sub("", half_width), half_width)):
        words = plain(candidate)
        if words and len(words) <= _LONGEST_HEADER:
            for field, pattern in PATTERNS:
                if match := pattern.search(words):
                    covered = (match.end() - match.start()) / len(words.rstrip("0123456789一二三"))
                    surety = _SECOND_CHOICE if "联系人" in match[0] else 1.0
                    return Meaning(field, min(1.0, 0.7 + 0.3 * covered) * surety)
    return None


def meaning_of_path(path: Sequence[str]) -> Meaning | None:
    """What a column says whose header has several levels, the group first: 紧急联系人 / 电话."""
    if not path:
        return None
    own = meaning(path[-1])
    group = simplified("".join(path[:-1]))
    if own is None:
        return meaning("".join(path)) or (meaning(path[-2]) if len(path) > 1 else None)
    if EMERGENCY_GROUP.search(group):
        return Meaning(IN_EMERGENCY_GROUP.get(own.field, own.field), own.strength)
    if TENANT_GROUP.search(group):
        return Meaning(IN_TENANT_GROUP.get(own.field, own.field), own.strength)
    return own


def own_cells(row: SourceRow) -> dict[int, Cell]:
    """Cells with something in them that were not copied from a merged range."""
    return {
        column: cell
        for column, cell in enumerate(row.cells)
        if cell is not None
        and row.marks.get(column) is not Mark.INHERITED
        and cell != ""
        and str(cell).strip()
    }


def is_header(row: SourceRow, *, least: int = 2) -> bool:
    """Whether a row names columns: mostly known words, at least ``least`` different ones, no values."""
    cells = own_cells(row)
    if len(cells) < least or any(_VALUE.search(str(cell)) for cell in cells.values()):
        return False
    meanings = [meaning(cell) for cell in cells.values() if isinstance(cell, str)]
    known = [found.field for found in meanings if found]
    different = set(known)
    return (
        len(different) >= least
        and len(known) >= _LEAST_SHARE * len(cells)
        and not different.isdisjoint(_CORE)
    )


def is_group_row(row: SourceRow) -> bool:
    """Whether a row above a header may hold the groups of a two-level header: several words, no values."""
    cells = own_cells(row)
    short = all(isinstance(cell, str) and len(cell) <= _LONGEST_HEADER for cell in cells.values())
    return len(cells) > 1 and short and not any(_VALUE.search(str(cell)) for cell in cells.values())


def paths(rows: Sequence[SourceRow]) -> list[tuple[str, ...]]:
    """For every column its header texts from top to bottom, without repeats. A group reaches to the right
    until the next one, also where the file lost its merged cells; the last level does not."""
    width = max((len(row.cells) for row in rows), default=0)
    found: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(rows):
        last = level == len(rows) - 1
        group = ""
        for column in range(width):
            cell = row.cells[column] if column < len(row.cells) else None
            text = cell.strip() if isinstance(cell, str) else ""
            group = text or group
            shown = text if last else group
            if shown and shown not in found[column]:
                found[column].append(shown)
    if len(rows) > 1:
        _drop_borrowed(found, rows)
    return [tuple(path) for path in found]


def _drop_borrowed(found: list[list[str]], rows: Sequence[SourceRow]) -> None:
    """A column with no text of its own on any level has no header, whatever stands to its left."""
    for column, path in enumerate(found):
        own = any(column < len(row.cells) and isinstance(row.cells[column], str) for row in rows)
        if not own:
            path.clear()
