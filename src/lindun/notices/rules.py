"""Who writes texts for publication and who approves them: whoever meets residents, and the leaders."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER}
LEADERS = {Role.SUPERVISOR, Role.MANAGER}


def register() -> None:
    for action in (Action.NOTICE_VIEW, Action.NOTICE_WRITE):
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, LEADERS | {Role.CASHIER}, Reach.ASSIGNED)
        rules.permit(action, {Role.GENERAL_MANAGER, Role.OFFICER}, Reach.COMPANY)
    rules.permit(Action.NOTICE_DECIDE, LEADERS, Reach.ASSIGNED)
    rules.permit(Action.NOTICE_DECIDE, {Role.GENERAL_MANAGER, Role.OFFICER}, Reach.COMPANY)
    decisions = frozenset({Action.NOTICE_DECIDE})
    rules.require(Condition("people.proposed_it", _somebody_else_wrote, decisions, ("ask.second_person",)))


def _somebody_else_wrote(access: Access) -> bool:
    return access.proposed_by != access.actor.person
