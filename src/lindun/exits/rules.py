"""Who asks for exit permits, who approves, who checks them at the gate. Nobody decides or ends her own."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER, Role.REPAIR, Role.GUARD}
LEADERS = {Role.SUPERVISOR, Role.MANAGER}
COMPANY = {Role.GENERAL_MANAGER, Role.OFFICER}
DECIDING = LEADERS | COMPANY


def register() -> None:
    for action in (Action.EXIT_VIEW, Action.EXIT_ASK):
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, LEADERS | {Role.CASHIER}, Reach.ASSIGNED)
        rules.permit(action, COMPANY | {Role.HR, Role.AUDITOR}, Reach.COMPANY)
    rules.permit(Action.EXIT_DECIDE, LEADERS, Reach.ASSIGNED)
    rules.permit(Action.EXIT_DECIDE, COMPANY, Reach.COMPANY)
    for action in (Action.EXIT_CHECK, Action.EXIT_RETURN):
        rules.permit(action, DECIDING | {Role.GUARD}, Reach.COMPANY)
    rules.permit(Action.EXIT_TEND, {OPERATOR}, Reach.COMPANY)
    others = frozenset({Action.EXIT_DECIDE, Action.EXIT_RETURN})
    rules.require(Condition("people.proposed_it", _not_the_holder, others, ("ask.second_person",)))


def _not_the_holder(access: Access) -> bool:
    return access.proposed_by != access.actor.person
