"""Who prints, who sees the register, who says what became of a sheet. Nobody settles her own but as lost."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

ON_BUILDINGS = {Role.COUNTER, Role.HOUSEKEEPER, Role.REPAIR, Role.GUARD}
ON_COMMUNITIES = {Role.SUPERVISOR, Role.MANAGER, Role.CASHIER}
LEADERS = {Role.SUPERVISOR, Role.MANAGER}
WATCHERS = {Role.GENERAL_MANAGER, Role.OFFICER}
COMPANY = WATCHERS | {Role.AUDITOR, Role.HR}
READERS = LEADERS | COMPANY | {Role.COUNTER}
OWED = "paper.overdue"


def register() -> None:
    for action in (Action.SHEET_PRINT, Action.SHEET_VIEW, Action.SHEET_LOSE):
        rules.permit(action, ON_BUILDINGS, Reach.BUILDINGS)
        rules.permit(action, ON_COMMUNITIES, Reach.ASSIGNED)
    rules.permit(Action.SHEET_PRINT, {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.SHEET_VIEW, COMPANY, Reach.COMPANY)
    rules.permit(Action.SHEET_LOSE, COMPANY, Reach.COMPANY)  # hers may be of an earlier post
    rules.permit(Action.SHEET_RETURN, {Role.COUNTER}, Reach.BUILDINGS)
    rules.permit(Action.SHEET_RETURN, LEADERS, Reach.ASSIGNED)
    rules.permit(Action.SHEET_RETURN, WATCHERS, Reach.COMPANY)
    rules.permit(Action.SHEET_TEND, {OPERATOR}, Reach.COMPANY)
    printing, settling = frozenset({Action.SHEET_PRINT}), frozenset({Action.SHEET_RETURN})
    rules.require(Condition(OWED, _owes_nothing, printing, ("account.paper",)))
    rules.require(Condition("paper.own_sheet", _not_the_holder, settling, ("ask.colleague",)))


def _owes_nothing(access: Access) -> bool:
    return access.owes_paper is False  # what nobody asked about is not known to be settled


def _not_the_holder(access: Access) -> bool:
    return access.other_person != access.actor.person
