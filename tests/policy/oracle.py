"""The same rules a second time, written for Cedar, an engine that shares nothing with ours.

Cedar's own semantics (default deny, forbid overrides permit) judge generated questions; the tests demand
equal answers. The permits below are written out from the office's day, not derived from our rule set.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import cedarpy

from lindun.core.policy import Access

# role -> reach, for the actions that look at residents
LOOKERS = {
    "buildings": ("counter", "housekeeper", "repair", "guard"),
    "assigned": ("supervisor", "manager", "cashier"),
    "company": ("general_manager",),
}
OPENING = "residents.item.reveal"
LOOKING = ("residents.resident.list", "residents.resident.search", "residents.household.view", OPENING)
LEADERS = {"assigned": ("supervisor", "manager"), "company": ("general_manager",)}
PLACELESS = {
    "catalogue.change.propose": ("officer", "manager"),
    "catalogue.change.decide": ("officer", "general_manager"),
    "organisation.staff.change": ("hr",),
    "organisation.staff.confirm": ("general_manager", "officer"),
    "oversight.ledger.read": ("auditor", "officer", "general_manager"),
}
IMPORTERS = {"company": ("officer", "operator"), "assigned": ("manager",)}
WITHIN = {
    "buildings": "context.has_building && principal.buildings.contains(context.building)",
    "assigned": "principal.communities.contains(context.community)"
    " || (context.has_building && principal.buildings.contains(context.building))",
    "company": "principal.company.contains(context.community)",
}


def policies() -> str:
    rules: list[str] = []
    for action in LOOKING:
        rules += _permits(action, LOOKERS)
    rules += _permits("requests.history.view", LEADERS)
    rules += _permits("residents.roster.import", IMPORTERS)
    for action, roles in PLACELESS.items():
        rules.append(
            f'permit(principal, action == Action::"{action}", resource) when {{ {_has_role(roles)} }};'
        )
    return "\n".join(rules + FORBIDS)


def _permits(action: str, reaches: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        f'permit(principal, action == Action::"{action}", resource)'
        f" when {{ ({_has_role(roles)}) && (!context.has_place || ({WITHIN[reach]})) }};"
        for reach, roles in reaches.items()
    ]


def _has_role(roles: tuple[str, ...]) -> str:
    return " || ".join(f'principal.role == "{role}"' for role in roles)


def _forbid(condition: str, *actions: str) -> str:
    names = ", ".join(f'Action::"{action}"' for action in actions)
    scope = f"action in [{names}]" if actions else "action"
    return f"forbid(principal, {scope}, resource) when {{ {condition} }};"


FORBIDS = [
    _forbid("!principal.in_post"),
    _forbid("principal.needs_second_factor && !principal.second_factor"),
    _forbid("context.stopped", OPENING),
    _forbid("!context.has_place", OPENING),
    _forbid("!context.asks_something", OPENING),
    _forbid("context.asks_unknown", OPENING),
    _forbid("!context.has_purpose", OPENING),
    _forbid("!context.needed.containsAll(context.items)", OPENING),
    _forbid("!context.openable.containsAll(context.items)", OPENING),
    _forbid("context.highest_level > principal.clearance", OPENING),
    _forbid("!context.task_named && !context.reason_given", OPENING),
    _forbid("context.task_named && !context.has_task", OPENING),
    _forbid("context.has_task && (context.task_closed || context.now >= context.task_ends)", OPENING),
    _forbid("context.has_task && context.task_holder != principal.id", OPENING),
    _forbid("context.has_task && context.task_dwelling != context.dwelling", OPENING),
    _forbid("context.has_task && context.has_purpose && context.task_purpose != context.purpose", OPENING),
    _forbid("context.recent >= 60", "residents.resident.search"),
    _forbid(
        "context.has_other_person && context.other_person == principal.id",
        "organisation.staff.change",
        "organisation.staff.confirm",
        "catalogue.change.decide",
    ),
    _forbid(
        "context.has_proposer && context.proposer == principal.id",
        "organisation.staff.confirm",
    ),
]


def answers(questions: list[Access]) -> list[bool]:
    """Cedar's verdicts: True for allow."""
    requests, entities = [], []
    for number, access in enumerate(questions):
        requests.append(
            {
                "principal": f'Staff::"{number}"',
                "action": f'Action::"{access.action}"',
                "resource": 'House::"lindun"',
                "context": _context(access),
            }
        )
        entities.append(
            {
                "uid": {"__entity": {"type": "Staff", "id": str(number)}},
                "attrs": _actor(access),
                "parents": [],
            }
        )
    results = cedarpy.is_authorized_batch(requests, policies(), json.dumps(entities))
    assert not any(result.diagnostics.errors for result in results)
    return [result.decision == cedarpy.Decision.Allow for result in results]


def _actor(access: Access) -> dict[str, Any]:
    actor = access.actor
    return {
        "id": actor.id,
        "role": actor.role,
        "clearance": actor.clearance,
        "in_post": actor.in_post,
        "second_factor": actor.second_factor,
        "needs_second_factor": actor.needs_second_factor,
        "communities": sorted(actor.assigned.communities) if actor.in_post else [],
        "buildings": sorted(actor.assigned.buildings) if actor.in_post else [],
        "company": sorted(actor.company) if actor.in_post else [],
    }


def _context(access: Access) -> dict[str, Any]:
    place, purpose, task = access.place, access.purpose, access.task
    needs = purpose.needs if purpose else {}
    return {
        "now": int(access.now.astimezone(UTC).timestamp()),
        "stopped": access.house.opening_stopped,
        "has_place": place is not None,
        "community": place.community if place else -1,
        "has_building": place is not None and place.building is not None,
        "building": place.building if place and place.building is not None else -1,
        "dwelling": access.dwelling or "",
        "asks_something": bool(access.items or access.unknown_items),
        "asks_unknown": bool(access.unknown_items),
        "items": [item.code for item in access.items],
        "highest_level": max((item.level for item in access.items), default=0),
        "has_purpose": purpose is not None,
        "purpose": purpose.code if purpose else "",
        "needed": sorted(needs),
        "openable": sorted(code for code, way in needs.items() if way == "reveal"),
        "recent": access.recent,
        "task_named": access.task_named,
        "reason_given": access.reason_given,
        "has_task": task is not None,
        "task_closed": bool(task and task.closed),
        "task_ends": int(task.closes_at.timestamp()) if task else 0,
        "task_holder": task.holder if task else "",
        "task_dwelling": task.dwelling if task else "",
        "task_purpose": task.purpose if task else "",
        "has_other_person": access.other_person is not None,
        "other_person": access.other_person or "",
        "has_proposer": access.proposed_by is not None,
        "proposer": access.proposed_by or "",
    }
