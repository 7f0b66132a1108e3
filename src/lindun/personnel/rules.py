"""Who keeps posts, checks, files and commendations. Nobody records, extracts or awards her own."""

from lindun.core.policy import Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER, Role.REPAIR, Role.GUARD}
ON_COMMUNITIES = {Role.SUPERVISOR, Role.MANAGER, Role.CASHIER}
ON_COMPANY = {Role.GENERAL_MANAGER, Role.OFFICER, Role.HR, Role.AUDITOR}
READERS = {Role.HR, Role.OFFICER, Role.MANAGER, Role.GENERAL_MANAGER, Role.AUDITOR}


def register() -> None:
    rules.permit(Action.POST_VIEW, READERS, Reach.PLACELESS)
    rules.permit(Action.POST_CHANGE, {Role.HR, Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.BACKGROUND_RECORD, {Role.HR}, Reach.PLACELESS)
    rules.permit(Action.FILE_VIEW, {Role.HR, Role.OFFICER}, Reach.COMPANY)
    rules.permit(Action.FILE_EXTRACT, {Role.HR}, Reach.COMPANY)
    rules.permit(Action.LIST_IMPORT, {Role.HR, OPERATOR}, Reach.PLACELESS)
    rules.permit(Action.LIST_CONFIRM, {Role.OFFICER, Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.LIST_VIEW, {Role.HR, Role.OFFICER, Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.COMMENDATION_GIVE, {Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.COMMENDATION_VIEW, list(Role), Reach.PLACELESS)
    rules.permit(Action.SELF_VIEW, ON_BUILDINGS, Reach.BUILDINGS)
    rules.permit(Action.SELF_VIEW, ON_COMMUNITIES, Reach.ASSIGNED)
    rules.permit(Action.SELF_VIEW, ON_COMPANY, Reach.COMPANY)
