"""Who may read the matrix, propose a change of it and decide one."""

from lindun.core.policy import Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role


def register() -> None:
    rules.permit(Action.CATALOGUE_VIEW, set(Role), Reach.PLACELESS)
    rules.permit(Action.CHANGE_PROPOSE, {Role.OFFICER, Role.MANAGER}, Reach.PLACELESS)
    rules.permit(Action.CHANGE_DECIDE, {Role.OFFICER, Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.CLASSIFICATION_SETTLE, {Role.OFFICER}, Reach.PLACELESS)
