"""Who may open and close tasks, and who sees service records and alerts (ACC-05: three tiers)."""

from lindun.core.policy import Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER, Role.REPAIR, Role.GUARD}
ON_COMMUNITIES = {Role.SUPERVISOR, Role.MANAGER, Role.CASHIER}
LEADERS = {Role.SUPERVISOR, Role.MANAGER}


def register() -> None:
    for action in (Action.DESK_VIEW, Action.TASK_OPEN, Action.TASK_CLOSE):
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, ON_COMMUNITIES, Reach.ASSIGNED)
        rules.permit(action, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.HISTORY_VIEW, LEADERS, Reach.ASSIGNED)
    rules.permit(Action.HISTORY_VIEW, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.ALERT_VIEW, LEADERS, Reach.ASSIGNED)
    rules.permit(Action.ALERT_VIEW, {Role.OFFICER, Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.LOOKUP_REVIEW, LEADERS, Reach.ASSIGNED)
    _register_requests()


def _register_requests() -> None:
    """Everybody who may open something may ask for more; leaders answer, each for the levels of her post."""
    for action in (Action.REQUEST_SUBMIT, Action.REQUEST_CONCLUDE, Action.EMERGENCY_OPEN):
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, ON_COMMUNITIES, Reach.ASSIGNED)
        rules.permit(action, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.REQUEST_VIEW, ON_BUILDINGS, Reach.BUILDINGS)
    rules.permit(Action.REQUEST_VIEW, ON_COMMUNITIES, Reach.ASSIGNED)
    rules.permit(Action.REQUEST_VIEW, {Role.GENERAL_MANAGER, Role.OFFICER, Role.AUDITOR}, Reach.COMPANY)
    for action in (Action.REQUEST_DECIDE, Action.EMERGENCY_REVIEW):
        rules.permit(action, LEADERS, Reach.ASSIGNED)
        rules.permit(action, {Role.GENERAL_MANAGER, Role.OFFICER}, Reach.COMPANY)
    rules.permit(Action.REQUEST_TEND, {OPERATOR}, Reach.COMPANY)
    for action in (Action.DEPUTY_NAME, Action.DEPUTY_END):
        rules.permit(action, {*LEADERS, Role.GENERAL_MANAGER, Role.OFFICER}, Reach.PLACELESS)
