"""A trace as a file for a spreadsheet. No cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.oversight.tracing import Look

BOM = "\ufeff"  # without it, common office programs read UTF-8 as the local code page
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """A cell that a spreadsheet shows as it is: what looks like a formula gets an apostrophe in front.

    Source: OWASP, CSV injection. Blanks do not hide the sign from a spreadsheet, nor from us.
    """
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) or text.startswith(RISKY) else text


def as_csv(looks: Iterable[Look]) -> str:
    """One line a look, newest first, with a heading."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        [_("Time"), _("Who"), _("Post"), _("What"), _("Items"), _("For"), _("Task"), _("Outcome"), _("Why"),
         _("No."), _("Entry")]
    )  # fmt: skip
    for look in looks:
        writer.writerow(map(cell, _cells(look)))
    return BOM + file.getvalue()


def _cells(look: Look) -> list[str]:
    row = look.row
    at = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"
    number = "" if row.index is None else str(row.index)
    return [at, row.who, look.post, row.action, row.items, row.purpose, row.task, row.outcome, row.reasons,
            number, row.id]  # fmt: skip
