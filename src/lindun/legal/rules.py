"""Everybody in post records and forwards; the legal desk, which is officer and general manager, answers."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

DESK = frozenset({Role.OFFICER, Role.GENERAL_MANAGER})
READING = DESK | {Role.AUDITOR}


def register() -> None:
    rules.permit(Action.ENQUIRY_VIEW, set(Role), Reach.PLACELESS)
    rules.permit(Action.ENQUIRY_RECORD, set(Role) - {Role.AUDITOR}, Reach.PLACELESS)
    rules.permit(Action.ENQUIRY_DECIDE, DESK, Reach.COMPANY)
    decides = frozenset({Action.ENQUIRY_DECIDE})
    rules.require(Condition("people.proposed_it", _somebody_else_recorded, decides, ("ask.second_person",)))


def _somebody_else_recorded(access: Access) -> bool:
    return access.proposed_by != access.actor.person
