"""The answer of the policy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Obligation(StrEnum):
    """What comes with an Allow and must be carried out by whoever uses it."""

    TIMER = "timer"  # the value closes again after thirty seconds
    MARK = "mark"  # the viewer's mark lies over it
    SAMPLE = "sample"  # the look-up is put before a supervisor
    PURPOSE = "purpose"  # the purpose is written into the entry


@dataclass(frozen=True)
class Decision:
    """Allow or deny, with reason codes; never a bare yes or no.

    `reasons` is empty exactly when allowed. `ways_on` are codes of what would open it. There is no truth
    value: callers must ask `.allowed`, so that a Decision can never be mistaken for True.
    """

    reasons: tuple[str, ...] = ()
    ways_on: tuple[str, ...] = ()
    obligations: frozenset[Obligation] = frozenset()

    @property
    def allowed(self) -> bool:
        return not self.reasons

    def __bool__(self) -> bool:
        raise TypeError("a Decision has no truth value: ask .allowed")
