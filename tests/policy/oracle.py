"""The same rules a second time, written for Cedar, an engine that shares nothing with ours.

Cedar's own semantics (default deny, forbid overrides permit) judge generated questions; the tests demand
equal answers. The permits below are written out from the office's day, not derived from our rule set.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import cedarpy

from lindun.core.policy import Access, Place

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
    "conduct.case.decide": ("officer", "hr", "general_manager"),
    "training.quiz.submit": (
        "counter",
        "housekeeper",
        "repair",
        "cashier",
        "guard",
        "supervisor",
        "manager",
        "general_manager",
        "officer",
        "hr",
        "auditor",
    ),
}
IMPORTERS = {"company": ("officer", "operator"), "assigned": ("manager",)}
DECIDING = "requests.request.decide"
SUBMITTING = "requests.request.submit"
SUBMITTERS = {
    "buildings": ("counter", "housekeeper", "repair", "guard"),
    "assigned": ("supervisor", "manager", "cashier"),
    "company": ("general_manager",),
}
DECIDERS = {"assigned": ("supervisor", "manager"), "company": ("general_manager", "officer")}
EXPORTING, MASKING = "sharing.export.make", "sharing.export.mask"
PRINTING, SETTLING = "papers.sheet.print", "papers.sheet.return"
SETTLERS = DECIDERS | {"buildings": ("counter",)}
EXPORTERS = LOOKERS | {"buildings": ("counter", "housekeeper")}
MASKERS = {"assigned": ("manager",), "company": ("general_manager",)}
GRANTED = f'context.has_grant && (action == Action::"{OPENING}" || action == Action::"{EXPORTING}")'
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
    rules += _permits(DECIDING, DECIDERS)
    rules += _permits(SUBMITTING, SUBMITTERS)
    rules += _permits(EXPORTING, EXPORTERS)
    rules += _permits(MASKING, MASKERS)
    rules += _permits(PRINTING, LOOKERS)
    rules += _permits(SETTLING, SETTLERS)
    for action in (OPENING, "sharing.link.open"):
        rules += _permits(action, {"buildings": ("link_holder",)})
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


OPENINGS = (OPENING, EXPORTING, PRINTING)
LISTING = (*OPENINGS, MASKING)
ROUTINE = f'(!context.has_grant || action == Action::"{PRINTING}")'
FORBIDS = [
    _forbid("!principal.in_post"),
    _forbid("principal.needs_second_factor && !principal.second_factor"),
    _forbid("context.stopped", *OPENINGS),
    _forbid("!context.has_place", *LISTING),
    _forbid("!context.asks_something", *LISTING),
    _forbid("context.asks_unknown", *LISTING),
    _forbid("!context.has_purpose", *LISTING),
    _forbid("!(" + GRANTED + ") && !context.needed.containsAll(context.items)", *LISTING),
    _forbid("!context.has_grant && !context.openable.containsAll(context.items)", EXPORTING),
    *(
        _forbid(f"{uses} && {ROUTINE} && !context.{which}.containsAll(context.items)", OPENING, PRINTING)
        for uses, which in (
            ('context.use != "call" && context.use != "print"', "openable"),
            ('context.use == "call"', "diallable"),
            ('context.use == "print"', "printable"),
        )
    ),
    _forbid("!context.task_named", PRINTING),
    _forbid('context.owing != "nothing"', PRINTING),
    _forbid(f"{ROUTINE} && context.highest_level > principal.clearance", *OPENINGS),
    _forbid("!context.task_named && !context.reason_given && !context.grant_named", *OPENINGS),
    _forbid("context.grant_named && !context.has_grant", *OPENINGS),
    _forbid("context.has_grant && context.grant_holder != principal.id", *OPENINGS),
    _forbid("context.has_grant && !context.grant_items.containsAll(context.items)", *OPENINGS),
    _forbid(
        "context.has_grant && context.grant_people != [] && !context.grant_people.contains(context.subject)",
        *OPENINGS,
    ),
    _forbid(
        "context.has_grant && context.grant_people == [] && context.place != context.grant_place", OPENING
    ),
    _forbid("context.has_grant && context.grant_use != context.use", *OPENINGS),
    _forbid("context.has_grant && context.grant_purpose != context.purpose", *OPENINGS),
    _forbid("context.has_grant && (context.grant_ended || context.now >= context.grant_ends)", *OPENINGS),
    _forbid("context.has_grant && context.grant_left < 1", *OPENINGS),
    _forbid("context.has_grant && !context.grant_approved", *OPENINGS),
    _forbid("!context.grant_named", EXPORTING),
    _forbid('context.errand_ended != ""'),
    "forbid(principal, action, resource) when { principal.missing }"
    ' unless { action == Action::"training.quiz.submit" };',
    _forbid("principal.lapsed", *OPENINGS, SUBMITTING),
    _forbid('principal.role == "link_holder" && !context.has_errand', OPENING),
    _forbid("context.has_errand && !(context.has_task && context.task == context.errand_task)", OPENING),
    _forbid("context.has_errand && context.dwelling != context.errand_dwelling", OPENING),
    _forbid("context.has_errand && !context.errand_rules", OPENING),
    _forbid("context.consent_closed || context.errand_consent_closed"),
    _forbid("context.consent_named && !context.has_consent"),
    *(
        _forbid(
            f"context.has_{which} && !(context.has_purpose && context.{which}_purpose == context.purpose"
            f" && context.{which}_items.containsAll(context.items))",
            *LISTING,
        )
        for which in ("consent", "errand_consent")
    ),
    _forbid(
        "context.has_deciders && !context.deciders.contains(principal.role)", DECIDING, "conduct.case.decide"
    ),
    _forbid("!principal.answered_for", SUBMITTING),
    _forbid("context.has_proposer && !context.proposer_answered_for", DECIDING),
    _forbid("context.task_named && !context.has_task", *OPENINGS),
    _forbid("context.has_task && (context.task_closed || context.now >= context.task_ends)", *OPENINGS),
    _forbid(
        "context.has_task && context.task_holder != principal.id && context.task != context.errand_task",
        *OPENINGS,
    ),
    _forbid("context.has_task && context.task_dwelling != context.dwelling", *OPENINGS),
    _forbid("context.has_task && context.has_purpose && context.task_purpose != context.purpose", *OPENINGS),
    _forbid("context.recent >= 60", "residents.resident.search"),
    _forbid(
        "context.has_other_person && context.other_person == principal.person",
        "organisation.staff.change",
        "organisation.staff.confirm",
        "catalogue.change.decide",
        "conduct.case.decide",
        SETTLING,
    ),
    _forbid(
        "context.has_proposer && context.proposer == principal.person",
        "organisation.staff.confirm",
        "conduct.case.decide",
        DECIDING,
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
                "context": _context(access) | _consents(access),
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
        "person": actor.person,
        "role": actor.role,
        "clearance": actor.clearance,
        "in_post": actor.in_post,
        "second_factor": actor.second_factor,
        "needs_second_factor": actor.needs_second_factor,
        "answered_for": actor.answered_for,
        "communities": sorted(actor.assigned.communities) if actor.in_post else [],
        "buildings": sorted(actor.assigned.buildings) if actor.in_post else [],
        "company": sorted(actor.company) if actor.in_post else [],
        "missing": bool(actor.missing),
        "lapsed": bool(actor.lapsed),
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
        "printable": sorted(code for code, way in needs.items() if way == "print"),
        "openable": sorted(code for code, way in needs.items() if way in ("reveal", "print")),
        "diallable": sorted(code for code, way in needs.items() if way in ("call", "reveal", "print")),
        "recent": access.recent,
        "owing": {None: "nobody asked", True: "a sheet", False: "nothing"}[access.owes_paper],
        "task_named": access.task_named,
        "reason_given": access.reason_given,
        "has_task": task is not None,
        "task_closed": bool(task and task.closed),
        "task_ends": int(task.closes_at.timestamp()) if task else 0,
        "task": task.id if task else "",
        "has_errand": access.actor.errand is not None,
        "errand_task": access.actor.errand.task if access.actor.errand else "-",
        "errand_dwelling": access.actor.errand.dwelling if access.actor.errand else "",
        "errand_rules": bool(access.actor.errand and access.actor.errand.rules_accepted),
        "errand_ended": access.actor.errand.ended if access.actor.errand else "",
        "task_holder": task.holder if task else "",
        "task_dwelling": task.dwelling if task else "",
        "task_purpose": task.purpose if task else "",
        "has_other_person": access.other_person is not None,
        "other_person": access.other_person or "",
        "has_proposer": access.proposed_by is not None,
        "proposer": access.proposed_by or "",
        "proposer_answered_for": access.proposer_answered_for,
        "has_deciders": access.deciders is not None,
        "deciders": sorted(access.deciders or ()),
        "subject": access.subject or "",
        "use": access.use,
        "place": _named(place),
    } | _grant(access)


def _consents(access: Access) -> dict[str, Any]:
    said: dict[str, Any] = {"consent_named": access.consent_named}
    errand = access.actor.errand
    for which, consent in (
        ("consent", access.consent),
        ("errand_consent", errand.consent if errand else None),
    ):
        said |= {
            f"has_{which}": consent is not None,
            f"{which}_closed": bool(consent and consent.closed),
            f"{which}_purpose": consent.purpose if consent else "",
            f"{which}_items": sorted(consent.items) if consent else [],
        }
    return said


def _grant(access: Access) -> dict[str, Any]:
    grant = access.grant
    return {
        "grant_named": access.grant_named,
        "has_grant": grant is not None,
        "grant_holder": grant.holder if grant else "",
        "grant_purpose": grant.purpose if grant else "",
        "grant_use": grant.use if grant else "",
        "grant_people": sorted(grant.subjects) if grant else [],
        "grant_items": sorted(grant.items) if grant else [],
        "grant_place": _named(grant.place) if grant else "",
        "grant_ends": int(grant.expires_at.timestamp()) if grant else 0,
        "grant_left": grant.views_left if grant else 0,
        "grant_approved": bool(grant and grant.approved),
        "grant_ended": bool(grant and grant.ended),
    }


def _named(place: Place | None) -> str:
    return f"{place.community}/{place.building}" if place else ""
