"""Who records exits and transfers, who settles, authorises, reviews. Nobody does it about herself."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

WATCHERS = {Role.OFFICER, Role.GENERAL_MANAGER}
LEADERS = {Role.SUPERVISOR, Role.MANAGER}


def register() -> None:
    rules.permit(Action.LEAVE_RECORD, {Role.HR, OPERATOR}, Reach.COMPANY)
    rules.permit(Action.LEAVE_VIEW, WATCHERS | {Role.HR, Role.AUDITOR}, Reach.COMPANY)
    for action in (Action.LEAVE_SETTLE, Action.LEAVE_CLOSE, Action.SYSTEM_KEEP):
        rules.permit(action, {Role.HR}, Reach.COMPANY)
    for action in (Action.LEAVE_OWN, Action.LEAVE_SIGN, Action.LEAVE_WITNESS):
        rules.permit(action, set(Role), Reach.PLACELESS)
    for action in (Action.LEAVE_AUTHORISE, Action.LEAVE_REVIEW):
        rules.permit(action, WATCHERS, Reach.COMPANY)
    _register_transfers()
    about = frozenset(
        {
            Action.LEAVE_RECORD,
            Action.LEAVE_SETTLE,
            Action.LEAVE_CLOSE,
            Action.LEAVE_AUTHORISE,
            Action.LEAVE_REVIEW,
            Action.TRANSFER_RECORD,
            Action.TRANSFER_REVIEW,
        }
    )
    rules.require(Condition("people.same_person", _another, about, ("ask.second_person",)))
    second = frozenset({Action.LEAVE_AUTHORISE, Action.LEAVE_WITNESS})
    rules.require(Condition("people.proposed_it", _not_the_proposer, second, ("ask.second_person",)))


def _register_transfers() -> None:
    rules.permit(Action.TRANSFER_RECORD, {Role.HR, OPERATOR}, Reach.COMPANY)
    rules.permit(Action.TRANSFER_VIEW, WATCHERS | {Role.HR, Role.AUDITOR}, Reach.COMPANY)
    rules.permit(Action.TRANSFER_VIEW, LEADERS, Reach.ASSIGNED)
    rules.permit(Action.TRANSFER_REVIEW, WATCHERS, Reach.COMPANY)
    rules.permit(Action.TRANSFER_REVIEW, LEADERS, Reach.ASSIGNED)


def _another(access: Access) -> bool:
    return access.other_person != access.actor.person


def _not_the_proposer(access: Access) -> bool:
    return access.proposed_by != access.actor.person
