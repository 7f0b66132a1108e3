"""Why a link does not open. The code goes into the ledger, its sentence to whoever holds the link."""

from __future__ import annotations

from lindun import gate


class LinkClosed(gate.NotHere):
    """The link does not open; `reason` is the code of why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
