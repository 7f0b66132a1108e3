"""What somebody works for at a household, kept in her session: never in an address, gone when she leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

KEY = "working_for"
MOST = 30  # households remembered; the oldest falls out
REASON_LASTS = 30 * 60  # seconds: one call or one visit; a look later in the day has a reason of its own

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
    return _holding(kept) if kept else None


def for_person(session: Session, resident: UUID) -> tuple[Choice, UUID | None]:
    """What was chosen for the household this person was shown in, and which; nothing if she was not."""
    for dwelling, kept in session.get(KEY, {}).items():
        if str(resident) in kept["people"]:
            return _holding(kept), UUID(dwelling)
    return Choice(), None


def keep(session: Session, dwelling: UUID, choice: Choice, people: Iterable[UUID]) -> None:
    """Remember the choice and who lives there: a choice made for one household opens nobody in another."""
    known = session.get(KEY, {})
    before = known.get(str(dwelling), {})
    since = before.get("since") if before.get("choice") == asdict(choice) else None
    kept = {
        "choice": asdict(choice),
        "people": [str(person) for person in people],
        "since": since or timezone.now().timestamp(),
    }
    if before == kept:
        return
    others = {key: value for key, value in known.items() if key != str(dwelling)}
    session[KEY] = dict([*others.items(), (str(dwelling), kept)][-MOST:])


def _holding(kept: Mapping[str, Any]) -> Choice:
    """What was chosen, as far as it holds still: a purpose stays, a reason is over after its time."""
    choice = Choice(**kept["choice"])
    over = timezone.now().timestamp() - kept.get("since", 0) > REASON_LASTS
    return replace(choice, reason="") if over and choice.reason else choice
