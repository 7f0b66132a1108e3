"""RING 0: the policy. One rule set answers "may I?" for one record and "which ones?" for a list.

    Access (facts about actor, action, place, purpose, task, items, time)  ->  Decision (allow or deny, why)

* `facts.py`     what a decision looks at, frozen
* `rules.py`     permits (who may do what how far), conditions (what must hold besides); forbid beats permit
* `decision.py`  the answer: effect, reason codes, ways on, obligations

No default opens: without a permit for the role the answer is no. Source: the model of attribute-based
access control in NIST SP 800-162; "forbid overrides permit, default deny" as in the Cedar language.
"""

from lindun.core.policy.decision import Decision, Obligation
from lindun.core.policy.facts import (
    Access,
    Actor,
    Consent,
    Errand,
    Extent,
    Grant,
    House,
    Item,
    Place,
    Purpose,
    Task,
    Way,
)
from lindun.core.policy.rules import Condition, Permit, Reach, RuleSet

__all__ = [
    "Access",
    "Actor",
    "Condition",
    "Consent",
    "Decision",
    "Errand",
    "Extent",
    "Grant",
    "House",
    "Item",
    "Obligation",
    "Permit",
    "Place",
    "Purpose",
    "Reach",
    "RuleSet",
    "Task",
    "Way",
]
