"""What a detector hands back."""

from typing import NamedTuple

from .kinds import Kind


class Span(NamedTuple):
    """One identifier in a text: ``text[start:end]``, what it is, and how sure that is (0 to 1)."""

    start: int
    end: int
    type: Kind
    confidence: float
