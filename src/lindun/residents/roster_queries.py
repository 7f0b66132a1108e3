"""Every read about rosters on their way in; all but `ended` run inside an open passage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from lindun import gate
from lindun.core.policy import Place
from lindun.estates.models import Community
from lindun.gate.vocabulary import Action
from lindun.residents.models import RosterImport, RosterRow
from lindun.residents.registered import ALREADY
from lindun.residents.words import Finding, finding

EARLIER = 30


@dataclass(frozen=True)
class Counts:
    """Rows of a roster by what becomes of them; they add up to all its rows."""

    new: int
    known: int
    rejected: int
    left_out: int


@dataclass(frozen=True)
class Found:
    """A finding of a whole file: in how many rows, and the first cells (sheet, cell or row number)."""

    code: str
    finding: Finding
    count: int
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Ended:
    """What is left to say when an import is over."""

    reason: str
    refused_columns: list[str]


def earlier(passage: gate.Passage) -> list[RosterImport]:
    """The latest imports, newest first."""
    return list(_imports()[:EARLIER])


def roster(passage: gate.Passage, roster_id: UUID) -> RosterImport:
    """One import, which the passage is about from here on. Raises gate.NotHere."""
    found = _imports().filter(pk=roster_id).first()
    if found is None:
        raise gate.NotHere
    passage.place = Place(found.community_id)
    passage.saw([roster_id], kind="roster")
    return found


def communities(passage: gate.Passage) -> list[Community]:
    """Where the actor may bring rosters to."""
    reach = passage.extent_of(Action.ROSTER_IMPORT).communities
    return list(Community.objects.filter(pk__in=reach))


def rows(passage: gate.Passage, of: RosterImport, *, status: str = "") -> QuerySet[RosterRow]:
    """The rows of the report in file order, of one status or all."""
    found = RosterRow.objects.filter(roster=of).order_by("position")
    return found.filter(status=status) if status else found


def rows_by_sheet(passage: gate.Passage, of: RosterImport) -> dict[str, int]:
    """How many rows the report has of each sheet."""
    found = RosterRow.objects.filter(roster=of).order_by().values_list("sheet").annotate(Count("pk"))
    return dict(found)


def counts(of: RosterImport) -> Counts:
    """What becomes of the rows: of a preview what would, of an import what did."""
    known = min(of.findings.get(ALREADY, (0, []))[0], of.ignored)  # of an import, as far as it has come
    return Counts(of.accepted, known, of.rejected, of.ignored - known)


def findings(of: RosterImport) -> list[Found]:
    """What was found in the file, what needs a person first, then by how often."""
    found = [
        Found(code, finding(code), count, [(sheet, cell) for sheet, cell in cells])
        for code, (count, cells) in of.findings.items()
    ]
    order = ["person", "right", "noted", "left_out"]
    return sorted(found, key=lambda one: (order.index(one.finding.outcome), -one.count, one.code))


def report_lines(passage: gate.Passage, of: RosterImport) -> Iterator[str]:
    """The report for the file: one JSON object a row, as `roster.report` writes it, values masked."""
    for row in rows(passage, of).iterator(chunk_size=2000):
        yield json.dumps(
            {
                **row.masked,
                "sheet": row.sheet,
                "status": row.status,
                "reasons": row.reasons,
                "problems": [{"code": code, "cell": cell} for code, cell in row.problems],
            },
            ensure_ascii=False,
            sort_keys=True,
        )


def ended(who: gate.Identity, roster_id: UUID) -> Ended:
    """How an import ended, in a passage of its own. Raises gate.NotHere."""
    with gate.passage(who, Action.ROSTER_VIEW) as passage:
        found = roster(passage, roster_id)
    return Ended(found.reason, list(found.columns.get("refused", [])))


def _imports() -> QuerySet[RosterImport]:
    return RosterImport.objects.select_related("community", "started_by")
