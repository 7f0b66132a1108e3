"""Everybody learns, newcomers too; officer and personnel plan and look; leaders look at their own people."""

from lindun.core.policy import Reach
from lindun.gate.identity import OPERATOR
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action
from lindun.organisation.models import Role

LEADERS = frozenset({Role.SUPERVISOR, Role.MANAGER})
WATCHERS = frozenset({Role.HR, Role.OFFICER, Role.GENERAL_MANAGER, Role.AUDITOR})
KEEPERS = frozenset({Role.HR, Role.OFFICER})
LEARNING = (
    Action.COURSE_VIEW,
    Action.COURSE_STUDY,
    Action.COURSE_FINISH,
    Action.QUIZ_DRAW,
    Action.QUIZ_SUBMIT,
)


def register() -> None:
    for action in LEARNING:
        rules.permit(action, set(Role), Reach.PLACELESS)
    rules.permit(Action.CONTEST_VIEW, set(Role), Reach.PLACELESS)
    rules.permit(Action.TRAINING_VIEW, WATCHERS | LEADERS, Reach.PLACELESS)
    rules.permit(Action.PLAN_CHANGE, KEEPERS, Reach.PLACELESS)
    rules.permit(Action.CONTEST_OPEN, KEEPERS, Reach.PLACELESS)
    rules.permit(Action.RESULTS_VIEW, KEEPERS | {Role.GENERAL_MANAGER, Role.AUDITOR}, Reach.PLACELESS)
    rules.permit(Action.COURSE_PUBLISH, {Role.OFFICER}, Reach.PLACELESS)
    rules.permit(Action.TRAINING_TEND, {OPERATOR}, Reach.PLACELESS)
