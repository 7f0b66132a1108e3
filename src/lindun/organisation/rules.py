"""Who may look at and change staff."""

from lindun.core.policy import Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role


def register() -> None:
    readers = {Role.HR, Role.OFFICER, Role.MANAGER, Role.GENERAL_MANAGER, Role.AUDITOR}
    rules.permit(Action.STAFF_VIEW, readers, Reach.PLACELESS)
    rules.permit(Action.STAFF_CHANGE, {Role.HR}, Reach.PLACELESS)
    rules.permit(Action.STAFF_CONFIRM, {Role.GENERAL_MANAGER, Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.SCHEME_CHANGE, {Role.OFFICER}, Reach.PLACELESS)
