"""Which words the company uses for levels: the app that owns the company says so, the shell shows them."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language

from lindun.core.marking import DEFAULT_SCHEME, Level, label

_source: list[Callable[[], str]] = []


def provide(source: Callable[[], str]) -> None:
    """Register the one function that reads the code of the scheme in use."""
    _source[:] = [source]


def scheme() -> str:
    """The code of the scheme in use. Reads the database: the shell asks once a page."""
    return _source[0]() if _source else DEFAULT_SCHEME


def word(level: int, scheme: str) -> str:
    """The word for a step of the ladder, in the language of the page."""
    return label(Level(level), scheme=scheme, english=(get_language() or "").startswith("en"))
