"""The approval rules as shipped (USE-03): who agrees to which level, how long and how much at most.

A company changes them as data. An approver of a high level needs to be one of the few who answer for it:
the general manager for L3 and L4, and a second person present for L4 and for every clear export.
"""

from __future__ import annotations

from typing import Any

from lindun.organisation.models import Role
from lindun.requests.models import ApprovalRule
from lindun.requests.statement import Use

HOUR, DAY = 60, 24 * 60
LEADER = Role.GENERAL_MANAGER
LEADERS = [Role.MANAGER, Role.GENERAL_MANAGER]
PRESENT = [Role.GENERAL_MANAGER, Role.MANAGER, Role.OFFICER]

RULES: tuple[dict[str, Any], ...] = (
    {
        "use": Use.REVEAL, "level": 2, "deciders": LEADERS, "leader": "", "needed": 1, "together": False,
        "decide_within": 24, "most_minutes": 7 * DAY, "most_views": 200,
    },
    {
        "use": Use.REVEAL, "level": 3, "deciders": [LEADER], "leader": LEADER, "needed": 1, "together": False,
        "decide_within": 24, "most_minutes": DAY, "most_views": 20,
    },
    {
        "use": Use.REVEAL, "level": 4, "deciders": PRESENT, "leader": LEADER, "needed": 2, "together": True,
        "decide_within": 24, "most_minutes": 30, "most_views": 1,
    },
    {
        "use": Use.EXPORT, "level": 4, "deciders": PRESENT, "leader": LEADER, "needed": 2, "together": True,
        "decide_within": 24, "most_minutes": DAY, "most_views": 20_000,
    },
)  # fmt: skip


def install() -> None:
    """Enter what is missing; what a company has changed since is left alone."""
    for rule in RULES:
        ApprovalRule.objects.get_or_create(use=rule["use"], level=rule["level"], defaults=rule)


def rule_for(use: Use, level: int) -> ApprovalRule | None:
    """The rule for data of this level: the one for the lowest level that is not below it."""
    return ApprovalRule.objects.filter(use=use, level__gte=level).order_by("level").first()
