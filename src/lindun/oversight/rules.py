"""Who may read the ledger, prove entries, trace a resident. Reading the ledger is itself in the ledger."""

from lindun.core.policy import Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

WATCHERS = {Role.AUDITOR, Role.OFFICER}


def register() -> None:
    rules.permit(Action.LEDGER_READ, WATCHERS | {Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.LEDGER_PROVE, WATCHERS | {Role.GENERAL_MANAGER}, Reach.PLACELESS)
    rules.permit(Action.EVENT_REVIEW, WATCHERS, Reach.PLACELESS)
    rules.permit(Action.TRACE_READ, WATCHERS | {Role.GENERAL_MANAGER}, Reach.COMPANY)
    rules.permit(Action.TRACE_READ, {Role.MANAGER}, Reach.ASSIGNED)
    rules.permit(Action.HEALTH_VIEW, WATCHERS | {Role.GENERAL_MANAGER, Role.MANAGER}, Reach.PLACELESS)
