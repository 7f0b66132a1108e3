"""A post opens nothing but learning until what it asks is met; what is over leaves masked pages."""

from __future__ import annotations

from collections.abc import Callable

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import NEWCOMER, Action
from lindun.standing.codes import CODES, lapsed, missing, way

BEYOND_MASKS = frozenset(
    {
        Action.ITEM_REVEAL,
        Action.EXPORT_MAKE,
        Action.SHEET_PRINT,
        Action.REQUEST_SUBMIT,
        Action.EMERGENCY_OPEN,
        Action.LINK_MAKE,
    }
)


def register() -> None:
    rules.permit(Action.STANDING_VOUCH, {OPERATOR}, Reach.PLACELESS)
    for code in CODES:
        on = (way(code),)
        rules.require(Condition(missing(code), _not_missing(code), ways_on=on, spared=NEWCOMER))
        rules.require(Condition(lapsed(code), _not_lapsed(code), BEYOND_MASKS, on))


def _not_missing(code: str) -> Callable[[Access], bool]:
    def holds(access: Access) -> bool:
        return code not in access.actor.missing

    return holds


def _not_lapsed(code: str) -> Callable[[Access], bool]:
    def holds(access: Access) -> bool:
        return code not in access.actor.lapsed

    return holds
