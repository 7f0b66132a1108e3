"""A trace as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from lindun.oversight.tracing import Look
from lindun.web import spreadsheet


def as_csv(looks: Iterable[Look]) -> str:
    """One line a look, newest first, with a heading."""
    heading = [
        _("Time"), _("Who"), _("Post"), _("What"), _("Items"), _("For"), _("Task"), _("Outcome"), _("Why"),
        _("No."), _("Entry"),
    ]  # fmt: skip
    return spreadsheet.text(heading, map(_cells, looks))


def _cells(look: Look) -> list[str]:
    row = look.row
    at = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}"
    number = "" if row.index is None else str(row.index)
    return [at, row.who, look.post, row.action, row.items, row.purpose, row.task, row.outcome, row.reasons,
            number, row.id]  # fmt: skip
