"""The bell in the top bar: how much the viewer has been told and not yet seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Bell:
    """Where the list is, and how many of it are unseen."""

    url: str
    unseen: int

    @property
    def shown(self) -> str:
        """The count as the bell shows it."""
        return str(self.unseen) if self.unseen < 100 else "99+"


Provider = Callable[[HttpRequest], Bell | None]
_provider: list[Provider] = []


def provide(provider: Provider) -> None:
    """Register the one function that counts for a request; the app that owns notifications calls this."""
    _provider[:] = [provider]


def of(request: HttpRequest) -> Bell | None:
    return _provider[0](request) if _provider else None
