"""Who sees and sets up group robots. Notifications need no rule: everybody sees her own."""

from lindun.core.policy import Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role


def register() -> None:
    rules.permit(Action.ROBOT_VIEW, {Role.OFFICER, Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.ROBOT_CHANGE, {Role.OFFICER}, Reach.PLACELESS)
