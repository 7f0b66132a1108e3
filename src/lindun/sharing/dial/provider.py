"""What a provider of intermediary numbers must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lindun import gate


class DialError(Exception):
    """The provider did not put it through. `code` is ours or the provider's; no number is ever in it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Connection:
    """A number between two people: what to dial, and by which reference it is undone."""

    number: str
    subscription: str


class DialThrough(Protocol):
    """A provider. Each call takes seconds at most, whatever the other side does."""

    def connect(self, *, caller: str, callee: gate.Revealed, until: datetime, reference: str) -> Connection:
        """Tie two numbers to one of the provider's until a time. reference: ours. Raises DialError."""

    def disconnect(self, connection: Connection) -> None:
        """Undo it; one that is gone already is fine. Raises DialError."""
