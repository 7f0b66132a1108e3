"""The one rule set, and where facts come from. Apps register theirs in `AppConfig.ready()`.

The gate knows no app. Each fact source reads the database afresh, inside the passage's transaction, so that
whoever records a fact changes what opens at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lindun.core import policy
from lindun.gate.asking import Question

rules = policy.RuleSet()


@dataclass(frozen=True)
class SubjectPlace:
    """Where a data subject lives, as far as the decision must know."""

    place: policy.Place
    dwelling: str


class FactSources:
    """One question a kind of fact. A kind nobody registered is a loud failure, never an empty answer."""

    actor: Question[policy.Actor | None]  # of an Identity
    person: Question[str]  # of a staff id: the person's first account, which stands for her
    answered: Question[bool]  # of a staff id: whether somebody in post answers for her post
    purpose: Question[policy.Purpose | None]  # of a code
    items: Question[list[policy.Item]]  # of codes
    task: Question[policy.Task | None]  # of a number, or None
    grant: Question[policy.Grant | None]  # of a request's number, or None
    owing: Question[bool]  # of a staff id: whether paper her person printed is past its time
    consent: Question[policy.Consent | None]  # of a consent's id, or None
    subject: Question[SubjectPlace | None]  # of a subject id

    def register(self, **sources: Question[Any]) -> None:
        """Name the questions for kinds of fact. Raises TypeError for a kind the gate does not know."""
        for kind, question in sources.items():
            if kind not in FactSources.__annotations__:
                raise TypeError(f"the gate knows no fact named {kind}")
            setattr(self, kind, question)


class Watches:
    """Who wants to know what people look for. They may find it suspicious; they cannot refuse it."""

    def __init__(self) -> None:
        self._of_searches: list[Callable[..., None]] = []

    def register(self, *, search: Callable[..., None]) -> None:
        """`search(passage, text, found=3)` is called in the passage of every search."""
        if search not in self._of_searches:
            self._of_searches.append(search)

    def searched(self, passage: object, text: str, *, found: int) -> None:
        for watch in self._of_searches:
            watch(passage, text, found=found)


facts = FactSources()
watches = Watches()
