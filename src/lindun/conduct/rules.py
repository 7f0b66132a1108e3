"""Who reports, hears, decides and publishes; nobody her own case, nobody decides what she reported.

A case lies nowhere: it is about a person, not about a building. Which cases a reader meets is in queries.py.
"""

from lindun.conduct.ladder import HEAVIER
from lindun.core.policy import Access, Condition, Reach
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role
from lindun.partners.rules import DECIDING

HANDLING = frozenset({Role.OFFICER, Role.HR, Role.GENERAL_MANAGER})
REPORTING = HANDLING | {Role.SUPERVISOR, Role.MANAGER}
STEPS = frozenset(
    {
        Action.CASE_ADD,
        Action.CASE_HEAR,
        Action.CASE_SUSPEND,
        Action.CASE_DECIDE,
        Action.CASE_ANSWER,
        Action.CASE_DEDUCT,
        Action.CASE_NAME,
        Action.CASE_PUBLISH,
        Action.CASE_CLOSE,
        Action.CASE_EXPORT,
    }
)
BY_ANOTHER = frozenset({Action.CASE_DECIDE, Action.CASE_ANSWER})


def deciders(rung: int | None, *, cuts_off: bool) -> frozenset[str]:
    """Who may decide on a rung (None: on no measure of the ladder); cuts_off: a partner is blocked by it."""
    if cuts_off:
        return frozenset(DECIDING)
    return frozenset({Role.GENERAL_MANAGER}) if rung is not None and rung >= HEAVIER else HANDLING


def register() -> None:
    for action in (Action.CASE_VIEW, Action.CASE_REPORT, Action.CASE_ADD):
        rules.permit(action, REPORTING, Reach.PLACELESS)
    for action in (Action.CASE_HEAR, *BY_ANOTHER, Action.CASE_PUBLISH, Action.CASE_CLOSE, Action.CASE_EXPORT):
        rules.permit(action, HANDLING, Reach.PLACELESS)
    for action in (Action.CASE_SUSPEND, Action.CASE_NAME):
        rules.permit(action, {Role.HR}, Reach.PLACELESS)
    for action in (Action.CASE_DEDUCT, Action.LADDER_CHANGE):
        rules.permit(action, {Role.HR, Role.GENERAL_MANAGER}, Reach.PLACELESS)
    for action in (Action.OWN_CASE_VIEW, Action.OWN_CASE_STATE, Action.BULLETIN_VIEW):
        rules.permit(action, set(Role), Reach.PLACELESS)
    rules.require(Condition("people.same_person", _not_the_accused, STEPS, ("ask.second_person",)))
    rules.require(Condition("people.proposed_it", _without_a_part, BY_ANOTHER, ("ask.second_person",)))
    rules.require(
        Condition("conduct.heavier_measure", _may_decide, frozenset({Action.CASE_DECIDE}), ("ask.decider",))
    )


def _not_the_accused(access: Access) -> bool:
    return access.other_person != access.actor.person


def _without_a_part(access: Access) -> bool:
    return access.proposed_by != access.actor.person


def _may_decide(access: Access) -> bool:
    return access.deciders is None or access.actor.role in access.deciders
