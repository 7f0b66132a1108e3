"""What the pages of a list of staff show: columns, rows and counts in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from lindun.organisation import arriving
from lindun.organisation.models import Kind, Staff
from lindun.organisation.pages import scopes
from lindun.personnel.lists import queries, words
from lindun.personnel.lists.bringing import mark_of
from lindun.personnel.lists.columns import Column, Heading
from lindun.personnel.lists.comparing import Verdict
from lindun.personnel.lists.forms import ColumnsForm
from lindun.personnel.lists.reading import Listed, Problem
from lindun.personnel.models import ListState, Outcome, StaffList, StaffListRow
from lindun.requests.actions import clean
from lindun.requests.remarks import kinds_in_words

PAGE = 50
MOST_ABSENT = 30
LONGEST = 40
TAGS = {Outcome.NEW: "on", Outcome.REFUSED: "trouble", Outcome.DIFFERS: "warn"}


def line(one: StaffList) -> dict[str, Any]:
    """One line of the earlier lists."""
    return {
        "list": one,
        "state_label": one.get_state_display(),
        "new": one.counts.get(Outcome.NEW, 0),
        "left": one.counts.get(Outcome.REFUSED, 0) + one.counts.get(Outcome.DIFFERS, 0),
        "page": {ListState.DONE: "list", ListState.PREVIEW: "list_columns"}.get(ListState(one.state), ""),
        "refusal": " ".join(words.refusal(one.reason).sentences) if one.reason else "",
    }


def columns(found: StaffList, heading: Heading, form: ColumnsForm) -> dict[str, Any]:
    return {
        "list": found,
        "form": form,
        "columns": [_column(column, form) for column in heading.columns],
        "missing": [str(words.FIELDS[field]) for field in heading.missing],
    }


def _column(column: Column, form: ColumnsForm) -> dict[str, Any]:
    return {
        "letters": column.letters,
        "heading": column.heading,
        "samples": column.samples,
        "field": form.of(column),
        "sure": column.field is not None,
        "kinds": kinds_in_words(column.kinds) if column.kinds else "",
    }


def preview(
    found: StaffList, listed: Listed, verdicts: Sequence[Verdict], *, show: str, page: str | None
) -> dict[str, Any]:
    counts = Counter(verdict.outcome.value for verdict in verdicts)
    chosen = [verdict for verdict in verdicts if not show or verdict.outcome == show]
    shown: Page[Any] = Paginator(chosen, PAGE).get_page(page)
    shown.object_list = [_verdict(verdict) for verdict in shown.object_list]
    return {
        "list": found,
        "rows": shown,
        "not_stored": _not_stored(
            (each.letters, each.heading, each.kinds) for each in listed.heading.not_stored
        ),
        "hidden_sheets": listed.hidden_sheets,
        "namesakes": [_namesake(verdict) for verdict in verdicts if verdict.namesakes],
        "seen": mark_of(verdicts),
        **_counted(counts, show),
    }


def _namesake(verdict: Verdict) -> dict[str, Any]:
    line = verdict.line
    return {
        "row": line.row,
        "number": line.number,
        "name": line.name,
        "others": verdict.namesakes,
        "apart": verdict.newcomer is not None,
    }


def report(found: StaffList, *, show: str, page: str | None) -> dict[str, Any]:
    """Reads the database."""
    shown: Page[Any] = Paginator(queries.rows(found, outcome=show), PAGE).get_page(page)
    shown.object_list = [_row(row) for row in shown.object_list]
    waiting, absent = queries.waiting(found), queries.absent(found)
    return {
        "list": found,
        "rows": shown,
        "not_stored": _not_stored(found.not_stored),
        "waiting": [{"person": person, "scopes": scopes(person)} for person in waiting],
        "seen": arriving.mark_of(waiting),
        "sensitive": queries.waiting_for_sensitive(found),
        "absent": list(absent[:MOST_ABSENT]),
        "absent_count": absent.count(),
        **_counted(found.counts, show),
    }


def tab(show: str) -> str:
    """The outcome whose rows a tab shows; empty for all."""
    return show if show in Outcome.values else ""


def _counted(counts: Mapping[str, int], show: str) -> dict[str, Any]:
    labels = {
        "": _("All"),
        Outcome.NEW: _("New"),
        Outcome.REFUSED: _("Not taken"),
        Outcome.DIFFERS: _("Differs"),
        Outcome.UNCHANGED: _("Unchanged"),
    }
    every = sum(counts.values())
    return {
        "counts": {outcome: counts.get(outcome, 0) for outcome in Outcome.values},
        "total": every,
        "query": f"{urlencode({'show': show})}&" if show else "",
        "tabs": [
            {
                "label": label,
                "url": f"?show={outcome}",
                "current": outcome == show,
                "count": counts.get(outcome, 0) if outcome else every,
            }
            for outcome, label in labels.items()
        ],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """A row of the file as it would be entered; what is no name or personal data in a post is not shown."""
    line = verdict.line
    post = verdict.newcomer.post if verdict.newcomer else None
    return {
        "row": line.row,
        "number": line.number,
        "name": line.name,
        "post": _shown(line.post),
        "places": [_shown(text) for text in (*line.communities, *line.buildings)],
        "kind": str(Kind(line.kind).label) if line.kind != Kind.FULL_TIME else "",
        "sensitive": post is not None and post.is_sensitive,
        **_outcome(verdict.outcome, verdict.staff, verdict.problems),
    }


def _row(row: StaffListRow) -> dict[str, Any]:
    problems = [Problem(code, cell, tuple(others)) for code, cell, others in row.problems]
    person = row.staff
    return {
        "row": row.row,
        "number": row.number,
        "name": person.name if person else "",
        "post": person.position.name if person else "",
        "places": [],
        "kind": "",
        **_outcome(Outcome(row.outcome), person, problems),
    }


def _outcome(outcome: Outcome, person: Staff | None, problems: Iterable[Problem]) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "outcome_label": outcome.label,
        "tag": TAGS.get(outcome, ""),
        "person": person.pk if person else None,
        "problems": [(problem.cell, words.problem(problem.code, problem.rows)) for problem in problems],
    }


def _not_stored(columns: Iterable[Sequence[Any]]) -> list[dict[str, str]]:
    return [
        {"letters": letters, "heading": heading, "kinds": kinds_in_words(kinds)}
        for letters, heading, kinds in columns
    ]


def _shown(text: str) -> str:
    return clean(text).text[:LONGEST]
