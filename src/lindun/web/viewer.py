"""Who is looking at the page, as far as the shell must know: for the top bar and for the visible mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from lindun.core.marking import mark_lines


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """A signed-in person. `mark` is what a photo of the screen must show: name and staff number."""

    name: str
    number: str
    post: str
    place: str = ""
    lock_minutes: int = 3
    unlocks_by: str = "password"  # or "code": what her locked screen asks for

    @property
    def mark(self) -> str:
        return mark_lines(self.name, self.number, "")[0]

    @property
    def initial(self) -> str:
        return self.name[:1]


Provider = Callable[[HttpRequest], Viewer | None]
_provider: list[Provider] = []


def provide(provider: Provider) -> None:
    """Register the one function that turns a request into a Viewer; the app that owns staff calls this."""
    _provider[:] = [provider]


def of(request: HttpRequest) -> Viewer | None:
    return _provider[0](request) if _provider else None
