"""What somebody works for at a household, kept in her session: never in an address, gone when she leaves."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

KEY = "working_for"
MOST = 30  # households remembered; the oldest falls out

Session = MutableMapping[str, Any]


@dataclass(frozen=True)
class Choice:
    """A purpose by code; behind it the number of an open task, or the code of a reason given instead."""

    purpose: str = ""
    task: str = ""
    reason: str = ""


def of(session: Session, dwelling: UUID) -> Choice | None:
    """What was chosen for this household, if anything was."""
    kept = session.get(KEY, {}).get(str(dwelling))
    return Choice(**kept["choice"]) if kept else None


def for_person(session: Session, resident: UUID) -> tuple[Choice, UUID | None]:
    """What was chosen for the household this person was shown in, and which; nothing if she was not."""
    for dwelling, kept in session.get(KEY, {}).items():
        if str(resident) in kept["people"]:
            return Choice(**kept["choice"]), UUID(dwelling)
    return Choice(), None


def keep(session: Session, dwelling: UUID, choice: Choice, people: Iterable[UUID]) -> None:
    """Remember the choice and who lives there: a choice made for one household opens nobody in another."""
    kept = {"choice": asdict(choice), "people": [str(person) for person in people]}
    known = session.get(KEY, {})
    if known.get(str(dwelling)) == kept:
        return
    others = {key: value for key, value in known.items() if key != str(dwelling)}
    session[KEY] = dict([*others.items(), (str(dwelling), kept)][-MOST:])
