"""Who may have a list made, who may see its password, who traces a leaked one."""

from lindun.core.policy import Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER}
ON_COMMUNITIES = {Role.SUPERVISOR, Role.MANAGER, Role.CASHIER}


def register() -> None:
    for action in (Action.EXPORT_START, Action.EXPORT_MAKE, Action.EXPORT_TAKE):
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, ON_COMMUNITIES, Reach.ASSIGNED)
        rules.permit(action, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.EXPORT_VIEW, ON_BUILDINGS, Reach.BUILDINGS)
    rules.permit(Action.EXPORT_VIEW, ON_COMMUNITIES, Reach.ASSIGNED)
    rules.permit(Action.EXPORT_VIEW, {Role.GENERAL_MANAGER, Role.OFFICER, Role.AUDITOR}, Reach.COMPANY)
    rules.permit(Action.EXPORT_ACCEPT, ON_BUILDINGS, Reach.BUILDINGS)
    rules.permit(Action.EXPORT_ACCEPT, ON_COMMUNITIES, Reach.ASSIGNED)
    rules.permit(Action.EXPORT_ACCEPT, {Role.GENERAL_MANAGER, Role.OFFICER}, Reach.COMPANY)
    rules.permit(Action.EXPORT_MASK, {Role.MANAGER}, Reach.ASSIGNED)
    rules.permit(Action.EXPORT_MASK, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.EXPORT_PASSWORD, {Role.MANAGER}, Reach.ASSIGNED)
    rules.permit(Action.EXPORT_PASSWORD, {Role.GENERAL_MANAGER, Role.OFFICER}, Reach.COMPANY)
    rules.permit(Action.EXPORT_TEND, {OPERATOR}, Reach.COMPANY)
    rules.permit(Action.COPY_TRACE, {Role.OFFICER}, Reach.COMPANY)
