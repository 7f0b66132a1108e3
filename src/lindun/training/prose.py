"""Course text: a few marks on plain text become blocks that templates show. No markup passes through.

    ## heading     - list     1. steps     > somebody speaks     ! take care     **strong**

Blocks are parted by empty lines. The result holds words only, so that the template's escaping is the
safety; nothing is ever declared safe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KINDS = (("## ", "heading"), ("- ", "list"), ("> ", "speech"), ("! ", "care"))
STEP = re.compile(r"\d{1,2}\. ")
STRONG = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Span:
    """A piece of a line."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Block:
    """heading, list, steps, speech, care or text, line by line."""

    kind: str
    lines: tuple[tuple[Span, ...], ...]


def blocks(source: str) -> list[Block]:
    """The blocks of a text."""
    pieces = re.split(r"\n\s*\n", source.strip())
    return [_block([line.strip() for line in piece.splitlines()]) for piece in pieces if piece.strip()]


def _block(lines: list[str]) -> Block:
    mark, kind = _kind(lines[0])
    if mark is None:
        return Block(kind, tuple(_spans(line) for line in lines))
    return Block(kind, tuple(_spans(re.sub(mark, "", line, count=1)) for line in lines))


def _kind(line: str) -> tuple[re.Pattern[str] | None, str]:
    if STEP.match(line):
        return re.compile(rf"^{STEP.pattern}"), "steps"
    for mark, kind in KINDS:
        if line.startswith(mark):
            return re.compile(rf"^{re.escape(mark)}"), kind
    return None, "text"


def _spans(line: str) -> tuple[Span, ...]:
    """STRONG splits into plain and strong by turns."""
    parts = STRONG.split(line)
    return tuple(Span(part, strong=bool(index % 2)) for index, part in enumerate(parts) if part)
