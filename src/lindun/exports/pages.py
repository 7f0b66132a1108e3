"""Exports in words: what a page of theirs shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindun.exports import accepting, jobs
from lindun.exports.models import Export, Form, State
from lindun.requests import access_wording as wording
from lindun.requests.models import Grant
from lindun.sharing import receiving
from lindun.web.reasons import explain

UNFINISHED = frozenset({State.ORDERED, State.MAKING})
TONES = {State.READY: "good", State.FAILED: "trouble", State.EXPIRED: "warn"}
RULES = {
    State.TAKEN: gettext_lazy("taken once, then destroyed"),
    State.EXPIRED: gettext_lazy("not taken within 24 hours"),
    State.FAILED: gettext_lazy("not made: what had been begun"),
}
NOT_MADE = {
    "export.too_many_rows": gettext_lazy("More people than such a file holds: choose one building."),
    "export.nobody_there": gettext_lazy("Nobody is registered there."),
    "export.seal_broken": gettext_lazy("A value was altered in storage. The officer has been told."),
    "export.fault": gettext_lazy("Something went wrong in the program. Nothing is left of it: order anew."),
    "export.storage_full": gettext_lazy("The file could not be kept: there is no room on the disk."),
}


def listed(mine: Sequence[Export], grants: Sequence[Grant], told: Sequence[Export]) -> dict[str, Any]:
    return {
        "mine": [_row(export) for export in mine],
        "grants": [
            {"request": wording.shown(grant.request, grant), "grant": grant, "forms": Form.choices}
            for grant in grants
        ],
        "told": [_row(export) for export in told],
    }


def one(export: Export, viewer: UUID, *, agreed: bool) -> dict[str, Any]:
    """One file, and what this viewer can do with it now. The gate decides when a button is pressed."""
    own = export.maker_id == viewer
    teller = (agreed and not own) if export.clear else own
    may_take = own and export.state == State.READY
    may_tell = teller and export.password is not None
    rules = None
    if (may_take or may_tell) and not accepting.accepted(export, by=viewer):
        rules = receiving.current()
    return {
        "row": _row(export),
        "waiting": export.state in UNFINISHED,
        "own": own,
        "may_take": may_take and rules is None,
        "may_tell": may_tell and rules is None,
        "rules": {"version": rules.version, "text": receiving.words_of(rules)} if rules else None,
        "acceptances": list(export.acceptances.select_related("staff")),
        "why_not": _why_not(export.reason),
    }


def destroyed(exports: Iterable[Export]) -> list[dict[str, Any]]:
    """Files that are gone, each with the rule it went by."""
    return [
        _row(export) | {"rule": RULES.get(State(export.state), RULES[State.FAILED])} for export in exports
    ]


def _row(export: Export) -> dict[str, Any]:
    building = f" {export.building.title}" if export.building else ""
    interrupted = export.state in UNFINISHED and jobs.interrupted(export.pk)
    return {
        "export": export,
        "place": f"{export.community.name}{building}",
        "way": _("in clear") if export.clear else _("masked"),
        "state": _("Interrupted, goes on by itself") if interrupted else State(export.state).label,
        "tone": "warn" if interrupted else TONES.get(State(export.state), ""),
        "interrupted": interrupted,
        "form": Form(export.form).label,
    }


def _why_not(code: str) -> str:
    if not code:
        return ""
    if code in NOT_MADE:
        return str(NOT_MADE[code])
    return " ".join(str(sentence) for sentence in explain([code]).sentences)
