"""The form of a text of the house: chapters, and clauses numbered through.

    # Speaking
    ## No talk of residents in public
    Not in lifts, lobbies or canteens.

A clause is a heading and, if need be, sentences below it. Numbers are counted, never typed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from lindun.core.identifiers.detect import detect

CHAPTER, CLAUSE = "# ", "## "
MOST_HEADING = 90


class BadText(Exception):
    """The text has not the form of chapters and clauses; `line` is where, `code` says what is wrong."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Clause:
    """One clause. number: counted through the whole text, from 1. words: may be empty."""

    number: int
    chapter: str
    heading: str
    words: str = ""


@dataclass(frozen=True)
class Chapter:
    """A chapter with its clauses, for showing."""

    heading: str
    clauses: list[Clause] = field(default_factory=list)


def read(text: str) -> list[Clause]:
    """The clauses of a text in their order. Raises BadText."""
    found: list[Clause] = []
    chapter = ""
    for line, (mark, heading, words) in _blocks(text):
        if len(heading) > MOST_HEADING:
            raise BadText("long_heading", line)
        if mark == CHAPTER:
            if words:
                raise BadText("words_without_clause", line)
            chapter = heading
        elif not chapter:
            raise BadText("clause_without_chapter", line)
        else:
            found.append(Clause(len(found) + 1, chapter, heading, words))
    if not found:
        raise BadText("no_clause")
    return found


def chapters(clauses: list[Clause]) -> list[Chapter]:
    """The clauses under the headings of their chapters."""
    return [Chapter(heading, list(some)) for heading, some in groupby(clauses, key=lambda each: each.chapter)]


def same_form(one: list[Clause], other: list[Clause]) -> bool:
    """Whether two readings of a text, e.g. in two languages, have as many clauses in each chapter."""
    return [len(each.clauses) for each in chapters(one)] == [len(each.clauses) for each in chapters(other)]


def name_nobody(text: str) -> None:
    """Raises BadText for a line that looks as if it named somebody: a text for everybody names nobody."""
    for number, line in enumerate(text.splitlines(), start=1):
        if detect(line):
            raise BadText("personal", number)


def tidy(text: str) -> str:
    """The text as it is kept: line ends of one kind, no blank lines, no blanks around lines."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def digest(chinese: str, english: str) -> str:
    """SHA-256 over both readings of a text, as hexadecimal digits."""
    readings = json.dumps({"en": english, "zh": chinese}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(readings.encode()).hexdigest()


def _blocks(text: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Yield (line, (mark, heading, words)) for each heading with what stands below it."""
    held: tuple[int, str, str, list[str]] | None = None
    for number, line in enumerate(tidy(text).splitlines(), start=1):
        mark = next((each for each in (CLAUSE, CHAPTER) if line.startswith(each)), "")
        if mark:
            if held:
                yield held[0], (held[1], held[2], "\n".join(held[3]))
            held = (number, mark, line.removeprefix(mark).strip(), [])
        elif held:
            held[3].append(line)
        else:
            raise BadText("words_without_clause", number)
    if held:
        yield held[0], (held[1], held[2], "\n".join(held[3]))
