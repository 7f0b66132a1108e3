"""Words in a text that could be a password: named so by what stands before them, or by their look.

No clock and no database; whether a word is somebody's password is asked elsewhere, of few.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lindun.organisation.passwords import might_be_one

GONE = "******"
LONGEST = 128  # signs; longer runs are addresses and keys of machines
NAMED = re.compile(
    r"(?:密\s*码|口\s*令|password|passwd|pwd)(?:\s*(?:[是为:=\uff1a\uff1d]|is\b)\s*|\s+(?=\S*\d))"
    rf"([\x21-\x7e]{{4,{LONGEST}}})",
    re.IGNORECASE,
)
RUN = re.compile(r"[\x21-\x7e]{10,}")
MACHINE = re.compile(  # what forms carry besides what people write: ids, addresses, times, numbers of tasks
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(https?:/)?/\S*|\d{4}-\d\d-\d\d[T\d:.+Z-]*|[A-Z]{2,6}-\d{4}-\d{4}"
)
AROUND = ".,;:!?()[]{}<>\"'`"


@dataclass(frozen=True)
class Spotted:
    """Words of a text. named: somebody calls them passwords; alike: the house could have accepted them."""

    named: tuple[str, ...]
    alike: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Spotted({len(self.named)}, {len(self.alike)})"


def spot(text: str) -> Spotted:
    """The words of a text that may be passwords, each once, in their order."""
    named = dict.fromkeys(NAMED.findall(text))
    runs = (form for run in RUN.findall(text) for form in _forms(run))
    whole = [text.strip()] if text.isascii() else []  # one with blanks in it
    return Spotted(tuple(named), _alike([*named, *runs, *whole]))


def without(text: str, words: tuple[str, ...]) -> str:
    """The text with these words taken out, the longest first."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, GONE)
    return text


def _forms(run: str) -> list[str]:
    """A run of signs as it stands, without what surrounds it, and what follows the last colon in it."""
    bare = run.strip(AROUND)
    return [run, bare, re.split(r"[:=]", bare)[-1]]


def _alike(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if _could_be_one(word)))


def _could_be_one(word: str) -> bool:
    return len(word) <= LONGEST and might_be_one(word) and not MACHINE.fullmatch(word)
