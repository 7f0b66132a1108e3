"""Clearing away: what was taken, what nobody took, what a killed process left."""

from __future__ import annotations

from lindun import gate
from lindun.exports import actions, jobs, queries, storage
from lindun.exports.models import Export, State
from lindun.gate.vocabulary import Action


def tend() -> int:
    """Destroy files that must not lie about any longer, and have unfinished ones taken up again.

    Returns how many were due.
    """
    with gate.passage(gate.HOUSE, Action.EXPORT_TEND) as passage:
        overdue, unfinished = queries.overdue(), queries.unfinished()
        lying = set(storage.kept())
        wanted = set(Export.objects.filter(pk__in=lying, state=State.READY).values_list("pk", flat=True))
        passage.saw([export.pk for export in (*overdue, *unfinished)], kind="export")
    for export in overdue:
        actions.clear_away(gate.HOUSE, export=export)
    for export in unfinished:
        jobs.defer(export.pk)
    for left in lying - wanted - {export.pk for export in (*unfinished, *overdue)}:
        storage.remove(left)
    return len(overdue)
