"""Who reads, proposes, signs, leads special tasks, hangs posters. Nobody publishes her own text."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

EVERYBODY = frozenset(Role)
LEADERS = frozenset({Role.SUPERVISOR, Role.MANAGER})
COMPANY = frozenset({Role.GENERAL_MANAGER, Role.OFFICER})
LEADING = COMPANY | {Role.MANAGER}  # may be given a special task to lead
PUBLISHING = frozenset({Action.POLICY_PUBLISH, Action.PLEDGE_PUBLISH, Action.DUTIES_CHANGE})
BY_EVERYBODY = (
    Action.POLICY_VIEW,
    Action.POLICY_ACKNOWLEDGE,
    Action.PLEDGE_SIGN,
    Action.DUTIES_ACKNOWLEDGE,
    Action.PROJECT_VIEW,
    Action.PROJECT_SIGN,
    Action.PROJECT_WRITE,
)


def register() -> None:
    for action in BY_EVERYBODY:
        rules.permit(action, EVERYBODY, Reach.PLACELESS)
    rules.permit(Action.TEXT_PROPOSE, {Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.TEXT_REVIEW, COMPANY, Reach.PLACELESS)
    for action in PUBLISHING:
        rules.permit(action, COMPANY, Reach.PLACELESS)
    rules.permit(Action.PROMISE_LIST, COMPANY | {Role.HR, Role.AUDITOR}, Reach.PLACELESS)
    rules.permit(Action.PLEDGE_REMIND, {OPERATOR}, Reach.PLACELESS)
    rules.permit(Action.PROJECT_OPEN, LEADING, Reach.PLACELESS)
    for action in (Action.POSTER_VIEW, Action.POSTER_HANG):
        rules.permit(action, LEADERS, Reach.ASSIGNED)
        rules.permit(action, COMPANY, Reach.COMPANY)
    rules.require(Condition("people.proposed_it", _somebody_else, PUBLISHING, ("ask.second_person",)))


def _somebody_else(access: Access) -> bool:
    return access.proposed_by != access.actor.person
