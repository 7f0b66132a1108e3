"""HTML tables under a spreadsheet's name, as many billing systems export them.

Only the structure is read: tables, rows, cells, spans. Scripts and styles are dropped, links are not
followed, entities are those of HTML itself. The scanner is linear in the length of the text.
"""

import html
import re
from collections.abc import Generator
from dataclasses import replace
from functools import partial
from pathlib import Path

from .encoding import encoding_of, read_lines
from .limits import CELLS, COLUMNS, HTML_BYTES
from .merged import MergedRange, fill_merged
from .refusal import Refusal, RosterRefused
from .table import Cell, Mark, Sheet, SourceRow, Workbook, cut

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})([^<>]*)>")
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?\s*([0-9]{1,4})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SILENT = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAKS = frozenset(("br", "p", "div"))


def open_html(path: Path) -> Workbook:
    """Every table becomes a sheet; rows of a table inside another one are rows of the outer one.

    :raises RosterRefused: too large, no table, too many cells.
    """
    if path.stat().st_size > HTML_BYTES:
        raise RosterRefused(Refusal.FILE_TOO_LARGE)
    encoding = encoding_of(path)
    source = _audible("".join(line.text for line in read_lines(path, encoding)))
    tables = _Tables()
    position = 0
    for tag in _TAG.finditer(source):
        tables.text(source[position : tag.start()])
        tables.tag(tag[2].lower(), tag[3], closing=bool(tag[1]))
        position = tag.end()
    if not tables.finished:
        raise RosterRefused(Refusal.NOT_A_TABLE)
    sheets = tuple(
        Sheet(str(place) if len(tables.finished) > 1 else "", partial(_rows, table))
        for place, table in enumerate(tables.finished, start=1)
    )
    return Workbook("html", sheets, encoding)


def _audible(source: str) -> str:
    """Without comments, scripts and styles. One that is never closed takes the rest of the text along."""
    for opening, closing in _SILENT:
        pattern = re.compile(re.escape(opening), re.IGNORECASE)
        ending = re.compile(re.escape(closing), re.IGNORECASE)
        kept, position = [], 0
        while start := pattern.search(source, position):
            kept.append(source[position : start.start()])
            end = ending.search(source, start.end())
            position = end.end() if end else len(source)
        source = "".join(kept) + source[position:]
    return source


class _Table:
    def __init__(self) -> None:
        self.rows: list[SourceRow] = []
        self.spans: list[MergedRange] = []
        self.taken: set[tuple[int, int]] = set()


def _rows(table: _Table) -> Generator[SourceRow, None, None]:
    copies = (replace(row, cells=list(row.cells), marks=dict(row.marks)) for row in table.rows)
    yield from fill_merged(copies, table.spans)


class _Tables:
    """Builds tables out of tags and the text between them."""

    def __init__(self) -> None:
        self.finished: list[_Table] = []
        self._depth = 0
        self._room = CELLS
        self._pieces: list[str] | None = None
        self._attributes = ""

    def text(self, raw: str) -> None:
        if self._pieces is not None:
            self._pieces.append(_SPACE.sub(" ", raw))

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name == "table":
            self._table(closing)
        elif not self._depth:
            return
        elif name in ("td", "th"):
            self._finish_cell()
            if not closing and self.finished[-1].rows:
                self._pieces, self._attributes = [], attributes
        elif name == "tr":
            self._finish_cell()
            if not closing:
                self._start_row(attributes)
        elif name in _BREAKS and self._pieces is not None:
            self._pieces.append("\n")

    def _table(self, closing: bool) -> None:
        self._finish_cell()
        if closing:
            self._depth = max(self._depth - 1, 0)
            return
        if not self._depth:
            self.finished.append(_Table())
        self._depth += 1

    def _start_row(self, attributes: str) -> None:
        table = self.finished[-1]
        hidden = bool(_HIDDEN.search(attributes))
        table.rows.append(SourceRow(len(table.rows) + 1, [], hidden=hidden))
        self._spend()

    def _spend(self) -> None:
        self._room -= 1
        if self._room < 0:
            raise RosterRefused(Refusal.TOO_MANY_CELLS)

    def _finish_cell(self) -> None:
        if self._pieces is None:
            return
        text, mark = cut(html.unescape("".join(self._pieces)).replace("\xa0", " ").strip())
        self._pieces = None
        self._spend()
        self._place(text or None, mark)

    def _place(self, value: Cell, mark: Mark | None) -> None:
        table = self.finished[-1]
        row = table.rows[-1]
        column = len(row.cells)
        while (row.number, column) in table.taken:
            row.cells.append(None)
            column += 1
        if column >= COLUMNS:
            row.row_marks = (Mark.OUT_OF_RANGE,)
            return
        row.cells.append(value)
        if mark:
            row.marks[column] = mark
        self._span(table, row.number, column)

    def _span(self, table: _Table, number: int, column: int) -> None:
        sizes = {kind.lower(): max(int(size), 1) for kind, size in _SPAN.findall(self._attributes)}
        right = min(column + sizes.get("col", 1), COLUMNS) - 1
        down = number + sizes.get("row", 1) - 1
        if right == column and down == number:
            return
        table.spans.append(MergedRange(number, column, down, right))
        covered = [(r, c) for r in range(number, down + 1) for c in range(column, right + 1)]
        self._room -= len(covered)
        self._spend()
        table.taken.update(covered[1:])
