"""Who may read the matrix, propose a change of it and decide one."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role


def register() -> None:
    rules.permit(Action.CATALOGUE_VIEW, set(Role), Reach.PLACELESS)
    rules.permit(Action.CHANGE_PROPOSE, {Role.OFFICER, Role.MANAGER}, Reach.PLACELESS)
    rules.permit(Action.CHANGE_DECIDE, {Role.OFFICER, Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.ENTRY_PROPOSE, {Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.ENTRY_DECIDE, {Role.OFFICER, Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.require(
        Condition(
            "people.proposed_it",
            _somebody_else_proposed,
            frozenset({Action.ENTRY_DECIDE}),
            ("ask.second_person",),
        )
    )
    rules.permit(Action.CLASSIFICATION_SETTLE, {Role.OFFICER}, Reach.PLACELESS)


def _somebody_else_proposed(access: Access) -> bool:
    return access.proposed_by != access.actor.person
