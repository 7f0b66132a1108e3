"""Why something about a partner cannot be done: bad input, or a rule that is recorded as a refusal."""

from __future__ import annotations

from lindun import gate


class BadPartner(Exception):
    """It cannot be entered or changed like this; the message says what to change."""


class NotYet(gate.NotHere):
    """Something stands against the partner: recorded as a refusal with the first code of `reasons`."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons
        self.reason = reasons[0]
