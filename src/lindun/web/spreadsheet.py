"""Tables as files for a spreadsheet. No cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"  # without it, common office programs read UTF-8 as the local code page
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """A cell that a spreadsheet shows as it is: what looks like a formula gets an apostrophe in front.

    Source: OWASP, CSV injection. Blanks do not hide the sign from a spreadsheet, nor from us.
    """
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) or text.startswith(RISKY) else text


def text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The whole file: a heading and one line a row."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heading)
    for row in rows:
        writer.writerow(map(cell, row))
    return BOM + file.getvalue()
