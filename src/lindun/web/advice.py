"""What is known about the screen somebody looks at, and the way to ask: a menu in the top bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What was asked here before, and the answer."""

    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Advice:
    """The rules of a screen; where a question is posted, and where it comes back to."""

    screen: str
    back: str
    rules: Sequence[Rule]
    url: str
    all_url: str


Provider = Callable[[HttpRequest], Advice | None]
_provider: list[Provider] = []


def provide(provider: Provider) -> None:
    """Register the one function that knows the rules of a screen; the app that owns questions calls this."""
    _provider[:] = [provider]


def of(request: HttpRequest) -> Advice | None:
    return _provider[0](request) if _provider else None
