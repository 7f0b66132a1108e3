"""The report of an import: what became of each source row, values masked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lindun import gate
from lindun.gate import bulk
from lindun.residents import intake
from lindun.residents.intake import Arriving
from lindun.residents.models import RosterImport, RosterRow

LONGEST_SHEET = 60


def keep(passage: gate.Passage, roster: RosterImport, rows: Sequence[tuple[int, Arriving]]) -> None:
    """Enter rows, each with its position in the file."""
    if rows:
        columns: dict[str, list[Any]] = {
            "position": [position for position, _row in rows],
            "sheet": [row.result.sheet[:LONGEST_SHEET] for _position, row in rows],
            "row": [row.number for _position, row in rows],
            "status": [row.result.status.value for _position, row in rows],
            "reasons": [row.result.reasons for _position, row in rows],
            "problems": [row.result.problems for _position, row in rows],
            "masked": [_masked(row) for _position, row in rows],
        }
        same = {"roster": roster.pk, "community": roster.community_id}
        bulk.insert(passage, RosterRow, columns, same=same)


def change(
    roster: RosterImport, chunk: Sequence[Arriving], changed: Sequence[Arriving], *, first: int
) -> None:
    """Put the verdicts of now into the previewed report, where somebody was registered meanwhile."""
    told = {id(row) for row in changed}
    for position, row in enumerate(chunk, first):
        if id(row) in told:
            roster.rows.filter(position=position).update(
                status=row.result.status.value, reasons=row.result.reasons
            )


def _masked(row: Arriving) -> dict[str, Any]:
    result, shown = row.result, intake.masked(row)
    return {
        "row": result.row,
        "line": result.line,
        "building": result.building,
        "unit": result.unit,
        "room": result.room,
        "name": shown.name,
        "phones": shown.phones,
        "id_type": result.id_type,
        "id_number": shown.id_number,
        "plates": shown.plates,
        "remark_findings": list(result.remark_findings),
        "duplicate_of": result.duplicate_of._asdict() if result.duplicate_of else None,
    }
