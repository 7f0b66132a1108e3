"""Rows as an encrypted workbook that names its holder on every page.

The workbook is made in memory: the writer's way of using less memory puts clear text into temporary files,
and none may lie on a disk. MOST_ROWS bounds what that costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from lindun.sharing.files.agile import encrypt_package
from lindun.sharing.files.labels import Label
from lindun.sharing.files.passwords import Locked, new_password

MOST_ROWS = 50_000
LONGEST_CELL = 32_767  # the format's own bound
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # what a spreadsheet may take for a formula, also of an import
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the properties tell nothing, not even when


def locked_workbook(label: Label, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Locked:
    """Return the rows as an encrypted workbook, and its new password apart from it.

    Raises ValueError for more than MOST_ROWS rows or a cell longer than the format holds.
    """
    password = new_password()
    return Locked(encrypt_package(workbook(label, headings, rows), password), password)


def workbook(label: Label, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the workbook before it is encrypted, for whoever does so at once. Raises as locked_workbook."""
    held = BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_properties({"created": _NO_TIME})
    sheet = book.add_worksheet()
    _dress(book, sheet, label, headings)
    quoted = book.add_format({"quote_prefix": True})
    for number, row in enumerate(rows, start=2):
        if number - 2 >= MOST_ROWS:
            raise ValueError(f"a workbook holds at most {MOST_ROWS} rows")
        for column, text in enumerate(row):
            if len(text) > LONGEST_CELL:
                raise ValueError("a cell is longer than the format holds")
            # Always a string, never guessed; the quote prefix keeps it one when somebody edits the cell.
            sheet.write_string(number, column, text, quoted if text.startswith(FORMULA_STARTS) else None)
    book.close()
    return held.getvalue()


def _dress(book: Any, sheet: Any, label: Label, headings: Sequence[str]) -> None:
    """Mark and headings stay in sight on the screen and are repeated on every printed page."""
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_string(0, 0, label.line, book.add_format({"font_color": "#8A1C1C"}))
    for column, heading in enumerate(headings):
        sheet.write_string(1, column, heading, bold)
    sheet.set_column(0, max(0, len(headings) - 1), 16)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_header(f"&L{_plain(label.level)}&C{_plain(label.title)}&R{_plain(label.number)}")
    sheet.set_footer(f"&L{_plain(label.holder)}&C{_plain(label.at)}&R&P / &N")


def _plain(text: str) -> str:
    """In a header `&` begins a code, and digits after one would be taken for a font size."""
    return text.replace("&", "&&")
