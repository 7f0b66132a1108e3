"""The mark of one copy of a list, and tracing a leaked list to the copy it was taken from (USE-07).

Three kinds of evidence, each a keyed choice that differs from copy to copy:

* *decoys*: rows of people nobody is, in one copy only;
* *variants*: of two ways to write a row that mean the same, one is chosen for each row;
* *pairs*: of two rows that may stand in either order, one stands first.

Evidence is added up in bits, each weighing what was seen by a likelihood ratio. So for a copy the list was
not taken from, the expected value of 2^bits is at most 1, and by Markov's inequality it reaches t bits with a
chance of at most 2^-t. `trace` names a copy from SURE + log2(number of copies) bits on, so in one tracing a
wrong name has a chance of at most 2^-SURE. Formats, weights and bound: docs/spec/marks.md.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2
from typing import NamedTuple

KEY_BYTES = 32
SURE = 20  # bits beyond the number of copies: one wrong name in a million tracings

# How much of what a copy was given a leaked list may still show: nearly all of it, most, a part, nothing. The
# leaker's deeds are unknown, so the ratio is the mean over these; it costs two bits and survives any of them.
_STAYS = (63 / 64, 3 / 4, 1 / 4)


class Copy(NamedTuple):
    """One copy as it was handed out. number: of the export, unique.

    decoys: of each decoy the traits by which a row is recognised as it. decoy_bits: how unlikely it is, as
    -log2, that one of them stands in a list that was not taken from this copy.
    """

    number: str
    decoys: Sequence[frozenset[str]] = ()
    decoy_bits: float = 16.0


class LeakedRow(NamedTuple):
    """One row of a leaked list, as far as it could be read.

    anchor: the part of the row its keyed choices hang on, in normal form; empty if there is none. variant: 0
    or 1, how the row is written; None where that cannot be seen. group: rows of equal group may stand in
    either order; empty for none. traits: the words that may make it a decoy.
    """

    anchor: str
    variant: int | None = None
    group: str = ""
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Evidence:
    """What speaks for one copy. `bits` is the sum; the counts say where it comes from."""

    number: str
    bits: float
    decoys: int
    variants_agree: int
    variants_seen: int
    pairs_agree: int
    pairs_seen: int


class NotTraced(Exception):
    """No copy can be named. `needed` bits would name one; `nearest` is the best evidence there was."""

    def __init__(self, needed: float, nearest: Evidence | None) -> None:
        super().__init__("no copy can be named")
        self.needed = needed
        self.nearest = nearest


@dataclass(frozen=True)
class Mark:
    """The keyed choices of one copy.

    key: 32 bytes, the same for all copies of a house and known to nobody outside. number: of the export.
    Raises ValueError for a key of another size or an empty number.
    """

    key: bytes = field(repr=False)
    number: str
    _own: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.key) != KEY_BYTES or not self.number:
            raise ValueError("a mark needs a key of 32 bytes and a number")
        label = b"lindun/mark/v1" + self.number.encode()
        object.__setattr__(self, "_own", hmac.digest(self.key, label, "sha256"))

    def variant(self, anchor: str) -> int:
        """Return 0 or 1: how the row with this anchor is written in this copy."""
        return self._choice(b"variant", anchor)[0] & 1

    def rank(self, anchor: str) -> bytes:
        """Return where the row stands among rows of its group: they are sorted by this."""
        return self._choice(b"rank", anchor)

    def _choice(self, use: bytes, anchor: str) -> bytes:
        return hmac.digest(self._own, use + b"\0" + anchor.encode(), "sha256")


def trace(key: bytes, copies: Iterable[Copy], leaked: Sequence[LeakedRow]) -> list[Evidence]:
    """Return the copies the list was taken from, surest first; several when lists were put together.

    key: of the marks. copies: every copy it may have been. Raises NotTraced when none can be named,
    ValueError for a key of another size. How seldom a name is wrong: see the head of this module.
    """
    known = list(copies)
    reading = _Reading.of(leaked)
    weighed = sorted((_weigh(Mark(key, copy.number), copy, reading) for copy in known), key=_surest)
    needed = SURE + log2(max(1, len(known)))
    named = [evidence for evidence in weighed if evidence.bits >= needed]
    if not named:
        raise NotTraced(needed, weighed[0] if weighed else None)
    return named


def _surest(evidence: Evidence) -> tuple[float, str]:
    return -evidence.bits, evidence.number


class _Reading(NamedTuple):
    """A leaked list in the shape the weighing needs, made once for all copies."""

    variants: Mapping[str, int]
    pairs: Sequence[tuple[str, str]]
    rows_with: Mapping[str, set[int]]

    @classmethod
    def of(cls, leaked: Sequence[LeakedRow]) -> _Reading:
        variants: dict[str, int] = {}
        rows_with: dict[str, set[int]] = {}
        for number, row in enumerate(leaked):
            if row.anchor and row.variant is not None:
                variants.setdefault(row.anchor, row.variant)  # one anchor, one choice
            for trait in row.traits:
                rows_with.setdefault(trait, set()).add(number)
        return cls(variants, _pairs(leaked), rows_with)

    def holds(self, traits: frozenset[str]) -> bool:
        """Whether one row has all of them."""
        rows = [self.rows_with.get(trait, set()) for trait in traits]
        return bool(rows) and bool(set.intersection(*rows))


def _pairs(leaked: Sequence[LeakedRow]) -> list[tuple[str, str]]:
    """Neighbours of one group. No anchor comes in two pairs, so each pair is a choice of its own."""
    pairs: list[tuple[str, str]] = []
    used: set[str] = set()
    for first, second in pairwise(leaked):
        both = {first.anchor, second.anchor}
        neighbours = first.group == second.group != "" and len(both - {""}) == 2
        if neighbours and not both & used:
            pairs.append((first.anchor, second.anchor))
            used |= both
    return pairs


def _weigh(mark: Mark, copy: Copy, reading: _Reading) -> Evidence:
    decoys = sum(reading.holds(traits) for traits in copy.decoys)
    variants = sum(mark.variant(anchor) == seen for anchor, seen in reading.variants.items())
    pairs = sum(mark.rank(first) < mark.rank(second) for first, second in reading.pairs)
    chance = 2.0**-copy.decoy_bits
    bits = (
        _bits(decoys, len(copy.decoys), chance=chance)
        + _bits(variants, len(reading.variants), chance=0.5)
        + _bits(pairs, len(reading.pairs), chance=0.5)
    )
    return Evidence(copy.number, bits, decoys, variants, len(reading.variants), pairs, len(reading.pairs))


def _bits(found: int, seen: int, *, chance: float) -> float:
    """Bits by which `found` of `seen` choices speak for a copy. chance: of meeting one by accident."""
    if not 0 < chance <= 0.5:
        return 0.0  # what may well be met by accident says nothing
    ratios = [0.0] + [
        found * log2(stays / chance) + (seen - found) * log2((1 - stays) / (1 - chance)) for stays in _STAYS
    ]
    most = max(ratios)
    return most + log2(sum(2.0 ** (ratio - most) for ratio in ratios) / len(ratios))
