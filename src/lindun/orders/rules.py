"""Who may bring work orders in, for herself or for others, and who lets a system send them."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.orders.facts import SYSTEM
from lindun.organisation.models import Role
from lindun.requests.rules import LEADERS, ON_BUILDINGS, ON_COMMUNITIES

OFFICES = {Role.OFFICER, Role.GENERAL_MANAGER}


def register() -> None:
    rules.permit(Action.ORDER_KEEP, ON_BUILDINGS, Reach.BUILDINGS)
    rules.permit(Action.ORDER_KEEP, ON_COMMUNITIES, Reach.ASSIGNED)
    rules.permit(Action.ORDER_ASSIGN, LEADERS | {SYSTEM}, Reach.ASSIGNED)
    rules.permit(Action.ORDER_ASSIGN, {OPERATOR}, Reach.COMPANY)
    rules.permit(Action.SYSTEM_VIEW, OFFICES | {Role.AUDITOR}, Reach.PLACELESS)
    for action in (Action.SYSTEM_DECIDE, Action.SYSTEM_REVOKE):
        rules.permit(action, OFFICES, Reach.PLACELESS)
    for action in (Action.SYSTEM_PROPOSE, Action.SYSTEM_TAKE):
        rules.permit(action, {Role.OFFICER}, Reach.PLACELESS)
    rules.require(
        Condition(
            "people.proposed_it",
            _somebody_else_proposed,
            frozenset({Action.SYSTEM_DECIDE}),
            ("ask.second_person",),
        )
    )


def _somebody_else_proposed(access: Access) -> bool:
    return access.proposed_by != access.actor.person
