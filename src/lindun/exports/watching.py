"""Decoys are watched: nobody has a reason to look for somebody nobody is, except from a list (USE-07)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from lindun import gate
from lindun.core.identifiers.search import query_forms
from lindun.exports import keys, queries
from lindun.exports.keys import digest
from lindun.exports.models import Export, HiddenRow, MarkingKey, number_of
from lindun.gate import entries
from lindun.gate.entries import What
from lindun.gate.vocabulary import Happening
from lindun.notifications.actions import notify
from lindun.notifications.kinds import Kind
from lindun.organisation.models import Role, Staff
from lindun.sharing.files.decoys import Decoy

PHONE, NAME, WHOLE = "PHONE", "NAME", "whole"


def remember(key: bytes, export: Export, decoys: Iterable[tuple[Decoy, frozenset[str]]]) -> None:
    """Keep what a decoy of an export is recognised by; runs in the passage that finishes the export."""
    HiddenRow.objects.bulk_create(
        HiddenRow(
            export=export.pk,
            traits=[digest(key, trait) for trait in sorted(traits)],
            sought=[digest(key, decoy.name), digest(key, decoy.phone)],
        )
        for decoy, traits in decoys
    )


def looked_up(passage: gate.Passage, text: str, *, found: int) -> None:
    """Raise the alarm if what somebody looked for is a decoy: its number, or its name when nobody has it.

    Runs in the passage of the search. The entry and the notification name the export, not what was typed.
    """
    if found or not MarkingKey.objects.exists():
        return
    key = keys.marking_key(passage)
    typed = [value for kind, form, value in query_forms(text) if kind in {PHONE, NAME} and form == WHOLE]
    for export in queries.exports_with([digest(key, value) for value in typed]) if typed else ():
        entries.write(
            passage.who, What(action=Happening.DECOY_SOUGHT, outcome="done", subjects=(f"export:{export}",))
        )
        officers = Staff.objects.in_post().filter(role=Role.OFFICER)
        notify(
            to=officers.values_list("pk", flat=True),
            kind=Kind.DECOY_SOUGHT,
            reference=number_of(export),
            url=reverse("exports:one", args=[export]),
        )
