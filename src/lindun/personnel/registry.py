"""What the house knows about a person, told by the apps that know it.

    from lindun.personnel.registry import Fact, held, records

    records.register("training", _("Trainings"), facts_of, url_name="training:mine")

`records` are dated facts for the confidentiality file and the personal page: trainings, pledges, awards,
violations, audits. `held` is what she still has and must give back: papers, keys, devices, links, files.

A source is called once for each account of the person, inside an open passage, under its row scope: it
neither opens a passage nor asks the gate. It names nothing of a resident: ids of files, numbers, codes in
words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Fact:
    """One dated fact in words. url: where it can be looked at; attention: something is missing or overdue."""

    at: datetime
    text: StrPromise | str
    url: str = ""
    attention: bool = False


Source = Callable[[UUID], Sequence[Fact]]


@dataclass(frozen=True)
class Kind:
    """A kind of fact: its name, who tells it, and the page of a person's own where there is one."""

    code: str
    title: StrPromise | str
    source: Source
    url_name: str = ""


@dataclass(frozen=True)
class Chapter:
    """The facts of one kind about one person, newest first."""

    kind: Kind
    facts: tuple[Fact, ...]


class Sources:
    """Kinds in the order in which they were registered."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def register(self, kind: str, title: StrPromise | str, source: Source, *, url_name: str = "") -> None:
        """Called while an app loads. Raises ValueError when another app tells this kind already."""
        known = self._kinds.get(kind)
        if known is not None and known.source is not source:
            raise ValueError(f"another app tells {kind}")
        self._kinds[kind] = Kind(kind, title, source, url_name)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        return tuple(self._kinds.values())

    def about(self, accounts: Iterable[UUID]) -> list[Chapter]:
        """Every kind with what it says about these accounts of one person."""
        known = list(accounts)
        return [
            Chapter(kind, tuple(sorted(_told(kind, known), key=lambda fact: fact.at, reverse=True)))
            for kind in self.kinds
        ]


def _told(kind: Kind, accounts: Sequence[UUID]) -> list[Fact]:
    return [fact for account in accounts for fact in kind.source(account)]


records = Sources()
held = Sources()
