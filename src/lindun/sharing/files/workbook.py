"""Rows as an encrypted workbook that names its holder on every page. No clear byte touches a disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lindun.sharing.files.agile import encrypt_package
from lindun.sharing.files.labels import Label
from lindun.sharing.files.passwords import Locked, new_password
from lindun.sharing.files.sheet import sheet_package

MOST_ROWS = 50_000
LONGEST_CELL = 32_767  # the format's own bound


def locked_workbook(label: Label, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Locked:
    """Return the rows as an encrypted workbook, and its new password apart from it.

    Raises ValueError for more than MOST_ROWS rows or a cell longer than the format holds.
    """
    password = new_password()
    return Locked(encrypt_package(workbook(label, headings, rows), password), password)


def workbook(label: Label, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the workbook before it is encrypted, for whoever does so at once. Raises as locked_workbook."""
    return sheet_package(label, headings, _bounded(rows))


def _bounded(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for number, row in enumerate(rows):
        if number >= MOST_ROWS:
            raise ValueError(f"a workbook holds at most {MOST_ROWS} rows")
        if max(map(len, row), default=0) > LONGEST_CELL:
            raise ValueError("a cell is longer than the format holds")
        yield row
