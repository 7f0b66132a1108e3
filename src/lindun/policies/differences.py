"""What changed from one version to another, clause by clause, so that a person can read it.

Clauses belong together when their heading is the same, else when most of their words are. Inside a clause
Chinese is compared by character and other writing by word; a single character that happens to be the same
between two changes is not shown as kept, or the reader would meet confetti.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lindun.policies.clauses import Clause

ALIKE = 0.5  # of the characters of both: below this it is another clause
_TOKEN = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)


class What(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of characters. what: SAME, ADDED or REMOVED."""

    what: What
    text: str


@dataclass(frozen=True)
class Change:
    """One clause in both versions; `before` is None where it is new, `after` where it is gone."""

    what: What
    before: Clause | None
    after: Clause | None
    heading: tuple[Piece, ...]
    words: tuple[Piece, ...]


def changes(before: Sequence[Clause], after: Sequence[Clause]) -> list[Change]:
    """Every clause of both versions, in the order of the new one; what is gone stands where it was."""
    partner = _partners(before, after)
    taken = {index for index in partner if index is not None}
    found = list(_gone(before, taken, -1))
    for clause, index in zip(after, partner, strict=True):
        found.append(_change(before[index] if index is not None else None, clause))
        if index is not None:
            found += _gone(before, taken, index)
    return found


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The runs of both texts, what was taken away before what was put there."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[tuple[str, str]] = []  # (before, after) of each run; equal ones are the same
    for _what, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        run = ("".join(old[i:j]), "".join(new[m:n]))
        if found and not _stays(run) and not _stays(found[-1]):
            found[-1] = (found[-1][0] + run[0], found[-1][1] + run[1])
        else:
            found.append(run)
    return tuple(_as_pieces(found))


def _stays(run: tuple[str, str]) -> bool:
    """Whether a run is kept as it was; a lone character between two changes goes with them."""
    return run[0] == run[1] and len(run[0]) > 1


def _as_pieces(runs: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    for old, new in runs:
        if old == new:
            yield Piece(What.SAME, old)
            continue
        if old:
            yield Piece(What.REMOVED, old)
        if new:
            yield Piece(What.ADDED, new)


def _partners(before: Sequence[Clause], after: Sequence[Clause]) -> list[int | None]:
    """For each new clause the old one it comes from."""
    by_heading = {clause.heading: index for index, clause in enumerate(before)}
    found = [by_heading.get(clause.heading) for clause in after]
    left = [index for index in range(len(before)) if index not in set(found)]
    for position, clause in enumerate(after):
        if found[position] is None and left:
            likest = max(left, key=lambda index: _likeness(before[index], clause))
            if _likeness(before[likest], clause) >= ALIKE:
                found[position] = likest
                left.remove(likest)
    return found


def _likeness(one: Clause, other: Clause) -> float:
    return SequenceMatcher(None, one.heading + one.words, other.heading + other.words, autojunk=False).ratio()


def _gone(before: Sequence[Clause], taken: set[int], after: int) -> Iterator[Change]:
    """The clauses that stood right behind this one and are not in the new version."""
    for index in range(after + 1, len(before)):
        if index in taken:
            return
        yield _change(before[index], None)


def _change(before: Clause | None, after: Clause | None) -> Change:
    old, new = before or Clause(0, "", ""), after or Clause(0, "", "")
    if before is None:
        what = What.ADDED
    elif after is None:
        what = What.REMOVED
    else:
        what = What.SAME if (old.heading, old.words) == (new.heading, new.words) else What.CHANGED
    return Change(what, before, after, pieces(old.heading, new.heading), pieces(old.words, new.words))
