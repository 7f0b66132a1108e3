"""The one rule set, and where facts come from. Apps register theirs in `AppConfig.ready()`.

The gate knows no app. Each fact source reads the database afresh, inside the passage's transaction, so that
whoever records a fact changes what opens at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from lindun.core import policy
from lindun.gate.identity import Identity

rules = policy.RuleSet()


@dataclass(frozen=True)
class SubjectPlace:
    """Where a data subject lives, as far as the decision must know."""

    place: policy.Place
    dwelling: str


class FactSources:
    """One function a kind of fact. A kind nobody registered is a loud failure, never an empty answer."""

    def __init__(self) -> None:
        self._sources: dict[str, Callable[..., object]] = {}

    def register(
        self,
        *,
        actor: Callable[[Identity], policy.Actor | None] | None = None,
        purpose: Callable[[str], policy.Purpose | None] | None = None,
        items: Callable[[Sequence[str]], Sequence[policy.Item]] | None = None,
        task: Callable[[str], policy.Task | None] | None = None,
        subject: Callable[[UUID], SubjectPlace | None] | None = None,
    ) -> None:
        """Name the functions that read facts; each answers None for what does not exist or is out of scope."""
        given = {"actor": actor, "purpose": purpose, "items": items, "task": task, "subject": subject}
        self._sources |= {kind: source for kind, source in given.items() if source is not None}

    def actor(self, who: Identity) -> policy.Actor | None:
        return cast("policy.Actor | None", self._sources["actor"](who))

    def purpose(self, code: str) -> policy.Purpose | None:
        return cast("policy.Purpose | None", self._sources["purpose"](code))

    def items(self, codes: Sequence[str]) -> Sequence[policy.Item]:
        return cast("Sequence[policy.Item]", self._sources["items"](codes))

    def task(self, number: str) -> policy.Task | None:
        return cast("policy.Task | None", self._sources["task"](number))

    def subject(self, subject: UUID) -> SubjectPlace | None:
        return cast("SubjectPlace | None", self._sources["subject"](subject))


facts = FactSources()
