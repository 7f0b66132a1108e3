"""Conditions that hold for the whole house, whatever the app."""

from __future__ import annotations

from collections.abc import Callable

from lindun.core.policy import Access, Condition, Obligation, Way
from lindun.gate.registry import rules
from lindun.gate.vocabulary import Action

BY_GRANT = frozenset({Action.ITEM_REVEAL, Action.EXPORT_MAKE})
PRINTING = frozenset({Action.SHEET_PRINT})  # routine alone: one's own task, no reason and no grant instead
OPENING = BY_GRANT | PRINTING
LISTED = OPENING | {Action.EXPORT_MASK}  # names items, for a purpose, at a place
GRANTED = frozenset({Action.EXPORT_MAKE})  # never without a grant
COUNTED = frozenset({Action.RESIDENT_SEARCH})
SEARCHES_IN_TEN_MINUTES = (
    60  # a busy counter needs ten; who tries the hidden digits of a mask needs thousands
)
ABOUT_A_PERSON = frozenset(
    {
        Action.STAFF_CHANGE,
        Action.STAFF_CONFIRM,
        Action.CHANGE_DECIDE,
        Action.EVENT_REVIEW,
        Action.REVIEW_ANSWER,
        Action.BACKGROUND_RECORD,
        Action.FILE_EXTRACT,
        Action.COMMENDATION_GIVE,
    }
)
SECOND_PERSON = frozenset({Action.STAFF_CONFIRM, Action.LIST_CONFIRM, Action.REQUEST_DECIDE})
DECIDED = frozenset({Action.REQUEST_DECIDE})
ASKED_FOR = frozenset({Action.REQUEST_SUBMIT})
UNANSWERED = "post.nobody_responsible"
MOVEMENTS = frozenset({Action.MOVEMENT_LIST})


def _in_post(access: Access) -> bool:
    return access.actor.in_post


def _second_factor(access: Access) -> bool:
    return access.actor.second_factor or not access.actor.needs_second_factor


def _mirrors_current(access: Access) -> bool:
    return not access.house.opening_stopped


def _place_known(access: Access) -> bool:
    return access.place is not None


def _items_named(access: Access) -> bool:
    return bool(access.items) or bool(access.unknown_items)


def _items_catalogued(access: Access) -> bool:
    return not access.unknown_items


def _purpose_known(access: Access) -> bool:
    return access.purpose is not None


def _by_grant(access: Access) -> bool:
    """Whether a grant takes the place of the routine's bounds; its own conditions say whether it holds."""
    return access.grant is not None and access.action in BY_GRANT


def _items_needed(access: Access) -> bool:
    if _by_grant(access):
        return True
    needs = access.purpose.needs if access.purpose else {}
    return all(item.code in needs for item in access.items)


def _not_beyond(way: Way) -> Callable[[Access], bool]:
    """Of the needed items, none that has this way is to be used in one beyond it; that takes a grant."""

    def holds(access: Access) -> bool:
        needs = access.purpose.needs if access.purpose else {}
        bounded = any(needs.get(item.code) is way for item in access.items)
        return _by_grant(access) or not bounded or way.permits(access.use)

    return holds


def _cleared(access: Access) -> bool:
    return _by_grant(access) or all(item.level <= access.actor.clearance for item in access.items)


def _reason_or_task(access: Access) -> bool:
    return access.task_named or access.reason_given or access.grant_named


def _grant_named(access: Access) -> bool:
    return access.grant_named


def _grant_found(access: Access) -> bool:
    return not access.grant_named or access.grant is not None


def _grant_is_mine(access: Access) -> bool:
    return access.grant is None or access.grant.holder == access.actor.id


def _grant_is_for_this(access: Access) -> bool:
    grant = access.grant
    if grant is None:
        return True
    asked = {item.code for item in access.items}
    whom = access.subject in grant.subjects if grant.subjects else access.place == grant.place
    about = whom and asked <= grant.items
    for_this = access.purpose is not None and access.purpose.code == grant.purpose
    return about and for_this and access.use == grant.use


def _grant_lasts(access: Access) -> bool:
    return access.grant is None or (not access.grant.ended and access.now < access.grant.expires_at)


def _grant_has_views(access: Access) -> bool:
    return access.grant is None or access.grant.views_left > 0


def _grant_agreed(access: Access) -> bool:
    return access.grant is None or access.grant.approved


def _never(access: Access) -> bool:
    """Movements are not listed for anybody: a request names the hours, and two people open them."""
    return False


def _may_decide(access: Access) -> bool:
    return access.deciders is None or access.actor.role in access.deciders


def _task_named(access: Access) -> bool:
    return access.task_named


def _task_found(access: Access) -> bool:
    return not access.task_named or access.task is not None


