"""Proofs for the file of a request: that what the ledger says about it is in the ledger."""

from __future__ import annotations

from uuid import UUID

from lindun.gate.passages import Passage
from lindun.ledger import queries as ledger
from lindun.ledger.queries import NotSealedYet

REQUEST = "request:"


def proofs_of_request(passage: Passage, request: UUID, *, most: int) -> list[tuple[str, str]]:
    """Entry id and proof (JSON, docs/spec/ledger.md) of what was done with a request, oldest first.

    What was written in the last second or so is not sealed yet and has no proof. passage: must already show
    the request (`passage.saw`); raises ValueError otherwise. Raises NoteError or ProofError when the stored
    ledger is damaged.
    """
    subject = f"{REQUEST}{request}"
    if subject not in passage.subjects:
        raise ValueError("a passage proves the entries about a request it shows")
    found = []
    for stored in reversed(ledger.entries(subject=subject, limit=most)):
        try:
            found.append((stored.entry.id, ledger.prove(stored.entry.id)))
        except NotSealedYet:
            continue
    return found
