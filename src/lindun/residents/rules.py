"""Who may find residents, open their items and bring rosters in (ACC-05, ACC-06, ACC-11).

Managers have no other way in than clerks: the same actions, a wider reach.
"""

from lindun.core.policy import Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER, Role.REPAIR, Role.GUARD}
ON_COMMUNITIES = {Role.SUPERVISOR, Role.MANAGER, Role.CASHIER}
LOOKING = (Action.RESIDENT_LIST, Action.RESIDENT_SEARCH, Action.HOUSEHOLD_VIEW, Action.ITEM_REVEAL)


def register() -> None:
    for action in LOOKING:
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, ON_COMMUNITIES, Reach.ASSIGNED)
        rules.permit(action, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.MOVEMENT_LIST, ON_BUILDINGS, Reach.BUILDINGS)
    rules.permit(Action.MOVEMENT_LIST, ON_COMMUNITIES, Reach.ASSIGNED)
    rules.permit(Action.MOVEMENT_LIST, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.MOVEMENT_RECORD, {Role.OFFICER, OPERATOR}, Reach.COMPANY)
    rules.permit(Action.SOURCE_VIEW, {Role.COUNTER, Role.HOUSEKEEPER}, Reach.BUILDINGS)
    rules.permit(Action.SOURCE_VIEW, {Role.SUPERVISOR, Role.MANAGER}, Reach.ASSIGNED)
    rules.permit(Action.SOURCE_VIEW, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.ROSTER_IMPORT, {Role.OFFICER, OPERATOR}, Reach.COMPANY)
    rules.permit(Action.ROSTER_IMPORT, {Role.MANAGER}, Reach.ASSIGNED)
    rules.permit(Action.ROSTER_VIEW, {Role.OFFICER, OPERATOR}, Reach.COMPANY)
    rules.permit(Action.ROSTER_VIEW, {Role.MANAGER}, Reach.ASSIGNED)
