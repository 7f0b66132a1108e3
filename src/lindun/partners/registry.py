"""What higher apps know about a partner, for its page: violation cases.

    chapters.register(_("Violations"), lines_of)

A source is called inside the passage that shows the page, under its row scope: it neither opens a passage nor
asks the gate. What it says names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lindun.gate.passages import Passage

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Line:
    """One dated fact: words, how it stands (tone as of a tag), and where this reader may look it up."""

    at: datetime
    text: str
    state: StrPromise | str
    tone: str = ""
    url: str = ""


Source = Callable[[Passage, UUID], Sequence[Line]]


@dataclass(frozen=True)
class Chapter:
    title: StrPromise | str
    lines: Sequence[Line]


class Chapters:
    """Sources in the order in which they were registered."""

    def __init__(self) -> None:
        self._sources: dict[Source, StrPromise | str] = {}

    def register(self, title: StrPromise | str, source: Source) -> None:
        """Called while an app loads."""
        self._sources[source] = title

    def about(self, passage: Passage, partner: UUID) -> list[Chapter]:
        """What is known about this partner; sources that know nothing are left out."""
        told = ((title, source(passage, partner)) for source, title in self._sources.items())
        return [Chapter(title, lines) for title, lines in told if lines]


chapters = Chapters()
