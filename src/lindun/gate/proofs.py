"""Proofs for files that leave the house: that what the ledger says about their subject is in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from lindun.gate.passages import Passage
from lindun.ledger import queries as ledger
from lindun.ledger.keys import read_verifier_keys
from lindun.ledger.queries import NotSealedYet

REQUEST = "request:"


class NotProvenYet(Exception):
    """It is written and not sealed yet: ask again in a moment."""


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


def proofs_up_to(
    passage: Passage, subject: str, *, last: str, cited: Iterable[UUID] = (), most: int
) -> list[tuple[str, str]]:
    """Entry id and proof of what was done with a subject, up to the newest entry with the action `last`.

    All against the first checkpoint that holds that entry, so that the answer is the same later.
    cited: entries that belong to the subject's file besides; those written after `last` are left out.
    passage: must already show the subject (`passage.saw`); raises ValueError otherwise. Raises LookupError
    without such an entry, NotProvenYet for some moments after it, NoteError or ProofError when the stored
    ledger is damaged.
    """
    if subject not in passage.subjects:
        raise ValueError("a passage proves the entries about what it shows")
    closing = next((one.entry.id for one in ledger.entries(subject=subject, action=last, limit=1)), None)
    if closing is None:
        raise LookupError("no such entry")
    about = [one.entry.id for one in ledger.entries(subject=subject, before=closing, limit=most)]
    wanted = {closing, *about, *(str(entry) for entry in cited if str(entry) < closing)}
    found = []
    for entry in sorted(wanted):
        try:
            found.append((entry, ledger.prove(entry, within=closing)))
        except NotSealedYet:
            if entry == closing:
                raise NotProvenYet from None
            continue  # begun before the last one and sealed after it: never within that checkpoint
    return found


def public_keys() -> str:
    """The keys that outsiders check with, one a line."""
    return "".join(f"{key}\n" for key in read_verifier_keys())


__all__ = ["NotProvenYet", "proofs_of_request", "proofs_up_to", "public_keys"]
