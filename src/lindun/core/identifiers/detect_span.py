"""What a detector hands back."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from .kinds import Kind


class Span(NamedTuple):
    """One identifier in a text: ``text[start:end]``, what it is, and how sure that is (0 to 1)."""

    start: int
    end: int
    type: Kind
    confidence: float


make_span: Callable[[tuple[int, int, Kind, float]], Span] = partial(tuple.__new__, Span)
"""``Span(...)`` from a tuple, without the detour through Python that the class itself takes."""
