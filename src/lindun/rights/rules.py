"""Who reads the register of permissions, and who reviews whose."""

from lindun.core.policy import Actor, Place, Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.actions import Post
from lindun.organisation.models import Role

WATCHERS = {Role.HR, Role.OFFICER, Role.AUDITOR, Role.GENERAL_MANAGER}
REVIEWERS = {Role.OFFICER, Role.MANAGER, Role.GENERAL_MANAGER}  # somebody must review the officer's own


def register() -> None:
    for action in (Action.RIGHTS_READ, Action.RIGHTS_EXPORT):
        rules.permit(action, WATCHERS, Reach.PLACELESS)
    rules.permit(Action.REVIEW_VIEW, WATCHERS | {Role.MANAGER}, Reach.PLACELESS)
    rules.permit(Action.REVIEW_ANSWER, REVIEWERS, Reach.PLACELESS)
    rules.permit(Action.REVIEW_OPEN, {Role.OFFICER, OPERATOR}, Reach.PLACELESS)


def within(actor: Actor, post: Post) -> bool:
    """Whether she sees this post in a review: watchers everybody's, a manager those within her places."""
    if actor.role != Role.MANAGER:
        return actor.role in WATCHERS
    places = [Place(community, building) for community, building in post.assignments]
    return bool(places) and all(actor.assigned.covers(place) for place in places)
