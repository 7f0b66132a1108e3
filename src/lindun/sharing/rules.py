"""Who may send work orders out, and what their bearers may do: one task at one dwelling, nothing else."""

from collections.abc import Callable

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role
from lindun.sharing.facts import BEARER

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER, Role.REPAIR, Role.GUARD}
ON_COMMUNITIES = {Role.SUPERVISOR, Role.MANAGER, Role.CASHIER}
LEADERS = frozenset({Role.SUPERVISOR, Role.MANAGER, Role.GENERAL_MANAGER})
SENDING = (Action.LINK_LIST, Action.LINK_MAKE, Action.LINK_REVOKE, Action.CALL_MAKE, Action.CALL_ANSWER)
BEARING = (Action.LINK_PROVE, Action.LINK_ACCEPT, Action.LINK_OPEN, Action.LINK_CALL, Action.ITEM_REVEAL)
NOT_ACCEPTED = "link.rules_not_accepted"
ENDINGS = ("link.revoked", "link.locked", "link.expired", "link.assignee_left", "link.sender_left")


def register() -> None:
    for action in SENDING:
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, ON_COMMUNITIES, Reach.ASSIGNED)
        rules.permit(action, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.CALL_CONNECT, {Role.COUNTER}, Reach.BUILDINGS)
    rules.permit(Action.CALL_CONNECT, {Role.SUPERVISOR, Role.MANAGER}, Reach.ASSIGNED)
    rules.permit(Action.CALL_CONNECT, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.RULES_PUBLISH, {Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.LINK_TEND, {OPERATOR}, Reach.COMPANY)
    for action in BEARING:
        rules.permit(action, {BEARER}, Reach.BUILDINGS)
    for code in ENDINGS:
        rules.require(Condition(code, _not_ended_by(code), ways_on=("ask.sender",)))
    opening = frozenset({Action.ITEM_REVEAL})
    rules.require(Condition("link.for_its_task_only", _on_its_errand, opening, ("ask.sender",)))
    rules.require(Condition(NOT_ACCEPTED, _rules_accepted, opening, ("ask.sender",)))


def _not_ended_by(code: str) -> Callable[[Access], bool]:
    def holds(access: Access) -> bool:
        return access.actor.errand is None or access.actor.errand.ended != code

    return holds


def _rules_accepted(access: Access) -> bool:
    return access.actor.errand is None or access.actor.errand.rules_accepted


def _on_its_errand(access: Access) -> bool:
    """The bearer names the task of the link and asks about its dwelling; a reason or a grant will not do."""
    errand = access.actor.errand
    if errand is None:
        return access.actor.role != BEARER
    return access.task is not None and access.task.id == errand.task and access.dwelling == errand.dwelling
