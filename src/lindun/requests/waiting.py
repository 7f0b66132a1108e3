"""What waits for somebody on her desk. Apps above add theirs while they load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lindun.organisation.middleware import StaffRequest


@dataclass(frozen=True)
class Thing:
    """One line: what waits, in words, and where it is dealt with ("" when no page of ours leads there)."""

    label: str
    detail: str
    url: str
    urgent: bool


_sources: list[Callable[[StaffRequest], list[Thing]]] = []


def register(source: Callable[[StaffRequest], list[Thing]]) -> None:
    """Have this asked for what waits, in the passage of the desk. It counts, it shows nothing of anybody."""
    if source not in _sources:
        _sources.append(source)


def of(request: StaffRequest) -> list[Thing]:
    """Everything the apps above have waiting for this person."""
    return [thing for source in _sources for thing in source(request)]
