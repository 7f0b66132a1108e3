"""What the pages of an import show: rows, findings and counts in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from lindun.residents import jobs, words
from lindun.residents import roster_queries as queries
from lindun.residents.intake import ITEM_OF_FIELD
from lindun.residents.models import ImportState, RosterImport, RosterRow
from lindun.residents.roster.result import Status
from lindun.residents.roster.vocabulary import Field
from lindun.residents.roster_forms import ColumnsForm
from lindun.residents.taking_in import FIRST_CELLS
from lindun.residents.words import Outcome
from lindun.web import charts
from lindun.web.templatetags.web import listed

PAGE = 50
BARS = 8
SHOWN_IN_CHART = frozenset({Outcome.PERSON, Outcome.RIGHT})
DOING = {
    ImportState.UPLOADED: _lazy("Waiting to be read"),
    ImportState.READING: _lazy("Reading the rows"),
    ImportState.IMPORTING: _lazy("Sealing and storing"),
}


def line(roster: RosterImport) -> dict[str, Any]:
    """One line of the earlier imports."""
    return {
        "number": roster.number,
        "community": roster.community.name,
        "started_at": roster.started_at,
        "started_by": starter(roster),
        "state": roster.state,
        "state_label": roster.get_state_display(),
        "rows_total": roster.rows_total,
        "accepted": roster.accepted,
        "rejected": roster.rejected,
        "url": reverse("residents:import_progress", args=[roster.pk]),
    }


def starter(roster: RosterImport) -> str:
    return roster.started_by.name if roster.started_by else _("Operator, at the command line")


def progress(roster: RosterImport) -> dict[str, Any]:
    importing = roster.state == ImportState.IMPORTING
    share = 100 * roster.rows_done // roster.rows_total if importing and roster.rows_total else None
    return {
        "roster": roster,
        "importing": importing,
        "step": 4 if importing else 1,
        "words": str(DOING[ImportState(roster.state)]),
        "left": "" if share is None else f"{share} %",
        "counts": queries.counts(roster),
        "interrupted": jobs.interrupted(roster.pk),
    }


def columns(
    roster: RosterImport, form: ColumnsForm, *, levels: dict[str, int], sheet_rows: dict[str, int]
) -> dict[str, Any]:
    sheets = [
        {
            "name": sheet["name"] or _("Table"),
            "hidden": sheet["hidden"],
            "rows": sheet_rows.get(sheet["name"], 0),
            "columns": [_column(form, number, column, levels) for column in sheet["columns"]],
        }
        for number, sheet in enumerate(roster.columns["sheets"])
    ]
    return {"roster": roster, "form": form, "sheets": sheets, "unknown": roster.columns.get("refused", [])}


def _column(form: ColumnsForm, sheet: int, column: dict[str, Any], levels: dict[str, int]) -> dict[str, Any]:
    field = Field(column["field"]) if column["field"] and not column["closed"] else None
    item = ITEM_OF_FIELD.get(field) if field else None
    return {
        "letter": column["letters"],
        "heading": column["heading"],
        "samples": column["samples"],
        "field": form.of(sheet, column),
        "level": levels.get(item) if item else None,
        "sure": column["sure"] and field not in {None, Field.NOT_IMPORTED},
        "note": _note(column),
    }


def _note(column: dict[str, Any]) -> str:
    notes = []
    if column["closed"]:
        notes.append(_("Not in the catalogue: stays out."))
    elif column["by"] == "values":
        notes.append(_("Guessed from its values."))
    elif column["by"] == "nobody" or (column["field"] and not column["sure"]):
        notes.append(_("Not recognised for sure."))
    if column["hidden"]:
        notes.append(_("A hidden column."))
    return " ".join(notes)


def tab(show: str) -> str:
    """The status whose rows a tab shows; empty for all."""
    return show if show in {Status.REJECTED, Status.IGNORED} else ""


def preview(roster: RosterImport, rows: Page[Any], *, show: str) -> dict[str, Any]:
    counts = queries.counts(roster)
    tabs = (
        ("", _("All"), roster.rows_total),
        (Status.REJECTED.value, _("Not taken"), roster.rejected),
        (Status.IGNORED.value, _("Left out"), roster.ignored),
    )
    return {
        "roster": roster,
        "counts": counts,
        **_findings(roster),
        "rows": rows,
        "query": f"{urlencode({'show': show})}&" if show else "",
        "tabs": [
            {"label": label, "url": f"?show={status}", "current": status == show, "count": count}
            for status, label, count in tabs
        ],
        "refused": roster.columns.get("refused", []),
    }


def report(roster: RosterImport, rows: Page[Any]) -> dict[str, Any]:
    repaired = [found for found in queries.findings(roster) if found.finding.outcome in SHOWN_IN_CHART]
    bars = [(found.finding.text, found.count) for found in repaired[:BARS]]
    return {
        "roster": roster,
        "state_label": roster.get_state_display(),
        "started_by": starter(roster),
        "taken": roster.state == ImportState.DONE or roster.rows_done > 0,
        "refusal": words.refusal(roster.reason) if roster.reason else None,
        "not_reached": roster.rows_total - roster.accepted - roster.rejected - roster.ignored,
        "took": _took(roster),
        "counts": queries.counts(roster),
        "chart": charts.horizontal(_("What was found, in rows"), bars) if bars else None,
        **_findings(roster),
        "rows": rows,
        "refused": roster.columns.get("refused", []),
        "old_files": [
            _("The file you uploaded, and the system it was exported from, if nobody needs it there"),
            _("Copies on desks, sticks and shared drives"),
            _("Copies in chats and mail"),
        ]
        if roster.state == ImportState.DONE
        else [],
    }


def page(rows: QuerySet[RosterRow], number: str | None) -> Page[Any]:
    """One page of rows in words. Reads the database."""
    shown: Page[Any] = Paginator(rows, PAGE).get_page(number)
    shown.object_list = [_row(row) for row in shown.object_list]
    return shown


def _row(row: RosterRow) -> dict[str, Any]:
    masked = row.masked
    values = [masked["name"], *masked["phones"], masked["id_number"], *masked["plates"]]
    cells: dict[str, list[str]] = {}
    for code, cell in row.problems:
        cells.setdefault(code, []).append(cell)
    reasons = [_with_cells(words.finding(code).text, cells.get(code, [])) for code in row.reasons]
    if masked["remark_findings"]:
        reasons.append(_("In remarks: %(kind)s, masked") % {"kind": words.kinds(masked["remark_findings"])})
    return {
        "sheet": row.sheet,
        "row": row.row,
        "status": row.status,
        "status_label": words.STATUSES[row.status],
        "place": "-".join(part for part in (masked["building"], masked["unit"], masked["room"]) if part),
        "masked": [value for value in values if value],
        "reasons": reasons,
    }


def _with_cells(text: str, cells: list[str]) -> str:
    if not cells:
        return text
    return _("%(finding)s (%(cells)s)") % {"finding": text, "cells": listed(cells)}


def _findings(roster: RosterImport) -> dict[str, list[dict[str, Any]]]:
    """What needs a person, and the rest, which a page folds away."""
    found = queries.findings(roster)
    return {
        "problems": [_problem(one) for one in found if one.finding.outcome is Outcome.PERSON],
        "others": [_problem(one) for one in found if one.finding.outcome is not Outcome.PERSON],
    }


def _problem(found: queries.Found) -> dict[str, Any]:
    by_sheet: dict[str, list[str]] = {}
    for sheet, cell in found.cells:
        by_sheet.setdefault(sheet, []).append(_cell(cell))
    return {
        "label": found.finding.text,
        "count": found.count,
        "outcome": found.finding.outcome.value,
        "outcome_label": found.finding.outcome_text,
        "cells": [f"{sheet} {listed(cells)}".strip() for sheet, cells in by_sheet.items()],
        "more": found.count > FIRST_CELLS,
    }


def _cell(cell: str) -> str:
    """A cell as people name it; what concerns a row as a whole has its number only."""
    return _("row %(row)s") % {"row": cell} if cell.isdigit() else cell


def _took(roster: RosterImport) -> str:
    if roster.finished_at is None:
        return ""
    took: timedelta = roster.finished_at - roster.started_at
    minutes = int(took.total_seconds() // 60)
    if not minutes:
        return _("less than a minute")
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
