"""A text as it is shown: chapters of clauses, and beside an earlier version what became of each clause."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from lindun.policies import clauses
from lindun.policies.differences import Change, What, changes
from lindun.policies.models import Text


@dataclass(frozen=True)
class Shown:
    """chapters: heading and the changes in it. counts: of clauses, by what became of them."""

    chapters: list[tuple[str, list[Change]]]
    counts: Counter[What]

    @property
    def differing(self) -> Shown:
        """Of it only what differs."""
        some = [(name, [one for one in found if one.what != What.SAME]) for name, found in self.chapters]
        return Shown([(name, found) for name, found in some if found], self.counts)

    @property
    def is_different(self) -> bool:
        return any(self.counts[what] for what in (What.CHANGED, What.ADDED, What.REMOVED))


def shown(text: Text, earlier: Text | None = None) -> Shown:
    """The text in the reader's language; with `earlier`, in a language that both have."""
    if earlier is None:
        return _shown(text.reading, text.reading)
    if text.english and not earlier.english:
        return _shown(earlier.chinese, text.chinese)
    return _shown(earlier.reading, text.reading)


def of_words(words: str) -> Shown:
    """A text without versions, e.g. the undertaking of a project."""
    return _shown(words, words)


def _shown(before: str, after: str) -> Shown:
    found = changes(clauses.read(before), clauses.read(after))
    chapters = [(heading, list(some)) for heading, some in groupby(found, key=_chapter)]
    return Shown(chapters, Counter(change.what for change in found))


def _chapter(change: Change) -> str:
    clause = change.after or change.before
    return clause.chapter if clause else ""