def _task_open(access: Access) -> bool:
    return access.task is None or (not access.task.closed and access.now < access.task.closes_at)


def _task_is_mine(access: Access) -> bool:
    return access.task is None or access.actor.works_on(access.task)


def _task_is_here(access: Access) -> bool:
    return access.task is None or access.task.dwelling == access.dwelling


def _task_is_for_this(access: Access) -> bool:
    return access.task is None or access.purpose is None or access.task.purpose == access.purpose.code


def _not_guessing(access: Access) -> bool:
    return access.recent < SEARCHES_IN_TEN_MINUTES


def _post_answered_for(access: Access) -> bool:
    return access.actor.answered_for


def _their_post_answered_for(access: Access) -> bool:
    return access.proposed_by is None or access.proposer_answered_for


def _somebody_else(access: Access) -> bool:
    return access.other_person != access.actor.person


def _somebody_else_proposed(access: Access) -> bool:
    return access.proposed_by != access.actor.person


def register() -> None:
    """Add the house's conditions to the rule set."""
    rules.require(Condition("actor.not_in_post", _in_post, ways_on=("ask.personnel",)))
    rules.require(
        Condition("actor.second_factor_missing", _second_factor, ways_on=("activate.second_factor",))
    )
    rules.require(Condition("ledger.mirrors_behind", _mirrors_current, OPENING, ("ask.officer",)))
    rules.require(Condition("place.unknown", _place_known, LISTED))
    rules.require(Condition("item.none_named", _items_named, LISTED))
    rules.require(Condition("item.not_in_catalogue", _items_catalogued, LISTED, ("ask.officer",)))
    rules.require(Condition("purpose.missing", _purpose_known, LISTED, ("choose.purpose",)))
    rules.require(Condition("item.not_needed", _items_needed, LISTED, ("choose.purpose", "request.access")))
    for code, way in (("item.masked_only", Way.MASKED), ("item.call_only", Way.CALL)):
        rules.require(Condition(code, _not_beyond(way), OPENING, ("choose.purpose", "request.access")))
    rules.require(Condition("item.screen_only", _not_beyond(Way.REVEAL), OPENING, ("choose.purpose",)))
    rules.require(Condition("clearance.below_level", _cleared, OPENING, ("request.access",)))
    rules.require(Condition("task.or_reason_missing", _reason_or_task, OPENING, ("open.task", "give.reason")))
    rules.require(Condition("task.none_named", _task_named, PRINTING, ("open.task",)))
    rules.require(Condition("task.unknown", _task_found, OPENING, ("open.task",)))
    rules.require(Condition("task.not_open", _task_open, OPENING, ("open.task",)))
    rules.require(Condition("task.of_somebody_else", _task_is_mine, OPENING, ("open.task",)))
    rules.require(Condition("task.of_another_dwelling", _task_is_here, OPENING, ("open.task",)))
    rules.require(
        Condition("task.for_another_purpose", _task_is_for_this, OPENING, ("choose.purpose", "open.task"))
    )
    rules.require(Condition("grant.unknown", _grant_found, OPENING, ("request.access",)))
    rules.require(Condition("grant.none_named", _grant_named, GRANTED, ("request.access",)))
    rules.require(Condition("grant.of_somebody_else", _grant_is_mine, OPENING, ("request.access",)))
    rules.require(Condition("grant.for_something_else", _grant_is_for_this, OPENING, ("request.access",)))
    rules.require(Condition("grant.over", _grant_lasts, OPENING, ("request.access",)))
    rules.require(Condition("grant.used_up", _grant_has_views, OPENING, ("request.access",)))
    rules.require(Condition("grant.not_approved", _grant_agreed, OPENING, ("request.access",)))
    rules.require(Condition("request.not_your_level", _may_decide, DECIDED, ("ask.decider",)))
    rules.require(Condition(UNANSWERED, _post_answered_for, ASKED_FOR, ("name.responsible",)))
    rules.require(Condition(UNANSWERED, _their_post_answered_for, DECIDED, ("name.responsible",)))
    rules.require(Condition("movement.never_listed", _never, MOVEMENTS, ("request.access",)))
    rules.require(Condition("search.too_many", _not_guessing, COUNTED, ("wait.some_minutes",)))
    rules.require(Condition("people.same_person", _somebody_else, ABOUT_A_PERSON, ("ask.second_person",)))
    rules.require(
        Condition(
            "people.proposed_it", _somebody_else_proposed, SECOND_PERSON, ways_on=("ask.second_person",)
        )
    )
    rules.oblige(Action.ITEM_REVEAL, Obligation.TIMER, Obligation.MARK, Obligation.SAMPLE)
