"""Who keeps the register, who approves as a second person, who reports. Nobody decides about herself."""

from lindun.core.policy import Access, Condition, Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

KEEPERS = {Role.HR}
DECIDERS = {Role.MANAGER, Role.GENERAL_MANAGER, Role.OFFICER}
READERS = KEEPERS | DECIDERS | {Role.AUDITOR}
WATCHERS = {Role.OFFICER, Role.GENERAL_MANAGER}


def register() -> None:
    for action in (Action.ASSET_VIEW, Action.ASSET_REPORT):
        rules.permit(action, set(Role), Reach.PLACELESS)
    for action in (Action.ASSET_REGISTER, Action.ASSET_ISSUE):
        rules.permit(action, KEEPERS, Reach.PLACELESS)
    rules.permit(Action.ASSET_DECIDE, DECIDERS, Reach.PLACELESS)
    rules.permit(Action.ASSET_RETURN, KEEPERS | DECIDERS, Reach.PLACELESS)
    rules.permit(Action.ASSET_INCIDENT_VIEW, WATCHERS | {Role.HR, Role.AUDITOR}, Reach.PLACELESS)
    rules.permit(Action.ASSET_INCIDENT_CLOSE, WATCHERS, Reach.PLACELESS)
    about = frozenset({Action.ASSET_DECIDE, Action.ASSET_RETURN, Action.ASSET_INCIDENT_CLOSE})
    rules.require(Condition("people.same_person", _another, about, ("ask.second_person",)))
    second = frozenset({Action.ASSET_DECIDE})
    rules.require(Condition("people.proposed_it", _not_the_proposer, second, ("ask.second_person",)))


def _another(access: Access) -> bool:
    return access.other_person != access.actor.person


def _not_the_proposer(access: Access) -> bool:
    return access.proposed_by != access.actor.person
