"""Who asks, who answers, who reads: everybody in post asks and reads, leaders answer."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

LEADERS = frozenset({Role.SUPERVISOR, Role.MANAGER})
ANSWERING = LEADERS | {Role.GENERAL_MANAGER, Role.OFFICER}


def register() -> None:
    rules.permit(Action.QUESTION_VIEW, set(Role), Reach.PLACELESS)
    rules.permit(Action.QUESTION_ASK, set(Role), Reach.PLACELESS)
    rules.permit(Action.QUESTION_ANSWER, ANSWERING, Reach.PLACELESS)
    answers = frozenset({Action.QUESTION_ANSWER})
    rules.require(Condition("people.proposed_it", _somebody_else_asked, answers, ("ask.second_person",)))


def _somebody_else_asked(access: Access) -> bool:
    return access.proposed_by != access.actor.person
