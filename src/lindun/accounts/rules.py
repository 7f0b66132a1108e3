"""Who sets the rules for passwords and screens, and who reminds."""

from lindun.core.policy import Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role


def register() -> None:
    rules.permit(Action.RULES_CHANGE, {Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.PASSWORD_REMIND, {OPERATOR}, Reach.PLACELESS)
